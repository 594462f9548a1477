import type { z } from 'zod';
import type { MassTaskReceipt, ReceiptsResult, SendFailure } from '../port.ts';
import { SendResultAnswer } from './answers.ts';
import type { WecomApi } from './api.ts';

const PAGE_SIZE = 500;
/** A task has at most 2000 chats; more pages than this mean a cursor that goes round in circles. */
const MAX_PAGES = 20;
const AGAIN_MS = 60_000;

type Row = z.infer<typeof SendResultAnswer>['send_list'][number];

/**
 * Asks where each chat of a mass task stands (`get_groupmsg_send_result`). A chat that WeCom does not list yet is missing;
 * right after creation the whole answer is 41063, a transient failure.
 */
export async function fetchReceipts(
  api: WecomApi,
  task: { readonly taskRef: string; readonly ownerId: string },
  signal?: AbortSignal,
): Promise<ReceiptsResult> {
  const receipts = new Map<string, MassTaskReceipt>();
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const result = await api.call(
      {
        method: 'POST',
        path: '/cgi-bin/externalcontact/get_groupmsg_send_result',
        query: {},
        body: JSON.stringify({ msgid: task.taskRef, userid: task.ownerId, limit: PAGE_SIZE, cursor }),
        schema: SendResultAnswer,
      },
      signal,
    );
    // Asking changes nothing, so an unknown outcome is a failed try.
    if (result.outcome === 'unknown') return failed({ kind: 'transient', code: result.code, retryAfterMs: AGAIN_MS });
    if (result.outcome === 'failed') return failed(result.failure);
    for (const row of result.answer.send_list) {
      const receipt = toReceipt(row);
      if (receipt !== undefined) receipts.set(receipt.chatId, receipt);
    }
    const next = result.answer.next_cursor ?? '';
    if (next === '' || next === cursor) return { outcome: 'ok', receipts: [...receipts.values()] };
    cursor = next;
  }
  return failed({ kind: 'transient', code: 'receipts_endless', retryAfterMs: AGAIN_MS });
}

/** wecom.md §6.2: 0 not sent, 1 sent, 2 failed (no friend), 3 failed (another mass message used up the quota). */
const STATES: Readonly<Record<number, MassTaskReceipt['state']>> = {
  0: 'waiting',
  1: 'sent',
  2: 'failed',
  3: 'capped',
};

function toReceipt(row: Row): MassTaskReceipt | undefined {
  const chatId = row.chat_id ?? '';
  if (chatId === '') return undefined;
  // A status that we do not know must not look like success.
  const state = STATES[row.status] ?? 'failed';
  const code = state === 'failed' || state === 'capped' ? { code: `status_${row.status}` } : {};
  const sentAt = state === 'sent' && row.send_time ? { sentAt: new Date(row.send_time * 1000) } : {};
  return { chatId, state, ...code, ...sentAt };
}

function failed(failure: SendFailure): ReceiptsResult {
  return { outcome: 'failed', failure };
}
