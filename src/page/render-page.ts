import type { FastifyReply } from 'fastify';
import type { JSX } from 'hono/jsx/jsx-runtime';

/** Nothing but our own style sheet and forms to ourselves; what a page says is kept nowhere and named to nobody. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
} as const;

/** Answers with a page; every text in it was escaped by the JSX that made it. */
export async function sendPage(reply: FastifyReply, status: number, page: JSX.Element | string): Promise<FastifyReply> {
  const html = await page;
  return reply
    .code(status)
    .headers(PAGE_HEADERS)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${String(html)}`);
}
