import { z } from 'zod';
import { type Answer, type CommandContext, type CommandSpec, type Reply, scopeOf } from '../command/index.ts';
import { describeOwnWaiting, pausedTexts, type SendingPause, withdrawOwn } from '../notice/index.ts';
import { parseNoticeCode } from '../shared/ids.ts';
import { createFollowCommands } from './follow/follow.commands.ts';
import { describeOlder } from './follow/older-unconfirmed.ts';
import type { FollowDependencies } from './follow/remind.ts';
import { createLadderCommand } from './ladder/ladder.commands.ts';
import type { LadderDependencies } from './ladder/take-steps.ts';
import { markRelaySent, type RelaySentRequest } from './relay-sent.ts';
import { findLastNotice, findNoticeByCode, findNoticeSender, type NoticeHead } from './status/summary.store.ts';
import { describeSummary, summariseNotice } from './status/summary.ts';
import { UNKNOWN_COMMAND } from './status/tell-unknown.ts';
import { findOpenPause } from './stop/find-open-pause.ts';
import { decideUnknown, findOpenPauses, hurryTasksOfOwner } from './stop/stop.store.ts';
import { cancelNotice, pauseSending, resumeSending, type StopDependencies } from './stop/stop-sending.ts';
import { findNoticeToUndo } from './stop/undo-of-notice.ts';
import { deliveryTexts as texts } from './texts.zh.ts';

/** What staff say about notices that are on their way: 已发, how did it go, who did not confirm, 暂停, 恢复, stop this one, decide an unknown. */
export function createDeliveryCommands(dependencies: FollowDependencies & LadderDependencies): CommandSpec[] {
  return [
    sentCommand,
    createStatusCommand(dependencies.timeZone),
    ...createFollowCommands(dependencies),
    createLadderCommand(dependencies),
    pauseCommand,
    resumeCommand,
    stopCommand,
    unknownCommand,
  ];
}

const ACTION = 'follow_own_notices';
const ALL = 'all';
/** A question can show so many; 全部都发了 is one of them. */
const MAX_OPTIONS = 8;

const sentCommand: CommandSpec = {
  name: 'sent',
  intents: ['sent'],
  action: ACTION,
  summary: texts.summaries.sent,
  examples: ['已发'],
  async run(context) {
    const noticeCode = noticeCodeOf(context);
    return replyToSent(context, noticeCode === null ? {} : { noticeCode });
  },
  async answer(context, _question, answer) {
    if (answer.optionKey === null) return { text: texts.whichSent };
    return replyToSent(context, { deliveryIds: answer.optionKey === ALL ? [] : [answer.optionKey] });
  },
};

async function replyToSent(
  context: CommandContext,
  what: Pick<RelaySentRequest, 'noticeCode' | 'deliveryIds'>,
): Promise<Reply> {
  const ownerUserId = context.sender.userId;
  const result = await markRelaySent(context.db, { ownerUserId, now: context.now, ...what });
  // 已发 may also be said of a mass task: the receipt is the truth, so look at it now.
  const lanes = await hurryTasksOfOwner(context.db, ownerUserId, context.now);
  for (const laneKey of lanes) context.afterCommit.wake('delivery', laneKey);
  if (result.kind === 'none') return { text: lanes.length > 0 ? texts.tasksAreChecked : texts.nothingWaits };
  if (result.kind === 'done')
    return {
      text: texts.sentDone(
        result.relays.map(({ target }) => target),
        result.left,
      ),
    };
  const options = result.relays
    .slice(0, MAX_OPTIONS)
    .map(({ deliveryId, title, target }) => ({ key: deliveryId, label: texts.sentOption(title, target) }));
  return {
    text: texts.whichSent,
    question: { options: [{ key: ALL, label: texts.allSent }, ...options], acceptsText: false, state: null },
  };
}

function createStatusCommand(timeZone: string): CommandSpec {
  return {
    name: 'notice_status',
    intents: ['notice_status'],
    action: ACTION,
    summary: texts.summaries.notice_status,
    examples: ['上次的通知发得怎么样', '通知 JX-7K3QP9WM 发了吗'],
    async run(context) {
      const noticeCode = noticeCodeOf(context);
      const waiting = await describeOwnWaiting(context, { timeZone, noticeCode });
      if (noticeCode !== null && waiting.length > 0) return { text: waiting.join('\n') };
      const found = await findNotice(context, noticeCode);
      if ('reply' in found) return waiting.length > 0 ? { text: waiting.join('\n') } : found.reply;
      // A status question also looks at the receipts of tasks that wait.
      const lanes = await hurryTasksOfOwner(context.db, context.sender.userId, context.now);
      for (const laneKey of lanes) context.afterCommit.wake('delivery', laneKey);
      const status = await statusReply(context, found.notice, timeZone);
      const older = noticeCode === null ? await describeOlder(context, [found.notice.noticeId]) : [];
      return { ...status, text: [...waiting, status.text, ...older].join('\n') };
    },
    // The stop button under a status is a press of the command that replied; its question comes back here too.
    press: async (context, key) => askAboutStop(context, await findPressed(context, key)),
    answer: async (context, question, answer) => answerStop(context, noticeOf(question.state) ?? '', answer),
  };
}

