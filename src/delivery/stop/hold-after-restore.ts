import { nextRun } from '../../calendar/index.ts';
import { queueMemberText } from '../../command/index.ts';
import { inTransaction, type Queryable } from '../../db/index.ts';
import type { PlatformName } from '../../platform/port.ts';
import type { IdSource } from '../../shared/ids.ts';
import { setNextRun } from '../schedule-run.store.ts';
import { tellAboutUnknown } from '../status/tell-unknown.ts';
import { deliveryTexts as texts } from '../texts.zh.ts';
import {
  dropOpenMemberMessages,
  dropPendingLines,
  holdOpenDeliveries,
  listHeldNotices,
  listOverdueSchedules,
} from './hold-after-restore.store.ts';

interface HoldDependencies {
  readonly platform: PlatformName;
  readonly ids: IdSource;
  readonly timeZone: string;
}

interface HeldAfterRestore {
  readonly deliveries: number;
  readonly memberMessages: number;
  /** Lines that were not worked off when the backup was made; their writers are told. */
  readonly lines: number;
  readonly schedules: number;
  /** Notices whose senders will be asked at the next start. */
  readonly notices: number;
}

/**
 * Makes a restored backup safe to start (docs/operations.md, Restore): the world is newer than the backup, so whatever it
 * holds unfinished may have happened since. Deliveries become `unknown` and their senders are asked as soon as the service
 * runs, unsent words to staff are dropped, schedules go on with their next time after `now`. One transaction; to be run
 * while no worker does. Running it again asks anew, because the first run's questions are then among what is dropped.
 */
export async function holdAfterRestore(
  db: Queryable,
  now: Date,
  { platform, ids, timeZone }: HoldDependencies,
): Promise<HeldAfterRestore> {
  return inTransaction(db, async (tx) => {
    const deliveries = await holdOpenDeliveries(tx);
    const memberMessages = await dropOpenMemberMessages(tx);
    const overdue = await listOverdueSchedules(tx, now);
    for (const { scheduleId, cron } of overdue) await setNextRun(tx, scheduleId, nextRun(cron, now, timeZone));
    const notices = await listHeldNotices(tx);
    const { lines, senderIds } = await dropPendingLines(tx);
    // Nobody is awake to be woken; the sweep of the next start finds the rows.
    const nobody = { wake: () => undefined };
    await tellAboutUnknown(
      tx,
      { platform: { name: platform }, clock: { now: () => now }, ids },
      nobody,
      new Set(notices),
    );
    for (const memberId of senderIds) {
      await queueMemberText(tx, { platform, memberId, now, ids, afterCommit: nobody, text: texts.restoredLine });
    }
    return { deliveries, memberMessages, lines, schedules: overdue.length, notices: notices.length };
  });
}
