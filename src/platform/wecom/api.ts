import { isDatabaseAway } from '../../db/index.ts';
import type { SendFailure } from '../port.ts';
import type { ApiRequest, CallResult, WecomClient } from './client.ts';
import { failureOf, isTokenRefusal } from './error-codes.ts';
import type { RateWindows } from './rate-window.ts';
import type { TokenGrant, TokenSource } from './token.ts';

export type ApiResult<T> =
  | { readonly outcome: 'ok'; readonly answer: T }
  | { readonly outcome: 'failed'; readonly failure: SendFailure }
  | { readonly outcome: 'unknown'; readonly code: string };

/** WeCom's API with everything that is the same for each call: token, one retry with a new token, errcodes, rate windows. */
export interface WecomApi {
  /** A call of the app: the token is added to the query. */
  call<T>(request: ApiRequest<T>, signal?: AbortSignal): Promise<ApiResult<T>>;
  /** A call that carries its own credential, a robot's key. `lane` is what a 45009 silences. */
  callWithKey<T>(request: ApiRequest<T>, lane: string, signal?: AbortSignal): Promise<ApiResult<T>>;
}

const TOKEN_REFUSED_REST_MS = 60_000;

export function createWecomApi(deps: { client: WecomClient; tokens: TokenSource; windows: RateWindows }): WecomApi {
  const { client, tokens, windows } = deps;

  function settle<T>(result: CallResult<T>, lane: string): ApiResult<T> {
    if (result.outcome === 'answered') {
      windows.passed(lane);
      return { outcome: 'ok', answer: result.answer };
    }
    if (result.outcome !== 'refused') return result;
    const failure = failureOf(result.errcode);
    if (failure.kind !== 'rate') return { outcome: 'failed', failure };
    return { outcome: 'failed', failure: { ...failure, retryAfterMs: windows.refused(lane) } };
  }

  function callOnce<T>(request: ApiRequest<T>, grant: TokenGrant, signal?: AbortSignal): Promise<CallResult<T>> {
    return client.call({ ...request, query: { ...request.query, access_token: grant.token } }, signal);
  }

  async function callWithToken<T>(request: ApiRequest<T>, signal?: AbortSignal): Promise<ApiResult<T>> {
    const first = await tokens.get();
    if (!first.ok) return { outcome: 'failed', failure: first.failure };
    const result = await callOnce(request, first.grant, signal);
    if (result.outcome !== 'refused' || !isTokenRefusal(result.errcode)) return settle(result, request.path);

    // Once: a platform that refuses its own new token must not be asked for ever (WxJava#1381).
    if (!(await tokens.discard(first.grant))) return { outcome: 'failed', failure: tokenRefused(result.errcode) };
    const second = await tokens.get();
    if (!second.ok) return { outcome: 'failed', failure: second.failure };
    const again = await callOnce(request, second.grant, signal);
    if (again.outcome !== 'refused' || !isTokenRefusal(again.errcode)) return settle(again, request.path);
    return { outcome: 'failed', failure: tokenRefused(again.errcode) };
  }

  return {
    async call(request, signal) {
      try {
        return await callWithToken(request, signal);
      } catch (error) {
        // Only the shared token is in the database: nothing was called, or the platform refused it, so this is no `unknown`.
        if (!isDatabaseAway(error)) throw error;
        return { outcome: 'failed', failure: { kind: 'transient', code: 'token_store_away' } };
      }
    },

    async callWithKey(request, lane, signal) {
      return settle(await client.call(request, signal), lane);
    },
  };
}

function tokenRefused(errcode: number): SendFailure {
  return { kind: 'transient', code: String(errcode), retryAfterMs: TOKEN_REFUSED_REST_MS };
}
