import { z } from 'zod';
import { describeInstant } from '../../calendar/index.ts';
import type { Answer, CommandContext, CommandSpec, OpenQuestion, Reply } from '../../command/index.ts';
import type { Intent } from '../../language/index.ts';
import { converse } from '../conversation/converse.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { listWaitingFor, listWaitingOf } from './approval.store.ts';
import { approveNotice, returnNotice } from './decide.ts';
import {
  APPROVAL_COMMAND,
  describeRequest,
  requestButtons,
  type ShownRequest,
  shortDigest,
} from './describe-request.ts';
import { openRequest, workOutRequest } from './open-request.ts';
import { pressReturned } from './returned.ts';
import { approvalTexts as texts } from './texts.zh.ts';

const stateSchema = z.object({
  approval: z.enum(['decide', 'words']),
  noticeId: z.guid(),
  /** Of what was shown with the question. */
  digest: z.string().optional(),
});
type State = z.infer<typeof stateSchema>;

/** A decision may take as long as the request waits for it. */
const QUESTION_MS = 4 * 24 * 3_600_000;
const MAX_LISTED = 10;
/** Buttons of one card; each takes one notice back. */
const MAX_OWN_BUTTONS = 5;

/** 待我审批, and the presses under every message about an approval. */
export function createApprovalCommand(dependencies: NoticeDependencies): CommandSpec {
  return {
    name: APPROVAL_COMMAND,
    intents: ['approvals'],
    // Senders see here what they wait for; who may decide is asked in `openRequest`.
    action: 'follow_own_notices',
    summary: texts.summary,
    examples: ['待我审批'],
    run: (context) => showNext(context, dependencies, undefined),
    answer: (context, question, answer) => takeAnswer(context, dependencies, question, answer),
    press: (context, key) => pressApproval(context, dependencies, key),
  };
}

/** Presses of `<verb>:<notice>[:<digest>]`; also of the buttons under a confirmation. */
export async function pressApproval(
  context: CommandContext,
  dependencies: NoticeDependencies,
  key: string,
): Promise<Reply> {
  const [verb, id, digest = ''] = key.split(':');
  const noticeId = z.guid().safeParse(id).data;
  if (noticeId === undefined) return { text: texts.notForYou };
  switch (verb) {
    case 'agree':
      return agree(context, dependencies, { noticeId, digest });
    case 'return':
      return askWhy(context, dependencies, noticeId);
    case 'show':
      return showOne(context, dependencies, noticeId);
    default:
      return pressReturned(context, dependencies, verb ?? '', noticeId);
  }
}

async function takeAnswer(
  context: CommandContext,
  dependencies: NoticeDependencies,
  question: OpenQuestion,
  answer: Answer,
): Promise<Reply> {
  const state = stateSchema.safeParse(question.state).data;
  // The sender goes on with a notice that came back.
  if (state === undefined) return converse(context, dependencies, question, answer);
  const { noticeId, digest = '' } = state;
  if (state.approval === 'words') {
    if (answer.optionKey !== null) return { text: texts.keptWaiting };
    return thenNext(context, dependencies, await returnNotice(context, dependencies, { noticeId, words: answer.text }));
  }
  if (answer.optionKey === 'confirm') {
    const decision = await approveNotice(context, dependencies, { noticeId, digest });
    if ('reply' in decision) return thenNext(context, dependencies, decision.reply);
    return askAbout(context, dependencies, decision.changed, texts.changed);
  }
  if (answer.optionKey === 'return') return askWhy(context, dependencies, noticeId);
  if (answer.optionKey === 'next') return showNext(context, dependencies, noticeId);
  return { text: texts.keptWaiting };
}

async function agree(
  context: CommandContext,
  dependencies: NoticeDependencies,
  request: { readonly noticeId: string; readonly digest: string },
): Promise<Reply> {
  const decision = await approveNotice(context, dependencies, request);
  if ('reply' in decision) return decision.reply;
  const { title, text } = describeRequest(dependencies, decision.changed, context.now);
  return { title, text: `${texts.changed}\n${text}`, buttons: requestButtons(decision.changed) };
}

async function askWhy(context: CommandContext, dependencies: NoticeDependencies, noticeId: string): Promise<Reply> {
  const opened = await openRequest(context, dependencies, noticeId);
  if ('refusal' in opened) return opened.refusal;
  const state: State = { approval: 'words', noticeId };
  return {
    text: texts.askWhy(opened.notice.title),
    question: { options: [CANCEL], acceptsText: true, takes: WORDS_OF_A_REASON, state, expiresInMs: QUESTION_MS },
  };
}

