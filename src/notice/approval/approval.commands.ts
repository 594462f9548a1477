import { z } from 'zod';
import { describeInstant } from '../../calendar/index.ts';
import type { Answer, CommandContext, CommandSpec, OpenQuestion, PendingQuestion, Reply } from '../../command/index.ts';
import type { Intent } from '../../language/index.ts';
import { converse } from '../conversation/converse.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { listWaitingFor, listWaitingOf } from './approval.store.ts';
import {
  agreeToAll,
  explainClosed,
  gatherBatches,
  openIfMany,
  showOneOfBatch,
  showWholeBatch,
  type WaitingLine,
  withRest,
} from './batch-conversation.ts';
import { batchDigest, describeBatchRequest, type OpenBatchRequest, openBatchRequest } from './batch-request.ts';
import { approveNotice, returnNotice } from './decide.ts';
import { returnBatch, withdrawBatch } from './decide-batch.ts';
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
  approval: z.enum(['decide', 'words', 'decide_all', 'words_all']),
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
    claim: (context, open) => decideInOneLine(context, dependencies, open),
    press: (context, key) => pressApproval(context, dependencies, key),
  };
}

/** 同意, and 退回 with the word in the same line: the word may read like a command, and is none while this is asked. */
const AGREES = /^(?:我)?(?:同意|批准|准)(?:发送|发|了)?[\s。！!]*$/u;
const RETURNS = /^(?:我)?(?:退回|打回|不同意|驳回)[\s，,：:。；;]+(?<words>[\s\S]{2,})$/u;
/** 退回来了吗, 不同意的话会怎么样: asked about, and nothing decided. */
const ASKS = /[？?]|吗|的话|来了|怎么/u;

async function decideInOneLine(
  context: CommandContext,
  dependencies: NoticeDependencies,
  open: PendingQuestion | undefined,
): Promise<Reply | undefined> {
  if (open?.command !== APPROVAL_COMMAND) return undefined;
  const state = stateSchema.safeParse(open.state).data;
  if (state?.approval !== 'decide') return undefined;
  const line = context.line.trim();
  if (AGREES.test(line)) return takeAnswer(context, dependencies, open, { optionKey: 'confirm', text: line });
  const words = ASKS.test(line) ? undefined : RETURNS.exec(line)?.groups?.words;
  if (words === undefined) return undefined;
  const { noticeId } = state;
  return thenNext(context, dependencies, await returnNotice(context, dependencies, { noticeId, words }));
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
      return withRest(context, noticeId, await agree(context, dependencies, { noticeId, digest }));
    case 'agree_all':
      return agreeToAll(context, dependencies, { noticeId, digest });
    case 'return':
      return askWhy(context, dependencies, noticeId);
    case 'return_all':
      return askWhyAll(context, dependencies, noticeId);
    case 'show':
      return (await showWholeBatch(context, dependencies, noticeId)) ?? showOne(context, dependencies, noticeId);
    case 'one':
      return showOneOfBatch(context, dependencies, noticeId);
    case 'drop_all':
      return withdrawBatch(context, noticeId);
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
  if (state.approval === 'words' || state.approval === 'words_all') {
    if (answer.optionKey !== null) return { text: texts.keptWaiting };
    const returned = { noticeId, words: answer.text };
    const all = state.approval === 'words_all' ? await returnBatch(context, dependencies, returned) : undefined;
    return thenNext(context, dependencies, all ?? (await returnNotice(context, dependencies, returned)));
  }
  if (state.approval === 'decide_all') return takeBatchAnswer(context, dependencies, { noticeId, digest }, answer);
  if (answer.optionKey === 'confirm') {
    const decision = await approveNotice(context, dependencies, { noticeId, digest });
    if ('reply' in decision) return thenNext(context, dependencies, decision.reply);
    return showChanged(context, dependencies, decision.changed);
  }
  if (answer.optionKey === 'return') return askWhy(context, dependencies, noticeId);
  if (answer.optionKey === 'next') return showNext(context, dependencies, noticeId);
  return { text: texts.keptWaiting };
}

async function takeBatchAnswer(
  context: CommandContext,
  dependencies: NoticeDependencies,
  request: { readonly noticeId: string; readonly digest: string },
  { optionKey }: Answer,
): Promise<Reply> {
  const { noticeId } = request;
  if (optionKey === 'confirm') {
    const done = await agreeToAll(context, dependencies, request);
    return done.buttons === undefined ? thenNext(context, dependencies, done) : done;
  }
  if (optionKey === 'return') return askWhyAll(context, dependencies, noticeId);
  if (optionKey === 'one') return showOneOfBatch(context, dependencies, noticeId);
  return optionKey === 'next' ? showNext(context, dependencies, noticeId) : { text: texts.keptWaiting };
}

async function agree(
  context: CommandContext,
  dependencies: NoticeDependencies,
  request: { readonly noticeId: string; readonly digest: string },
): Promise<Reply> {
  const decision = await approveNotice(context, dependencies, request);
  if ('reply' in decision) return decision.reply;
  return showChanged(context, dependencies, decision.changed);
}

