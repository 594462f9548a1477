/**
 * Gathers wakes for some milliseconds, so that a burst becomes one `addBulk` per queue (many small ones churn PostgreSQL's
 * catalog, queue.md T15) and the same lane is woken once.
 */
export interface GatheredWake {
  readonly laneKey: string;
  readonly delayMs: number;
}

export interface WakeGatherer<Name extends string> {
  wake(queue: Name, laneKeys: readonly string[], delayMs?: number): void;
  /** Hands over what waits and resolves when all of it was taken. */
  flush(): Promise<void>;
  /** Flushes and takes nothing more. */
  close(): Promise<void>;
}

const GATHER_MS = 15;
/** A lost wake only costs time until the next sweep; a queue that is away must not fill our memory with them. */
const MAX_WAITING = 20_000;

/** `add` may fail; then the wakes are dropped and `onDropped` is told, because the sweep finds the work anyway. */
export function createWakeGatherer<Name extends string>(
  add: (queue: Name, wakes: readonly GatheredWake[]) => Promise<void>,
  onDropped: (queue: Name, count: number, error: unknown) => void,
): WakeGatherer<Name> {
  const waiting = new Map<Name, Map<string, GatheredWake>>();
  const underWay = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const handOver = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const [queue, wakes] of waiting) {
      const batch = [...wakes.values()];
      const added: Promise<void> = add(queue, batch)
        .catch((error: unknown) => onDropped(queue, batch.length, error))
        .finally(() => underWay.delete(added));
      underWay.add(added);
    }
    waiting.clear();
  };
  const flush = async (): Promise<void> => {
    handOver();
    await Promise.all(underWay);
  };

  return {
    wake(queue, laneKeys, delayMs = 0) {
      if (isClosed || laneKeys.length === 0) return;
      const wakes = waiting.get(queue) ?? new Map<string, GatheredWake>();
      waiting.set(queue, wakes);
      const delay = Math.max(0, Math.round(delayMs));
      for (const laneKey of laneKeys) {
        if (wakes.size >= MAX_WAITING) break;
        wakes.set(`${delay}/${laneKey}`, { laneKey, delayMs: delay });
      }
      timer ??= setTimeout(handOver, GATHER_MS);
    },
    flush,
    async close() {
      isClosed = true;
      await flush();
    },
  };
}
