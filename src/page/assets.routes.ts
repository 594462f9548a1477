import type { FastifyPluginAsync } from 'fastify';
import { STYLE_PATH } from './layout.tsx';
import { PAGE_CSS } from './page.css.ts';

/** Serves the style sheet of the pages; registered once, beside the pages that use it. */
export const pageAssets: FastifyPluginAsync = async (app) => {
  app.get(STYLE_PATH, async (_request, reply) =>
    reply
      .headers({ 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' })
      .type('text/css; charset=utf-8')
      .send(PAGE_CSS),
  );
};