/** 今天先别发, 张三已经联系过了: what a reason sounds like is not meant as a command here. */
const WORDS_OF_A_REASON: readonly Intent[] = [
  'pause',
  'amend',
  'undo',
  'record',
  'attempt',
  'notice',
  'broadcast',
  'good_news',
  'discipline',
  'letter',
  'reminder',
  'schedule_stop',
  'sent',
  'invitation',
  'visit',
  'event',
  'escalation',
  'look_up',
];

const CANCEL = { key: 'cancel', label: texts.notNow } as const;

async function showOne(context: CommandContext, dependencies: NoticeDependencies, noticeId: string): Promise<Reply> {
  const opened = await openRequest(context, dependencies, noticeId);
  if ('refusal' in opened) return opened.refusal;
  const result = await workOutRequest(context, dependencies, opened.notice);
  if ('shown' in result) {
    return { ...describeRequest(dependencies, result.shown, context.now), buttons: requestButtons(result.shown) };
  }
  const back = { key: `return:${noticeId}`, label: texts.giveBack, style: 'danger' as const };
  return { title: texts.requestTitle(opened.notice.title), text: texts.cannotGoOut(result.problem), buttons: [back] };
}

/** The oldest request that waits for this person, or the one after `afterId`; then what he or she asked others. */
async function showNext(
  context: CommandContext,
  dependencies: NoticeDependencies,
  afterId: string | undefined,
): Promise<Reply> {
  const { db, now, sender } = context;
  const waiting = await listWaitingFor(db, sender.staff);
  const at = waiting.findIndex(({ noticeId }) => noticeId === afterId) + 1;
  const next = waiting[at] ?? waiting[0];
  if (next === undefined) return showOwn(context, dependencies);
  const opened = await openRequest(context, dependencies, next.noticeId);
  if ('refusal' in opened) return opened.refusal;
  const result = await workOutRequest(context, dependencies, opened.notice);
  const lines = waiting
    .slice(0, MAX_LISTED)
    .map((one) =>
      texts.listLine(
        one.title,
        one.noticeCode,
        one.staffName,
        describeInstant(one.askedAt, now, dependencies.timeZone),
      ),
    );
  const lead = [texts.waitingCount(waiting.length), ...(waiting.length > 1 ? lines : [])].join('\n');
  if ('shown' in result) return askAbout(context, dependencies, result.shown, lead, waiting.length > 1);
  const shown = await showOne(context, dependencies, next.noticeId);
  return { ...shown, text: `${lead}\n${shown.text}` };
}

function askAbout(
  { now }: CommandContext,
  dependencies: NoticeDependencies,
  shown: ShownRequest,
  lead: string,
  hasMore = false,
): Reply {
  const { title, text } = describeRequest(dependencies, shown, now);
  const state: State = { approval: 'decide', noticeId: shown.noticeId, digest: shortDigest(shown.worked) };
  return {
    title,
    text: `${lead}\n${text}`,
    question: {
      options: [
        { key: 'confirm', label: texts.agree, style: 'primary' },
        { key: 'return', label: texts.giveBack, style: 'danger' },
        ...(hasMore ? [{ key: 'next', label: texts.next }] : []),
        CANCEL,
      ],
      acceptsText: false,
      state,
      expiresInMs: QUESTION_MS,
    },
  };
}

/** After a decision made from the list the next one is shown at once. */
async function thenNext(context: CommandContext, dependencies: NoticeDependencies, done: Reply): Promise<Reply> {
  const waiting = await listWaitingFor(context.db, context.sender.staff);
  if (done.question !== undefined || waiting.length === 0) return done;
  const next = await showNext(context, dependencies, undefined);
  return { ...next, text: `${done.text}\n\n${next.text}` };
}

async function showOwn({ db, now, sender }: CommandContext, { timeZone }: NoticeDependencies): Promise<Reply> {
  const own = await listWaitingOf(db, sender.staff.staffId);
  if (own.length === 0) return { text: texts.nothingWaits };
  const lines = own
    .slice(0, MAX_LISTED)
    .map(({ title, noticeCode, askedAt }) =>
      texts.listLine(title, noticeCode, '', describeInstant(askedAt, now, timeZone)),
    );
  return {
    text: [texts.nothingWaits, texts.ownWaiting, ...lines].join('\n'),
    buttons: own
      .slice(0, MAX_OWN_BUTTONS)
      .map(({ noticeId, noticeCode }) => ({ key: `drop:${noticeId}`, label: texts.dropOne(noticeCode) })),
  };
}
