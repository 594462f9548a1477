import type { CallbackSender } from './callback-sender.ts';
import type { PeopleReader } from './directory.ts';
import type { Forgery } from './forged-traffic.ts';
import type { SandboxClock } from './options.ts';
import type { PersonActions } from './person-actions.ts';
import type { ServerContext } from './server/call.ts';
import type { FaultChange } from './server/faults.ts';
import type { TokenDesk } from './server/token.ts';
import type { CallLogEntry } from './snapshot.ts';

/** What the routes are built from. */
export interface SandboxParts {
  readonly context: ServerContext;
  readonly clock: SandboxClock;
  readonly people: PeopleReader;
  readonly tokens: TokenDesk;
  readonly sender: CallbackSender;
  readonly actions: PersonActions;
  readonly setFault: (change: FaultChange) => void;
  readonly forge: (kind: Forgery) => Promise<number>;
  readonly calls: () => readonly CallLogEntry[];
  readonly onCall: (api: string, outcome: string) => void;
  readonly hangMs: number;
  readonly closing: AbortSignal;
}
