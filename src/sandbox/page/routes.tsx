import type { FastifyInstance, FastifyReply } from 'fastify';
import { CLIENT_SCRIPT } from './client/script.ts';
import { SandboxPage } from './page.tsx';
import { STYLE } from './style.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page and its two files; they hold no data, which the page fetches from the control API. */
export function registerPageRoutes(app: FastifyInstance): void {
  const html = `<!doctype html>${String(<SandboxPage />)}`;
  app.get('/', (_request, reply) => guard(reply).type('text/html; charset=utf-8').send(html));
  app.get('/assets/style.css', (_request, reply) => guard(reply).type('text/css; charset=utf-8').send(STYLE));
  app.get('/assets/client.js', (_request, reply) =>
    guard(reply).type('text/javascript; charset=utf-8').send(CLIENT_SCRIPT),
  );
}

function guard(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'no-cache');
}
