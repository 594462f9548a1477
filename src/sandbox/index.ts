/**
 * A strict stand-in for the WeCom server with a page to play on. It imports nothing of the product but `shared/`, and
 * only `main` loads it: what works against it works through the same HTTP and the same encryption as the real one.
 */
import { setMaxListeners } from 'node:events';
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { createCallbackSender } from './callback-sender.ts';
import { createPeopleReader } from './directory.ts';
import { type Forgery, sendForgery } from './forged-traffic.ts';
import { openJournal } from './journal.ts';
import type { SandboxOptions } from './options.ts';
import { createPersonActions, type PersonActions } from './person-actions.ts';
import { createPlugin } from './plugin.ts';
import type { ServerContext } from './server/call.ts';
import { createFaultBoard, type FaultChange } from './server/faults.ts';
import { createTokenDesk } from './server/token.ts';
import { createRateWindows } from './server/windows.ts';
import type { CallLogEntry } from './snapshot.ts';
import type { SandboxState } from './state.ts';

export type { SandboxPeople } from './directory.ts';
export type { SandboxOptions } from './options.ts';

export interface Sandbox extends PersonActions {
  /** To be mounted under the prefix `/sandbox`; begins the URL check when the app is ready. */
  readonly plugin: FastifyPluginAsync;
  /** A Fastify app of its own with the same plugin, so that the stand-in survives a kill of the product; not listening. */
  standalone(): FastifyInstance;
  /** Switches a trouble on or off. Throws RangeError for a value that a mode does not have. */
  setFault(change: FaultChange): void;
  /** Sends forged traffic to the product; the HTTP status of its answer, 0 when it cut the connection. */
  forge(kind: Forgery): Promise<number>;
  /** The latest callback again, `times` at once, bytes alike and fresh in turn; the HTTP statuses, 0 = no answer. */
  repeatLast(times: number): Promise<readonly number[]>;
  /** Everything that the stand-in remembers. Read only. */
  state(): Readonly<SandboxState>;
  /** The latest calls of the product, oldest first. */
  calls(): readonly CallLogEntry[];
  /** Whether the callback address has passed its check. */
  callbackStatus(): 'waiting' | 'ok' | 'refused';
  /** Ends hanging calls and pauses, closes the journal. Waiting callbacks stay in the journal. */
  close(): Promise<void>;
}

const REDELIVERY_DELAYS_MS = [2_000, 5_000, 10_000];
const KEPT_CALLS = 200;

/** Builds the stand-in from its options; nothing listens and nothing is called before the plugin is ready. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const now = options.now ?? Date.now;
  const journal = openJournal(options.journalPath, () => options.clock.now());
  const closing = new AbortController();
  // One listener a call that hangs under a fault, more than the ten at which Node warns of a leak.
  setMaxListeners(0, closing.signal);
  const bump = () => {
    journal.state.revision += 1;
  };
  const faults = createFaultBoard(bump);
  const windows = createRateWindows(now, options.windowScale ?? 1);
  const people = createPeopleReader(options.directory, journal.state, now);
  const calls: CallLogEntry[] = [];
  const keys = {
    corpId: options.corpId,
    agentId: options.agentId,
    token: options.token,
    encodingAesKey: options.encodingAesKey,
  };
  const tokens = createTokenDesk({
    corpId: options.corpId,
    secret: options.secret,
    now,
    lifeSeconds: options.tokenLifeSeconds ?? 7200,
    windows,
    expiredCode: () => Number(faults.mode('expired_code')),
    isSecretRevoked: () => faults.isOn('wrong_secret'),
  });
  const timeoutMs = options.callbackTimeoutMs ?? 5000;
  const sender = createCallbackSender({
    keys,
    callbackUrl: options.callbackUrl,
    journal,
    faults,
    now,
    redeliveryDelaysMs: options.redeliveryDelaysMs ?? REDELIVERY_DELAYS_MS,
    timeoutMs,
    onChange: bump,
  });
  const context: ServerContext = {
    agentId: options.agentId,
    journal,
    faults,
    windows,
    now,
    domainNow: () => options.clock.now(),
    isCallbackRefused: () => sender.status().status === 'refused',
  };
  const actions = createPersonActions({ corpId: options.corpId, context, sender });

  const setFault = (change: FaultChange): void => {
    switch (change.kind) {
      case 'mode':
        if (!faults.setMode(change.name, change.value)) throw new RangeError('the mode has no such value');
        return;
      case 'parent_unsubscribed':
        actions.setSubscription(change.parentUserid, !change.isOn);
        return;
      case 'robot_removed':
        journal.record({ type: 'robot', key: change.key, isRemoved: change.isOn });
        return;
      case 'group_capped':
        journal.record({ type: 'chat_cap', chatId: change.chatId, isCapped: change.isOn });
        return;
      case 'tokens_invalidated':
        tokens.invalidateAll();
        return;
      default:
        if ('calls' in change) faults.setCounted(change.kind, change.calls, change.api);
        else faults.setSwitch(change.kind, change.isOn);
    }
  };
  const forge = (kind: Forgery) => sendForgery(kind, { keys, callbackUrl: options.callbackUrl(), now, timeoutMs });
  const plugin = createPlugin({
    context,
    clock: options.clock,
    people,
    tokens,
    sender,
    actions,
    setFault,
    forge,
    calls: () => calls,
    onCall(api, outcome) {
      calls.push({ at: context.domainNow().toISOString(), api, outcome });
      if (calls.length > KEPT_CALLS) calls.shift();
      bump();
    },
    hangMs: options.hangMs ?? 60_000,
    closing: closing.signal,
  });

  return {
    ...actions,
    plugin,
    standalone() {
      const app = Fastify({ logger: false, forceCloseConnections: true });
      app.register(plugin, { prefix: '/sandbox' });
      return app;
    },
    setFault,
    forge,
    repeatLast: (times) => sender.repeatLast(times),
    state: () => journal.state,
    calls: () => calls,
    callbackStatus: () => sender.status().status,
    async close() {
      closing.abort();
      await sender.close();
      journal.close();
    },
  };
}