/** No open question: a second 确认 of the same moment must not agree to what came in its place. */
function showChanged({ now }: CommandContext, dependencies: NoticeDependencies, changed: ShownRequest): Reply {
  const { title, text } = describeRequest(dependencies, changed, now);
  return { title, text: `${texts.changed}\n${text}`, buttons: requestButtons(changed) };
}

async function askWhy(context: CommandContext, dependencies: NoticeDependencies, noticeId: string): Promise<Reply> {
  const opened = await openRequest(context, dependencies, noticeId);
  if ('refusal' in opened) return opened.refusal;
  return askWords({ approval: 'words', noticeId }, texts.askWhy(opened.notice.title));
}

async function askWhyAll(context: CommandContext, dependencies: NoticeDependencies, noticeId: string): Promise<Reply> {
  const opened = await openBatchRequest(context, dependencies, noticeId);
  if (opened === undefined) return explainClosed(context, dependencies, noticeId);
  return askWords({ approval: 'words_all', noticeId }, texts.askWhyAll(opened.title, opened.requests.size));
}

function askWords(state: State, text: string): Reply {
  return {
    text,
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
  const { db, sender } = context;
  const waiting = gatherBatches(await listWaitingFor(db, sender.staff));
  const at = waiting.findIndex(({ noticeId }) => noticeId === afterId) + 1;
  const next = waiting[at] ?? waiting[0];
  if (next === undefined) return showOwn(context, dependencies);
  const lead = leadOf(context, dependencies, waiting);
  const batch = await openIfMany(context, dependencies, next.noticeId);
  if (batch !== undefined) return askAboutBatch(batch, next.noticeId, lead, waiting.length > 1);
  const opened = await openRequest(context, dependencies, next.noticeId);
  if ('refusal' in opened) return opened.refusal;
  const result = await workOutRequest(context, dependencies, opened.notice);
  if ('shown' in result) return askAbout(context, dependencies, result.shown, lead, waiting.length > 1);
  const shown = await showOne(context, dependencies, next.noticeId);
  return { ...shown, text: `${lead}\n${shown.text}` };
}

function leadOf({ now }: CommandContext, { timeZone }: NoticeDependencies, waiting: readonly WaitingLine[]): string {
  const lines = waiting
    .slice(0, MAX_LISTED)
    .map((one) => describeLine(one, describeInstant(one.askedAt, now, timeZone)));
  return [texts.waitingCount(waiting.length), ...(waiting.length > 1 ? lines : [])].join('\n');
}

function describeLine({ title, noticeCode, staffName, count }: WaitingLine, when: string): string {
  return count > 1
    ? texts.listBatch(title, count, staffName, when)
    : texts.listLine(title, noticeCode, staffName, when);
}

function askAboutBatch(batch: OpenBatchRequest, noticeId: string, lead: string, hasMore: boolean): Reply {
  const { title, text } = describeBatchRequest(batch);
  const { shown } = batch;
  const state: State = { approval: 'decide_all', noticeId, digest: batchDigest(shown) };
  return {
    title,
    text: `${lead}\n${text}`,
    question: {
      options: [
        ...(shown.length > 0
          ? [{ key: 'confirm', label: texts.agreeAll(shown.length), style: 'primary' as const }]
          : []),
        { key: 'one', label: texts.oneByOne },
        { key: 'return', label: texts.giveBackAll, style: 'danger' },
        ...(hasMore ? [{ key: 'next', label: texts.next }] : []),
        CANCEL,
      ],
      acceptsText: false,
      state,
      expiresInMs: QUESTION_MS,
    },
  };
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

/**
 * After a decision made from the list the next one is shown at once, with buttons of its own and no open question: a second
 * 确认, typed before this reply was there, must agree to nothing that nobody has read.
 */
async function thenNext(context: CommandContext, dependencies: NoticeDependencies, done: Reply): Promise<Reply> {
  const waiting = gatherBatches(await listWaitingFor(context.db, context.sender.staff));
  const [next] = waiting;
  if (done.question !== undefined || next === undefined) return done;
  const shown = await pressApproval(context, dependencies, `show:${next.noticeId}`);
  const lead = leadOf(context, dependencies, waiting);
  return { ...shown, text: [`${done.text}\n`, lead, shown.text, texts.howToGoOn].join('\n') };
}

async function showOwn({ db, now, sender }: CommandContext, { timeZone }: NoticeDependencies): Promise<Reply> {
  const own = gatherBatches(await listWaitingOf(db, sender.staff.staffId));
  if (own.length === 0) return { text: texts.nothingWaits };
  const lines = own
    .slice(0, MAX_LISTED)
    .map((one) => describeLine({ ...one, staffName: '' }, describeInstant(one.askedAt, now, timeZone)));
  return {
    text: [texts.nothingWaits, texts.ownWaiting, ...lines].join('\n'),
    buttons: own
      .slice(0, MAX_OWN_BUTTONS)
      .map(({ noticeId, noticeCode, count }) =>
        count > 1
          ? { key: `drop_all:${noticeId}`, label: texts.dropAll(count) }
          : { key: `drop:${noticeId}`, label: texts.dropOne(noticeCode) },
      ),
  };
}
