import { nextRun } from '../../calendar/index.ts';
import { queueMemberText } from '../../command/index.ts';
import { inTransaction, type Queryable } from '../../db/index.ts';
import type { PlatformName } from '../../platform/port.ts';
import type { IdSource } from '../../shared/ids.ts';
import { findCampaignLeaders, setNextRun } from '../schedule-run.store.ts';
import { tellAboutUnknown } from '../status/tell-unknown.ts';
import { deliveryTexts as texts } from '../texts.zh.ts';
import {
  dropOpenMemberMessages,
  dropPendingLines,
  dropWaitingNotices,
  holdOpenDeliveries,
  listDraftSenders,
  listHeldNotices,
  listOverdueSchedules,
  skipOverdueItems,
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
  /** Items of campaigns that were skipped; their leaders are told. */
  readonly campaignItems: number;
  /** Notices that waited for a second person and were dropped; their senders are told. */
  readonly waiting: number;
  /** Notices whose senders will be asked at the next start. */
  readonly notices: number;
}

/**
 * Makes a restored backup safe to start (docs/operations.md, Restore): the world is newer than the backup, so whatever it
 * holds unfinished may have happened since. Deliveries become `unknown` and their senders are asked as soon as the service
 * runs, unsent words to staff are dropped, schedules and campaigns go on with what comes after `now`, what waited for a second
 * person is dropped, and whoever has drafts made from facts is told to look twice. One transaction; to be run
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
    const skipped = await skipOverdueItems(tx, now);
    const waiting = await dropWaitingNotices(tx, now);
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
    const tell = (memberId: string, text: string): Promise<unknown> =>
      queueMemberText(tx, { platform, memberId, now, ids, afterCommit: nobody, text });
    for (const memberId of senderIds) await tell(memberId, texts.restoredLine);
    for (const { memberId, count } of waiting) await tell(memberId, texts.restoredWaiting(count));
    for (const { memberId, count } of await listDraftSenders(tx)) await tell(memberId, texts.restoredDrafts(count));
    for (const { count, ...campaign } of skipped) {
      for (const memberId of await findCampaignLeaders(tx, campaign)) await tell(memberId, texts.restoredItems(count));
    }
    return {
      deliveries,
      memberMessages,
      lines,
      schedules: overdue.length,
      campaignItems: sumOf(skipped),
      waiting: sumOf(waiting),
      notices: notices.length,
    };
  });
}

function sumOf(counted: readonly { readonly count: number }[]): number {
  return counted.reduce((sum, { count }) => sum + count, 0);
}
