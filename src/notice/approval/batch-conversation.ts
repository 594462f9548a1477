import type { CommandContext, Reply } from '../../command/index.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import type { WaitingNotice } from './approval.store.ts';
import {
  batchRequestButtons,
  describeBatchRequest,
  listOpenOfSameBatch,
  type OpenBatchRequest,
  openBatchRequest,
} from './batch-request.ts';
import { approveBatch } from './decide-batch.ts';
import { describeRequest, requestButtons } from './describe-request.ts';
import { openRequest, workOutRequest } from './open-request.ts';
import { approvalTexts as texts } from './texts.zh.ts';

/** The whole batch as a card, while two or more of it are open; undefined = look at the notice alone. */
export async function showWholeBatch(
  context: CommandContext,
  dependencies: NoticeDependencies,
  noticeId: string,
): Promise<Reply | undefined> {
  const opened = await openIfMany(context, dependencies, noticeId);
  return opened && { ...describeBatchRequest(opened), buttons: batchRequestButtons(opened) };
}

/** Opens the batch of a notice when it is still several. */
export async function openIfMany(
  context: CommandContext,
  dependencies: NoticeDependencies,
  noticeId: string,
): Promise<OpenBatchRequest | undefined> {
  const open = await listOpenOfSameBatch(context, noticeId);
  return open.length < 2 ? undefined : openBatchRequest(context, dependencies, noticeId);
}

/** 全部同意; what is different now is shown again with new buttons. */
export async function agreeToAll(
  context: CommandContext,
  dependencies: NoticeDependencies,
  request: { readonly noticeId: string; readonly digest: string },
): Promise<Reply> {
  const decision = await approveBatch(context, dependencies, request);
  if (decision === undefined) return explainClosed(context, dependencies, request.noticeId);
  if ('reply' in decision) return decision.reply;
  const { changed } = decision;
  const { title, text } = describeBatchRequest(changed);
  return { title, text: `${texts.changed}\n${text}`, buttons: batchRequestButtons(changed) };
}

/** 看下一份: one of the batch exactly as it would go out, to be decided alone, and the way to the next. */
export async function showOneOfBatch(
  context: CommandContext,
  dependencies: NoticeDependencies,
  noticeId: string,
): Promise<Reply> {
  const opened = await openRequest(context, dependencies, noticeId);
  const open = await listOpenOfSameBatch(context, noticeId);
  const rest = open.filter((row) => row.noticeId !== noticeId);
  const at = open.findIndex((row) => row.noticeId === noticeId);
  const next = rest[at] ?? rest[0];
  const onward = [
    ...(next === undefined ? [] : [{ key: `one:${next.noticeId}`, label: texts.nextOne }]),
    ...(rest.length === 0 ? [] : [{ key: `show:${noticeId}`, label: texts.wholeBatch }]),
  ];
  if ('refusal' in opened) return { ...opened.refusal, buttons: onward };
  const result = await workOutRequest(context, dependencies, opened.notice);
  if ('problem' in result) {
    const back = { key: `return:${noticeId}`, label: texts.giveBack, style: 'danger' as const };
    return { text: texts.cannotGoOut(result.problem), buttons: [back, ...onward] };
  }
  const shown = describeRequest(dependencies, result.shown, context.now);
  return { ...shown, buttons: [...requestButtons(result.shown), ...onward] };
}

/** After one of a batch was decided alone: the way to the others. */
export async function withRest(context: CommandContext, noticeId: string, reply: Reply): Promise<Reply> {
  const rest = await listOpenOfSameBatch(context, noticeId);
  const [first] = rest;
  if (first === undefined || reply.buttons !== undefined) return reply;
  return { ...reply, buttons: [{ key: `show:${first.noticeId}`, label: texts.restOfBatch(rest.length) }] };
}

/** Says what became of a batch of which nothing is open any more. */
export async function explainClosed(
  context: CommandContext,
  dependencies: NoticeDependencies,
  noticeId: string,
): Promise<Reply> {
  const opened = await openRequest(context, dependencies, noticeId);
  return 'refusal' in opened ? opened.refusal : { text: texts.notForYou };
}

/** One line for the open requests of one sender's batch, the oldest of them standing for all. */
export interface WaitingLine extends WaitingNotice {
  readonly count: number;
}

/** The waiting notices with those of one batch put together, in the order of the first of each. */
export function gatherBatches(waiting: readonly WaitingNotice[]): readonly WaitingLine[] {
  const lines = new Map<string, WaitingLine>();
  for (const one of waiting) {
    const key = one.batchId === null ? one.noticeId : `${one.batchId} ${one.senderId}`;
    const known = lines.get(key);
    lines.set(key, known === undefined ? { ...one, count: 1 } : { ...known, count: known.count + 1 });
  }
  return [...lines.values()];
}
