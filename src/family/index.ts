export { createLinkCommands } from './link/link.commands.ts';
export { createLinkRoutes, type LinkOptions } from './link/link.routes.tsx';
export { collectFamilyMetrics } from './link/link-metrics.ts';
export { createPasses } from './link/pass.ts';
export { createVerifyRoutes, type VerifyOptions } from './verify.routes.tsx';
