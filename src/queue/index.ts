export { inTransactionThenWake } from './after-commit.ts';
export { type ClockGuard, type ClockGuardOptions, MAX_SKEW_MS, startClockGuard } from './clock-guard.ts';
export { type Advance, type LaneOptions, type LaneRun, type Lease, runLane } from './lanes.ts';
export { migrateQueue } from './migrate-queue.ts';
export { type LaneHandler, type OpenQueue, openQueue, type QueueOpening, type QueueWorker } from './open-queue.ts';
export type { AfterCommit, QueueName, WakeQueue } from './port.ts';
export { type Sweep, type SweepSource, startSweep } from './sweep.ts';
