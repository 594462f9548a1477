import { isDatabaseAway, type Queryable } from '../db/index.ts';
import type { InboundEvent } from '../platform/port.ts';
import { storeInbound } from './inbound.store.ts';

/** One callback: its events and the text that they came in. */
export interface Received {
  readonly events: readonly InboundEvent[];
  readonly plain: string;
}

interface Waiting extends Received {
  resolve(newLanes: readonly string[]): void;
  reject(error: unknown): void;
}

/** One statement under way; what comes meanwhile shares the next one and its commit. */
const STUCK_AFTER_MS = 500;
/** When the last one hangs (a half-open connection, a lock), others go past it, up to this many. */
const MAX_UNDER_WAY = 4;
/** A statement stays short, so that the first of a batch does not wait for a crowd. */
const MAX_BATCH = 64;

/**
 * Stores callbacks, many with one statement when many come at once: a commit costs more than everything else together
 * (bench/callback.ts: 3 times the throughput). Nothing waits for a timer; a lone callback goes at once. Each caller is
 * told only after its own rows are durable.
 */
export function createStoreBatcher(db: Queryable): (received: Received) => Promise<readonly string[]> {
  const waiting: Waiting[] = [];
  let underWay = 0;
  let startedAtMs = 0;

  function pump(): void {
    while (waiting.length > 0 && mayStart()) {
      underWay += 1;
      startedAtMs = Date.now();
      void storeBatch(db, waiting.splice(0, MAX_BATCH)).finally(() => {
        underWay -= 1;
        pump();
      });
    }
  }

  function mayStart(): boolean {
    return underWay === 0 || (underWay < MAX_UNDER_WAY && Date.now() - startedAtMs > STUCK_AFTER_MS);
  }

  return (received) =>
    new Promise((resolve, reject) => {
      waiting.push({ ...received, resolve, reject });
      pump();
    });
}

/** Never rejects: each callback of the batch gets its own outcome. */
async function storeBatch(db: Queryable, batch: readonly Waiting[]): Promise<void> {
  try {
    const stored = await storeInbound(db, batch);
    for (const [index, { resolve }] of batch.entries()) resolve(stored[index] ?? []);
  } catch (error) {
    const [only] = batch;
    if (only && (batch.length === 1 || isDatabaseAway(error))) {
      for (const { reject } of batch) reject(error);
      return;
    }
    // One of them cannot be stored: the others must not suffer for it.
    for (const one of batch) await storeBatch(db, [one]);
  }
}
