import type { People } from '../directory.ts';
import type { Journal } from '../journal.ts';
import type { Answer } from './errors.ts';
import type { FaultBoard } from './faults.ts';
import type { RateWindows } from './windows.ts';

/** What the handlers of the server API share. */
export interface ServerContext {
  readonly agentId: string;
  readonly journal: Journal;
  readonly faults: FaultBoard;
  readonly windows: RateWindows;
  /** Real time, ms: minutes and hours. */
  readonly now: () => number;
  /** Domain time: everything that lasts a day or longer (recall, reminders, monthly cap, card codes). */
  readonly domainNow: () => Date;
  /** True once the product failed the URL check: then cards that call back are refused (wecom.md §4). */
  readonly isCallbackRefused: () => boolean;
}

/** One call after transport, token and faults were dealt with. */
export interface Call {
  /** Path below `/cgi-bin/`. */
  readonly api: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly people: People;
}

export type Handler = (context: ServerContext, call: Call) => Answer;
