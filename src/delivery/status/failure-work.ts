import { describeDay, toDay } from '../../calendar/index.ts';
import { queueMemberText } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { PlatformName } from '../../platform/port.ts';
import { type Advance, inTransactionThenWake, type Lease, type WakeQueue } from '../../queue/index.ts';
import type { Clock } from '../../shared/clock.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { IdSource } from '../../shared/ids.ts';
import { deliveryTexts as texts } from '../texts.zh.ts';
import { hasFailuresToTell, listFailuresOf, takeFailuresToTell } from './failure.store.ts';
import { type AlikeDeliveries, countAlike, findNoticeSender, nameAll } from './summary.store.ts';

/**
 * Failures that came after the confirmation, in the lane `failure:tell` of the queue `inbound`: once nothing of a notice is
 * under way any more its sender is told what did not arrive and why, once a notice. Mark and message commit together.
 */
export interface FailureWorkDeps {
  readonly db: Queryable;
  readonly wake: WakeQueue;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly platform: PlatformName;
}

export interface FailureWork {
  owns(laneKey: string): boolean;
  findDueLanes(): Promise<string[]>;
  advance(lease: Pick<Lease, 'laneKey'>): Promise<Advance>;
}

const LANE = 'failure:tell';
const BATCH = 20;

/** Builds the work of the lane `failure:tell`. */
export function createFailureWork({ db, wake, clock, ids, platform }: FailureWorkDeps): FailureWork {
  const advance = async (): Promise<Advance> =>
    inTransactionThenWake(db, wake, async (tx, afterCommit) => {
      const now = clock.now();
      const noticeIds = await takeFailuresToTell(tx, now, BATCH);
      for (const noticeId of noticeIds) {
        const sender = await findNoticeSender(tx, noticeId);
        if (sender?.userId == null) continue;
        const failed = await countAlike(tx, noticeId, ['failed', 'capped']);
        const byReason = [...groupBy(failed, reasonOf)].map(([reason, alike]) => ({ reason, ...nameAll(alike) }));
        const text = texts.failed(sender.title, sender.noticeCode, nameAll(failed).count, byReason);
        await queueMemberText(tx, { platform, memberId: sender.userId, now, ids, afterCommit, text });
      }
      return { more: noticeIds.length === BATCH };
    });
  return {
    owns: (laneKey) => laneKey === LANE,
    findDueLanes: async () => ((await hasFailuresToTell(db, clock.now())) ? [LANE] : []),
    advance,
  };
}

function reasonOf({ status, errorCode }: AlikeDeliveries): string {
  return status === 'capped' ? texts.overQuota : texts.reason(errorCode);
}

/** How long a failure is remembered beside a number, ms: about a term. */
const REMEMBERED_MS = 120 * 86_400_000;

/** What did not arrive the last time, by the id of the guardian or of the family's group, as a remark beside it. */
export async function findFailureRemarks(
  db: Queryable,
  student: { readonly studentId: string; readonly now: Date; readonly timeZone: string },
): Promise<ReadonlyMap<string, string>> {
  const { studentId, now, timeZone } = student;
  const remarks = new Map<string, string>();
  for (const failure of await listFailuresOf(db, studentId, new Date(now.getTime() - REMEMBERED_MS))) {
    const id = failure.guardianId ?? failure.groupId;
    const day = describeDay(toDay(failure.createdAt, timeZone), toDay(now, timeZone));
    if (id !== null) remarks.set(id, texts.failedRemark(day, texts.reason(failure.errorCode)));
  }
  return remarks;
}
