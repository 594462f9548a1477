/** Names of our queues; BullMQ knows them under the same names. One queue a kind of work, never one a robot. */
export const QUEUE_NAMES = ['inbound', 'delivery', 'schedule'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/**
 * Wakes workers. The ledger in the database is the truth; a lost wake only costs time until the next sweep. Job data holds
 * lane keys (ids), never texts or names.
 */
export interface WakeQueue {
  /** Never throws and never blocks its caller: wakes are gathered for some milliseconds and added in bulk. */
  wake(queue: QueueName, laneKeys: readonly string[], delayMs?: number): void;
}

/** Gathers wakes inside a transaction; they go out only after its commit. */
export interface AfterCommit {
  wake(queue: QueueName, laneKey: string, delayMs?: number): void;
}
