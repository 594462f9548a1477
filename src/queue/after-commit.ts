import { inTransaction, type Queryable } from '../db/index.ts';
import type { AfterCommit, QueueName, WakeQueue } from './port.ts';

/** Keeps wakes until `release`, which is called once the transaction is committed. */
function createAfterCommit(wakeQueue: WakeQueue): { afterCommit: AfterCommit; release(): void } {
  const kept: { queue: QueueName; laneKey: string; delayMs: number | undefined }[] = [];
  return {
    afterCommit: { wake: (queue, laneKey, delayMs) => void kept.push({ queue, laneKey, delayMs }) },
    release() {
      for (const { queue, laneKey, delayMs } of kept.splice(0)) wakeQueue.wake(queue, [laneKey], delayMs);
    },
  };
}

/** Runs `work` in one transaction and wakes the lanes that it named once it is committed. */
export async function inTransactionThenWake<T>(
  db: Queryable,
  wakeQueue: WakeQueue,
  work: (tx: Queryable, afterCommit: AfterCommit) => Promise<T>,
): Promise<T> {
  const { afterCommit, release } = createAfterCommit(wakeQueue);
  const result = await inTransaction(db, (tx) => work(tx, afterCommit));
  release();
  return result;
}
