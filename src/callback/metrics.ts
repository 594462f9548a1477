/**
 * What the callbacks count; `/metrics` prints it. `reason` is an error code, so a label can hold no personal data and few
 * values.
 */
export interface CallbackMetrics {
  received(events: number): void;
  repeated(events: number): void;
  unsupported(events: number): void;
  rejected(reason: string): void;
  /** The database was away: answered 503, the platform will come again. */
  deferred(): void;
}

export interface CallbackCounts {
  readonly received: number;
  readonly repeated: number;
  readonly unsupported: number;
  readonly deferred: number;
  readonly rejected: Readonly<Record<string, number>>;
}

/** Counts in memory, from the start of the process; `read` gives the figures so far. */
export function createCallbackMetrics(): CallbackMetrics & { read(): CallbackCounts } {
  const counts = { received: 0, repeated: 0, unsupported: 0, deferred: 0 };
  const rejected: Record<string, number> = {};
  return {
    received: (events) => {
      counts.received += events;
    },
    repeated: (events) => {
      counts.repeated += events;
    },
    unsupported: (events) => {
      counts.unsupported += events;
    },
    deferred: () => {
      counts.deferred += 1;
    },
    rejected: (reason) => {
      rejected[reason] = (rejected[reason] ?? 0) + 1;
    },
    read: () => ({ ...counts, rejected: { ...rejected } }),
  };
}
