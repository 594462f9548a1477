import { quietUntil, toDay, toTimeOfDay } from '../../calendar/index.ts';
import { draftCard, queueMemberMessages, queueMemberText, standingButtonKey } from '../../command/index.ts';
import { closeOpenTasks } from '../../contact/index.ts';
import { isDatabaseAway } from '../../db/index.ts';
import { type Advance, inTransactionThenWake } from '../../queue/index.ts';
import type { DeliveryContext } from '../context.ts';
import { describeDue, findDueSteps } from './due-steps.ts';
import {
  findOfferedOn,
  hasEndedByHand,
  insertOffers,
  keepOfferedOn,
  type LadderSender,
  listLadderSenders,
  originOf,
  settleByHand,
} from './ladder.store.ts';
import { cutLines, ladderTexts as texts } from './texts.zh.ts';

/**
 * Once a day, from ten in the morning, each sender is told in one message which families a notice did not reach or who did
 * not confirm it, and what the next step would be. What is offered is kept with the message in one transaction, so that a
 * crash in between neither loses nor repeats it. Nothing is sent to a family from here.
 */
export const LADDER_LANE = 'ladder:all';
/** The command that gets the presses. */
export const LADDER_COMMAND = 'ladder_step';
const OFFERED_FROM = '10:00';
/** Families with a button of their own. */
const MAX_SINGLE = 4;

export type LadderContext = Pick<
  DeliveryContext,
  'db' | 'wakeQueue' | 'clock' | 'ids' | 'timeZone' | 'quietHours' | 'platform' | 'log'
> & { readonly isSchoolNoticeOn: boolean };

/** The lane, when there is something to do. */
export async function findDueLadderLane(ctx: LadderContext): Promise<readonly string[]> {
  const isDue = (await isOfferDue(ctx)) || (await hasEndedByHand(ctx.db));
  return isDue ? [LADDER_LANE] : [];
}

export async function advanceLadder(ctx: LadderContext): Promise<Advance> {
  const now = ctx.clock.now();
  await settle(ctx, now);
  if (!(await isOfferDue(ctx))) return { more: false };
  for (const sender of await listLadderSenders(ctx.db, now)) {
    try {
      await offer(ctx, sender, now);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      // It would fail again at every sweep, and those behind would never hear of their families.
      ctx.log.error({ staffId: sender.staffId, err: error }, 'next steps could not be offered to a sender');
    }
  }
  await keepOfferedOn(ctx.db, toDay(now, ctx.timeZone));
  return { more: false };
}

async function isOfferDue({ db, clock, timeZone, quietHours }: LadderContext): Promise<boolean> {
  const now = clock.now();
  if (toTimeOfDay(now, timeZone) < OFFERED_FROM || quietUntil(now, quietHours, timeZone) !== null) return false;
  return (await findOfferedOn(db)) !== toDay(now, timeZone);
}

async function settle(ctx: LadderContext, now: Date): Promise<void> {
  await inTransactionThenWake(ctx.db, ctx.wakeQueue, async (tx, afterCommit) => {
    for (const ended of await settleByHand(tx)) {
      const { isChanged, memberId, rung, studentName, title } = ended;
      const status = isChanged ? 'dropped' : 'done';
      await closeOpenTasks(tx, { origin: originOf(ended) }, { status, now, closedBy: null });
      if (!isChanged || memberId === null) continue;
      const text = texts.takenBack(studentName, title, rung === 'letter');
      await queueMemberText(tx, { platform: ctx.platform.name, memberId, now, ids: ctx.ids, afterCommit, text });
    }
  });
}

async function offer(ctx: LadderContext, { staffId, memberId, noticeIds }: LadderSender, now: Date): Promise<void> {
  const { isSchoolNoticeOn, ids, platform } = ctx;
  await inTransactionThenWake(ctx.db, ctx.wakeQueue, async (tx, afterCommit) => {
    const due = await findDueSteps(tx, noticeIds, { staffId, now, isSchoolNoticeOn });
    const batchId = ids.uuid();
    const offers = due.map(({ family: { last }, next }) => ({
      noticeId: last.noticeId,
      studentId: last.studentId,
      rung: next.rung,
    }));
    const made = await insertOffers(tx, offers, { batchId, staffId, offeredAt: now });
    const isNew = new Set(made.map(originOf));
    const fresh = due.filter((_one, index) =>
      isNew.has(originOf(offers[index] ?? { noticeId: '', studentId: '', rung: '' })),
    );
    if (fresh.length === 0) return;
    const text = [texts.offered(fresh.length), ...cutLines(fresh.map(describeDue))].join('\n');
    const single = fresh.length === 1 ? [] : fresh.slice(0, MAX_SINGLE);
    const buttons = [
      { key: standingButtonKey(LADDER_COMMAND, `all:${batchId}`), label: texts.all, style: 'primary' as const },
      ...single.map(({ family: { last } }) => ({
        key: standingButtonKey(LADDER_COMMAND, `one:${batchId}:${last.noticeId}:${last.studentId}`),
        label: texts.one(last.studentName),
      })),
    ];
    const drafts = draftCard({ title: texts.title, text, short: texts.offered(fresh.length), buttons });
    await queueMemberMessages(tx, { platform: platform.name, memberId, now, ids, afterCommit, drafts });
  });
}