async function statusReply(context: CommandContext, notice: NoticeHead, timeZone: string): Promise<Reply> {
  const summary = await summariseNotice(context.db, notice.noticeId);
  if (summary === undefined) return { text: texts.noSuchNotice };
  const { queued = 0, waiting_quiet_hours: held = 0, awaiting_member: awaiting = 0 } = summary.counts;
  const isStoppable = queued + held + awaiting > 0;
  return {
    text: describeSummary(summary, context.now, timeZone),
    ...(isStoppable ? { buttons: [{ key: notice.noticeId, label: texts.stopButton, style: 'danger' as const }] } : {}),
  };
}

type Found = { readonly notice: NoticeHead } | { readonly reply: Reply };

/** By its code, or the sender's last one. Only the sender and those who may pause everything see or stop it. */
async function findNotice(context: CommandContext, noticeCode: string | null): Promise<Found> {
  const { staff } = context.sender;
  if (noticeCode === null) {
    const last = await findLastNotice(context.db, staff.staffId);
    return last === undefined ? { reply: { text: texts.noNotice } } : { notice: last };
  }
  const notice = await findNoticeByCode(context.db, noticeCode);
  if (notice === undefined) return { reply: { text: texts.noSuchNotice } };
  return mayHandle(context, notice) ? { notice } : { reply: { text: texts.notYours } };
}

function mayHandle(context: CommandContext, notice: NoticeHead): boolean {
  const { staff } = context.sender;
  return notice.staffId === staff.staffId || scopeOf(staff.role, 'pause_all_sending') === 'all';
}

const pauseCommand: CommandSpec = {
  name: 'pause',
  intents: ['pause'],
  action: ACTION,
  summary: texts.summaries.pause,
  examples: ['暂停发送', '暂停全部', '停发 JX-7K3QP9WM'],
  async run(context) {
    const noticeCode = noticeCodeOf(context);
    if (noticeCode !== null) return askToStop(context, noticeCode);
    if (!context.reading.isAboutAll) {
      const isNew = await pauseSending(context.db, mine(context), stopDependencies(context));
      return { text: isNew ? texts.pausedMine : texts.alreadyPaused };
    }
    if (!mayStopAll(context)) return { text: texts.onlyOffice };
    return { text: texts.confirmPauseAll, question: confirmation({ what: 'all' }, 'danger') };
  },
  async answer(context, question, answer) {
    const noticeId = noticeOf(question.state);
    if (noticeId !== undefined) return answerStop(context, noticeId, answer);
    if (answer.optionKey !== 'confirm') return { text: texts.notPausedAll };
    if (!mayStopAll(context)) return { text: texts.onlyOffice };
    const isNew = await pauseSending(context.db, { ...mine(context), staffId: null }, stopDependencies(context));
    return { text: isNew ? texts.pausedAll : texts.alreadyPaused };
  },
};

const resumeCommand: CommandSpec = {
  name: 'resume',
  intents: ['resume'],
  action: ACTION,
  summary: texts.summaries.resume,
  examples: ['恢复发送'],
  async run(context) {
    if (context.reading.isAboutAll) {
      if (!mayStopAll(context)) return { text: texts.onlyOffice };
      return { text: texts.confirmResumeAll, question: confirmation({ what: 'all' }, 'primary') };
    }
    const isResumed = await resumeSending(context.db, mine(context), stopDependencies(context));
    const left = await findOpenPauses(context.db, context.sender.staff.staffId);
    if (isResumed) return { text: left.length > 0 ? texts.stillPausedByAll : texts.resumedMine };
    if (left.length > 0 && mayStopAll(context)) {
      return { text: texts.confirmResumeAll, question: confirmation({ what: 'all' }, 'primary') };
    }
    return { text: left.length > 0 ? texts.stillPausedByAll : texts.nothingPaused };
  },
  async answer(context, _question, answer) {
    if (answer.optionKey !== 'confirm') return { text: texts.notResumedAll };
    if (!mayStopAll(context)) return { text: texts.onlyOffice };
    const isResumed = await resumeSending(context.db, { ...mine(context), staffId: null }, stopDependencies(context));
    return { text: isResumed ? texts.resumedAll : texts.nothingPaused };
  },
};

