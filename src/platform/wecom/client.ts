import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import axios, { type AxiosResponse } from 'axios';
import { z } from 'zod';
import type { SendFailure } from '../port.ts';

/** One call to WeCom's server API. */
export interface ApiRequest<T> {
  readonly method: 'GET' | 'POST';
  /** E.g. `/cgi-bin/message/send`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** JSON text, sent byte for byte. */
  readonly body?: string;
  /** The fields of an answer with errcode 0. */
  readonly schema: z.ZodType<T>;
}

/**
 * - `answered`: errcode 0.
 * - `refused`: another errcode; no effect.
 * - `failed`: certainly no effect, nobody judged the request (not connected, HTTP 404, 503 …).
 * - `unknown`: it may have had its effect: the connection stood and no answer came that we understand.
 */
export type CallResult<T> =
  | { readonly outcome: 'answered'; readonly answer: T }
  | { readonly outcome: 'refused'; readonly errcode: number }
  | { readonly outcome: 'failed'; readonly failure: SendFailure }
  | { readonly outcome: 'unknown'; readonly code: string };

export interface WecomClient {
  /** Never throws; no result carries the query, where the token stands. */
  call<T>(request: ApiRequest<T>, signal?: AbortSignal): Promise<CallResult<T>>;
}

export interface ClientOptions {
  readonly apiUrl: string;
  /** From the first byte to the last of one call. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;
const MAX_REQUEST_BYTES = 1024 * 1024;
/** Shorter than the 5 s after which many servers close: a reused connection that the peer just closed is an `unknown`. */
const IDLE_CONNECTION_MS = 3_000;
const RETRY_AFTER_MS = 3_000;

/** The HTTP side of WeCom: one axios instance, no redirects, no proxy from the environment, limits on time and bytes. */
export function createWecomClient(options: ClientOptions): WecomClient {
  const baseUrl = options.apiUrl.replace(/\/+$/u, '');
  const agentOptions = { keepAlive: true, timeout: IDLE_CONNECTION_MS };
  const instance = axios.create({
    httpAgent: new http.Agent(agentOptions),
    httpsAgent: new https.Agent(agentOptions),
    maxRedirects: 0,
    proxy: false,
    maxContentLength: MAX_ANSWER_BYTES,
    maxBodyLength: MAX_REQUEST_BYTES,
    responseType: 'text',
    // Keep axios from reading or rewriting a body: a retry must be the same bytes, and JSON is judged below.
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    headers: { 'User-Agent': 'jiaxin', Accept: 'application/json', 'Content-Type': 'application/json; charset=utf-8' },
  });

  return {
    async call(request, signal) {
      const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
      const connection = watchConnection(baseUrl);
      try {
        const response: AxiosResponse<unknown> = await instance.request({
          method: request.method,
          url: `${baseUrl}${request.path}?${new URLSearchParams(request.query)}`,
          ...(request.body === undefined ? {} : { data: Buffer.from(request.body, 'utf8') }),
          signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
          transport: connection.transport,
        });
        return judgeResponse(response.status, response.data, request.schema);
      } catch (error) {
        // The axios error holds the URL with the token; only a word of ours leaves this function.
        const code = timeout.aborted ? 'timeout' : signal?.aborted ? 'aborted' : codeOf(error);
        if (connection.isEstablished()) return { outcome: 'unknown', code };
        return failed('transient', code === 'timeout' ? 'connect_timeout' : code, RETRY_AFTER_MS);
      }
    },
  };
}

/**
 * Watches whether a request's connection ever stood. Until then no byte of it was written, so it certainly had no effect;
 * from then on nobody can say.
 */
function watchConnection(baseUrl: string) {
  const isTls = baseUrl.startsWith('https:');
  let isEstablished = false;
  const transport = {
    request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest {
      const request = (isTls ? https : http).request(options, onResponse);
      request.once('socket', (socket: Socket) => {
        const establish = (): void => {
          isEstablished = true;
        };
        if (request.reusedSocket || !(socket.connecting || isTls)) establish();
        else socket.once(isTls ? 'secureConnect' : 'connect', establish);
      });
      return request;
    },
  };
  return { transport, isEstablished: () => isEstablished };
}

const ERROR_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection_refused',
  ENOTFOUND: 'dns_failed',
  EAI_AGAIN: 'dns_failed',
  EHOSTUNREACH: 'host_unreachable',
  ENETUNREACH: 'host_unreachable',
  ETIMEDOUT: 'connect_timeout',
  ECONNRESET: 'connection_reset',
  EPIPE: 'connection_reset',
  ECONNABORTED: 'connection_reset',
  ERR_BAD_RESPONSE: 'bad_answer',
};

function codeOf(error: unknown): string {
  const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/u.test(code)) return 'tls_failed';
  return ERROR_WORDS[code] ?? 'network_error';
}

const Errcode = z.object({ errcode: z.number().int() });

function judgeResponse<T>(status: number, data: unknown, schema: z.ZodType<T>): CallResult<T> {
  const code = `http_${status}`;
  if (status === 429) return failed('rate', code, 60_000);
  // These say that nobody took the request on. 500, 502 and 504 do not: the work behind the gateway may be done.
  if (status === 503 || status === 408) return failed('transient', code, RETRY_AFTER_MS);
  if (status === 400 || status === 413) return failed('request', code);
  if (status >= 300 && status < 500) return failed('channel', code);
  if (status !== 200) return { outcome: 'unknown', code };

  if (typeof data !== 'string' || data.trim() === '') return { outcome: 'unknown', code: 'empty_answer' };
  const json = parseJson(data);
  if (json === undefined)
    return { outcome: 'unknown', code: data.trimStart().startsWith('<') ? 'html_answer' : 'not_json' };
  const verdict = Errcode.safeParse(json);
  if (!verdict.success) return { outcome: 'unknown', code: 'unexpected_answer' };
  if (verdict.data.errcode !== 0) return { outcome: 'refused', errcode: verdict.data.errcode };
  const answer = schema.safeParse(json);
  return answer.success
    ? { outcome: 'answered', answer: answer.data }
    : { outcome: 'unknown', code: 'unexpected_answer' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failed(kind: SendFailure['kind'], code: string, retryAfterMs?: number): CallResult<never> {
  return { outcome: 'failed', failure: { kind, code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } };
}
