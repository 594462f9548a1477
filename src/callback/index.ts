export { type CallbackRoutesDeps, callbackRoutes } from './callback.routes.ts';
export {
  createInboundWork,
  type GuardianSubscription,
  type InboundWork,
  type InboundWorkDeps,
} from './inbound.jobs.ts';
export { countRecentInbound, laneKeyOf } from './inbound.store.ts';
export { type CallbackCounts, type CallbackMetrics, createCallbackMetrics } from './metrics.ts';
