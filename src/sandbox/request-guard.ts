import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/iu;

/**
 * Answers 403 unless the Host header is a loopback name: a page elsewhere whose name was pointed at this machine (DNS
 * rebinding) would send its own name. Requests that a browser makes for another site are refused as well.
 */
export async function requireLoopback(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { host, 'sec-fetch-site': site } = request.headers;
  if (!host || !LOOPBACK_HOST.test(host)) return reply.code(403).send();
  if (site === 'cross-site' || site === 'same-site') return reply.code(403).send();
  return undefined;
}

/**
 * For requests that change something. A browser always names the origin of a POST, which must be ours; tools that are not
 * browsers name none. JSON only: a foreign page's form cannot send it.
 */
export async function requireSameOrigin(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  const { origin, host, 'sec-fetch-site': site, 'content-type': contentType } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) return reply.code(403).send();
  if (site !== undefined && site !== 'same-origin' && !(site === 'none' && origin === undefined))
    return reply.code(403).send();
  if (!/^application\/json\s*(;|$)/iu.test(contentType ?? '')) return reply.code(415).send();
  return undefined;
}
