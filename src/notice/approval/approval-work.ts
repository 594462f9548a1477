import { describeInstant } from '../../calendar/index.ts';
import { queueMemberMessages, type Reply, renderReply } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { PlatformName } from '../../platform/port.ts';
import {
  type Advance,
  type AfterCommit,
  inTransactionThenWake,
  type Lease,
  type WakeQueue,
} from '../../queue/index.ts';
import { findMemberId } from '../../roster/index.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IdSource } from '../../shared/ids.ts';
import {
  type DueReminder,
  hasDueReminder,
  listApprovers,
  listRequestsOfBatch,
  lockDueReminders,
  setReminder,
} from './approval.store.ts';
import { APPROVAL_COMMAND } from './describe-request.ts';
import { REMIND_AFTER_MS } from './request-approval.ts';
import { approvalTexts as texts } from './texts.zh.ts';

/**
 * What happens by itself while a notice waits for a second person, in the lane `approval:reminders` of the queue `inbound`:
 * a day after the request, and once a day from then, whoever may decide is reminded, three times at most; a day after the
 * last reminder the sender is told, once. Reminder and count commit together, so a crash repeats neither. Nothing is sent
 * to a family by silence.
 */
export interface ApprovalWorkDeps {
  readonly db: Queryable;
  readonly wake: WakeQueue;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly platform: PlatformName;
  readonly timeZone: string;
}

export interface ApprovalWork {
  owns(laneKey: string): boolean;
  findDueLanes(): Promise<string[]>;
  advance(lease: Pick<Lease, 'laneKey'>): Promise<Advance>;
}

const LANE = 'approval:reminders';
const MAX_REMINDERS = 3;
const BATCH = 50;

/** Builds the work of the lane `approval:reminders`. */
export function createApprovalWork(deps: ApprovalWorkDeps): ApprovalWork {
  const { db, wake, clock, ids, platform, timeZone } = deps;

  async function remind(): Promise<Advance> {
    return inTransactionThenWake(db, wake, async (tx, afterCommit) => {
      const now = clock.now();
      const due = await lockDueReminders(tx, now, BATCH);
      const done = new Set<string>();
      for (const one of due) {
        if (done.has(one.requestId)) continue;
        const together = await listTogether(tx, one);
        for (const requestId of together) done.add(requestId);
        await handle(tx, afterCommit, one, together, now);
      }
      return { more: due.length === BATCH };
    });
  }

  /** The drafts of one batch are reminded of with one message. */
  async function listTogether(tx: Queryable, { requestId, batchId, senderId, collegeId }: DueReminder) {
    if (batchId === null) return [requestId];
    const open = await listRequestsOfBatch(tx, { batchId, senderId });
    return open.filter((one) => one.collegeId === collegeId).map((one) => one.requestId);
  }

  async function handle(
    tx: Queryable,
    afterCommit: AfterCommit,
    due: DueReminder,
    together: readonly string[],
    now: Date,
  ): Promise<void> {
    const { noticeId, noticeCode, title, staffName, senderId, reminders } = due;
    const count = together.length;
    const notice = count > 1 ? texts.manyNotices(title, count) : texts.oneNotice(title, noticeCode);
    const when = describeInstant(due.askedAt, now, timeZone);
    const approvers = await listApprovers(tx, due.collegeId, senderId);
    const isOver = reminders >= MAX_REMINDERS || approvers.length === 0;
    if (isOver) {
      const senderMemberId = await findMemberId(tx, senderId);
      const text = texts.nobodyAnswered(notice, when, reminders);
      const verb = count > 1 ? 'drop_all' : 'drop';
      const buttons = [{ key: `${verb}:${noticeId}`, label: texts.drop, style: 'danger' as const }];
      if (senderMemberId !== null) await tell(tx, afterCommit, senderMemberId, { text, buttons }, now);
      await setReminder(tx, together, { reminders, nextReminderAt: null });
      return;
    }
    const reply: Reply = {
      title: texts.reminderTitle,
      text: texts.reminder(staffName, notice, when),
      buttons: [{ key: `show:${noticeId}`, label: texts.show, style: 'primary' }],
    };
    for (const { memberId } of approvers) await tell(tx, afterCommit, memberId, reply, now);
    const nextReminderAt = new Date(now.getTime() + REMIND_AFTER_MS);
    await setReminder(tx, together, { reminders: reminders + 1, nextReminderAt });
  }

  async function tell(
    tx: Queryable,
    afterCommit: AfterCommit,
    memberId: string,
    reply: Reply,
    now: Date,
  ): Promise<void> {
    const drafts = renderReply(reply, { command: APPROVAL_COMMAND, questionId: undefined });
    await queueMemberMessages(tx, { platform, memberId, now, ids, afterCommit, drafts });
  }

  return {
    owns: (laneKey) => laneKey === LANE,
    findDueLanes: async () => ((await hasDueReminder(db, clock.now())) ? [LANE] : []),
    advance: remind,
  };
}
