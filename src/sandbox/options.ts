import type { SandboxDirectory } from './directory.ts';

/** The domain's clock as the page shows it; without `moveTo` the page only reads it. */
export interface SandboxClock {
  now(): Date;
  moveTo?(instant: Date): Promise<void>;
}

export interface SandboxOptions {
  readonly corpId: string;
  readonly agentId: string;
  readonly secret: string;
  readonly token: string;
  /** 43 letters and digits, wecom.md §1.1. */
  readonly encodingAesKey: string;
  /** Where the product takes callbacks, e.g. `http://127.0.0.1:3000/callbacks/wecom`; asked at every attempt. */
  readonly callbackUrl: () => string;
  readonly directory: SandboxDirectory;
  readonly clock: SandboxClock;
  /** JSONL file that only grows; with it phones, tasks and waiting callbacks survive kill -9. */
  readonly journalPath?: string;
  /** Real time, ms since the epoch: tokens, rate and duplicate windows. */
  readonly now?: () => number;
  /** Shortens every window of minutes or hours (rates, duplicates, dispatching); 1 = as in life. */
  readonly windowScale?: number;
  /** Pauses before the repeats of a callback; their number is the number of repeats (3 in life, wecom.md §1.5). */
  readonly redeliveryDelaysMs?: readonly number[];
  /** 5,000 in life. */
  readonly callbackTimeoutMs?: number;
  /** Life of an access token; 7,200 s in life. */
  readonly tokenLifeSeconds?: number;
  /** How long a call hangs under a time-out fault before the connection is cut. */
  readonly hangMs?: number;
}
