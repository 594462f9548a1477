import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface RawAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * One request on a connection of its own, so that nothing stays open between callbacks. Rejects when nobody answers
 * within `timeoutMs`.
 */
export function requestOnce(
  url: URL,
  options: { method: 'GET' | 'POST'; body?: string; timeoutMs: number; signal: AbortSignal },
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const make = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
    const headers =
      options.body === undefined
        ? {}
        : { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(options.body) };
    const request = make(url, { method: options.method, agent: false, headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    request.on('error', reject);
    request.end(options.body);
  });
}
