import type { FastifyPluginAsync } from 'fastify';
import { registerControlRoutes } from './control-routes.ts';
import { registerPageRoutes } from './page/routes.tsx';
import type { SandboxParts } from './parts.ts';
import { requireLoopback } from './request-guard.ts';
import { registerWecomRoutes } from './server/routes.ts';

/** Page, assets and control API at the prefix, the server API below `/wecom`. Loopback only, whoever mounts it. */
export function createPlugin(parts: SandboxParts): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', requireLoopback);
    app.addHook('onReady', async () => parts.sender.start());
    await app.register(async (page) => registerPageRoutes(page));
    await app.register(async (control) => registerControlRoutes(control, parts), { prefix: '/api' });
    await app.register(async (wecom) => registerWecomRoutes(wecom, parts), { prefix: '/wecom' });
  };
}
