export type { DeliveryTimings } from './context.ts';
export { type CreateDependencies, createDeliveries } from './create-deliveries.ts';
export { createDeliveryCommands } from './delivery.commands.ts';
export { holdAfterRestore } from './hold-after-restore.ts';
export { collectDeliveryMetrics, type DeliveryMetrics } from './metrics.ts';
export { markRelaySent, type RelaySent } from './relay-sent.ts';
export { cancelNotice, pauseSending, resumeSending, type StopDependencies } from './stop-sending.ts';
export { describeSummary, type NoticeSummary, summariseNotice } from './summary.ts';
export {
  type DeliveryWorkerDependencies,
  type DeliveryWorkers,
  isHurriedLane,
  startDeliveryWorkers,
} from './workers.ts';
