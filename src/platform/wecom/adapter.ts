import type { z } from 'zod';
import type { ChatPlatform, Outbound, SendFailure, SendResult } from '../port.ts';
import type { TokenStore } from '../token.store.ts';
import { CardUpdateAnswer, EmptyAnswer, MassTaskAnswer, MemberSendAnswer, SchoolNoticeAnswer } from './answers.ts';
import { type ApiResult, createWecomApi, type WecomApi } from './api.ts';
import { createWecomClient } from './client.ts';
import { accountOf, type WecomConfig } from './config.ts';
import { diagnoseWecom } from './diagnose.ts';
import { parseCallback } from './parse.ts';
import { createRateWindows } from './rate-window.ts';
import { fetchReceipts } from './receipts.ts';
import { type RenderedCall, renderOutbound, WECOM_CAPABILITIES } from './render.ts';
import { readDirectory } from './school-directory.ts';
import { createTokenSource } from './token.ts';
import { verifyCallback } from './verify.ts';

export interface WecomDeps {
  readonly tokenStore: TokenStore;
  /** The platform refused our credentials and gettoken stands still: tell the administrator. Ids and codes only. */
  readonly onCredentialsRefused?: (code: string) => void;
  /** Of one call; 10 s unless told. */
  readonly timeoutMs?: number;
}

/** WeCom behind the port. Makes no call and opens no connection before it is used. */
export function createWecomPlatform(config: WecomConfig, deps: WecomDeps): ChatPlatform {
  const client = createWecomClient({
    apiUrl: config.apiUrl,
    ...(deps.timeoutMs === undefined ? {} : { timeoutMs: deps.timeoutMs }),
  });
  const tokens = createTokenSource({
    config,
    client,
    store: deps.tokenStore,
    ...(deps.onCredentialsRefused === undefined ? {} : { onStopped: deps.onCredentialsRefused }),
  });
  const api = createWecomApi({ client, tokens, windows: createRateWindows() });

  return {
    name: 'wecom',
    account: accountOf(config),
    capabilities: WECOM_CAPABILITIES,
    verifyCallback: (raw) => verifyCallback(config, raw, new Date()),
    parseCallback: (verified) => parseCallback(config, verified),

    async send(outbound, signal) {
      const rendered = renderOutbound(config, outbound);
      if (!rendered.ok) return { outcome: 'failed', failure: rendered.failure };
      return dispatch(api, outbound, rendered.call, signal);
    },

    fetchReceipts: (task, signal) => fetchReceipts(api, task, signal),
    readDirectory: config.isSchoolNoticeOn ? (signal) => readDirectory(api, signal) : null,
    diagnose: () => diagnoseWecom(config, { tokens, api }),
  };
}

/** Makes the call and reads the part of its answer that says who was not reached: errcode 0 alone proves little. */
async function dispatch(
  api: WecomApi,
  outbound: Outbound,
  call: RenderedCall,
  signal: AbortSignal | undefined,
): Promise<SendResult> {
  function post<T>(schema: z.ZodType<T>): Promise<ApiResult<T>> {
    return api.call({ method: 'POST', path: call.path, query: {}, body: call.body, schema }, signal);
  }
  switch (outbound.kind) {
    case 'member_text':
    case 'member_card': {
      const result = await post(MemberSendAnswer);
      if (result.outcome !== 'ok') return result;
      const { invaliduser, unlicenseduser } = result.answer;
      return accepted([outbound.memberId], { invaliduser, unlicenseduser });
    }
    case 'card_update': {
      const result = await post(CardUpdateAnswer);
      if (result.outcome !== 'ok') return result;
      return accepted([outbound.memberId], { invaliduser: result.answer.invaliduser });
    }
    case 'school_notice': {
      const result = await post(SchoolNoticeAnswer);
      if (result.outcome !== 'ok') return result;
      return accepted(outbound.guardianUserIds, { invalid_parent_userid: result.answer.invalid_parent_userid });
    }
    case 'mass_task': {
      const result = await post(MassTaskAnswer);
      if (result.outcome !== 'ok') return result;
      const { fail_list, msgid } = result.answer;
      const send = accepted(outbound.chatIds, { fail_list });
      if (send.outcome !== 'accepted') return send;
      // Without its id the task can neither be followed nor cancelled, but it may well lie in the owner's client.
      return msgid ? { ...send, ref: msgid } : { outcome: 'unknown', code: 'msgid_missing' };
    }
    case 'mass_task_remind':
    case 'mass_task_cancel': {
      const result = await post(EmptyAnswer);
      return result.outcome === 'ok' ? { outcome: 'accepted', refused: [] } : result;
    }
    case 'robot_text': {
      const key = call.robotKey ?? '';
      const request = {
        method: 'POST',
        path: call.path,
        query: { key },
        body: call.body,
        schema: EmptyAnswer,
      } as const;
      const result = await api.callWithKey(request, `${call.path}?${key}`, signal);
      return result.outcome === 'ok' ? { outcome: 'accepted', refused: [] } : result;
    }
  }
}

/**
 * Compares the lists of the unreached with our targets. Ids come back lower-cased, so case is ignored, and ours is reported
 * as it was given. Nobody reached is no success, even with errcode 0: the same as 81013.
 */
function accepted(targets: readonly string[], unreached: Readonly<Record<string, readonly string[]>>): SendResult {
  const codes = new Map<string, string>();
  for (const [code, ids] of Object.entries(unreached)) for (const id of ids) codes.set(id.toLowerCase(), code);
  const refused = targets.flatMap((target) => {
    const code = codes.get(target.toLowerCase());
    return code === undefined ? [] : [{ target, code }];
  });
  const [first] = refused;
  if (first !== undefined && refused.length === targets.length) return failed({ kind: 'recipient', code: first.code });
  return { outcome: 'accepted', refused };
}

function failed(failure: SendFailure): SendResult {
  return { outcome: 'failed', failure };
}
