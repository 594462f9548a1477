export { confirmDelivery } from './confirm-delivery.store.ts';
export type { DeliveryTimings } from './context.ts';
export { type CreateDependencies, createDeliveries } from './create-deliveries.ts';
export { createDeliveryCommands } from './delivery.commands.ts';
export { collectDeliveryMetrics, type DeliveryMetrics } from './metrics.ts';
export { createPersonalLinks, type PersonalLinks } from './personal-link.ts';
export { markRelaySent, type RelaySent } from './relay-sent.ts';
export { createFailureWork, type FailureWork, findFailureRemarks } from './status/failure-work.ts';
export { describeSummary, type NoticeSummary, summariseNotice } from './status/summary.ts';
export { findOpenPause } from './stop/find-open-pause.ts';
export { holdAfterRestore } from './stop/hold-after-restore.ts';
export { cancelNotice, pauseSending, resumeSending, type StopDependencies } from './stop/stop-sending.ts';
export {
  type DeliveryWorkerDependencies,
  type DeliveryWorkers,
  isHurriedLane,
  startDeliveryWorkers,
} from './workers.ts';