/** No intent of its own: 停发 with a notice's code comes through `pause`; this one takes presses of `p:stop_notice:<id>`. */
const stopCommand: CommandSpec = {
  name: 'stop_notice',
  intents: [],
  action: ACTION,
  summary: null,
  examples: [],
  async claim(context, open) {
    const notice = await findNoticeToUndo(context, open);
    return notice === undefined ? undefined : askAboutStop(context, notice);
  },
  run: async (context) => askToStop(context, noticeCodeOf(context)),
  answer: async (context, question, answer) => answerStop(context, noticeOf(question.state) ?? '', answer),
  press: async (context, key) => askAboutStop(context, await findPressed(context, key)),
};

const NoticeId = z.guid();

/** The notice of a press. Its id comes from outside; what is no id at all would make PostgreSQL throw. */
async function findPressed(context: CommandContext, noticeId: string): Promise<NoticeHead | undefined> {
  return NoticeId.safeParse(noticeId).success ? findNoticeSender(context.db, noticeId) : undefined;
}

/** What waits for approval is taken back at once, as nothing went out yet; what is on its way is asked about. */
async function askToStop(context: CommandContext, noticeCode: string | null): Promise<Reply> {
  const withdrawn = noticeCode === null ? undefined : await withdrawOwn(context, noticeCode);
  if (withdrawn !== undefined) return withdrawn;
  const found = await findNotice(context, noticeCode);
  return 'reply' in found ? found.reply : askAboutStop(context, found.notice);
}

async function askAboutStop(context: CommandContext, notice: NoticeHead | undefined): Promise<Reply> {
  if (notice === undefined) return { text: texts.noSuchNotice };
  if (!mayHandle(context, notice)) return { text: texts.notYours };
  const state = { what: 'notice', noticeId: notice.noticeId };
  return { text: texts.confirmStop(notice.title, notice.noticeCode), question: confirmation(state, 'danger') };
}

async function answerStop(context: CommandContext, noticeId: string, answer: Answer): Promise<Reply> {
  if (answer.optionKey !== 'confirm') return { text: texts.notStopped };
  const notice = await findPressed(context, noticeId);
  if (notice === undefined) return { text: texts.noSuchNotice };
  if (!mayHandle(context, notice)) return { text: texts.notYours };
  const { cancelled, lanes, underWay } = await cancelNotice(context.db, noticeId, stopDependencies(context));
  if (cancelled + lanes.length + underWay === 0) return { text: texts.nothingToStop(notice.title) };
  return { text: texts.stopped(notice.title, cancelled, lanes.length > 0, underWay) };
}

const unknownCommand: CommandSpec = {
  name: UNKNOWN_COMMAND,
  intents: [],
  action: ACTION,
  summary: null,
  examples: [],
  run: async () => ({ text: texts.unknownSettled }),
  async press(context, key) {
    const [decision, noticeId = ''] = key.split(':');
    if (decision !== 'resend' && decision !== 'counted') return { text: texts.unknownSettled };
    const notice = await findPressed(context, noticeId);
    if (notice === undefined) return { text: texts.noSuchNotice };
    if (!mayHandle(context, notice)) return { text: texts.notYours };
    const { count, lanes } = await decideUnknown(context.db, noticeId, decision, context.now);
    for (const laneKey of lanes) context.afterCommit.wake('delivery', laneKey);
    if (count === 0) return { text: texts.unknownSettled };
    if (decision === 'counted') return { text: texts.unknownCounted(count) };
    const pause = await findOpenPause(context.db, notice.staffId);
    return {
      text: pause === null ? texts.unknownResent(count) : texts.unknownPaused(count, whyPaused(context, notice, pause)),
    };
  },
};

/** The pause may be that of a sender for whom the office decides. */
function whyPaused({ sender }: CommandContext, { staffId }: NoticeHead, pause: SendingPause): string {
  return pause === 'own' && staffId !== sender.staff.staffId ? texts.pausedBySender : pausedTexts[pause];
}

/** The code of a notice in the line, as it is stored. */
function noticeCodeOf(context: CommandContext): string | null {
  return parseNoticeCode(context.reading.noticeCode ?? context.line) ?? null;
}

function mine(context: CommandContext): { staffId: string; by: string } {
  return { staffId: context.sender.staff.staffId, by: context.sender.staff.staffId };
}

function mayStopAll(context: CommandContext): boolean {
  return scopeOf(context.sender.staff.role, 'pause_all_sending') === 'all';
}

function stopDependencies(context: CommandContext): StopDependencies {
  const { now, ids, afterCommit, sender } = context;
  return { now, ids, afterCommit, platform: sender.platform };
}

function confirmation(state: unknown, style: 'danger' | 'primary') {
  return {
    options: [
      { key: 'confirm', label: texts.confirm, style },
      { key: 'cancel', label: texts.cancel },
    ],
    acceptsText: false,
    state,
  };
}

function noticeOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('noticeId' in state)) return undefined;
  return typeof state.noticeId === 'string' ? state.noticeId : undefined;
}
