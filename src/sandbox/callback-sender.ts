/**
 * Calls the product back as WeCom does (wecom.md §1.1, §1.5).
 *
 * The address: `waiting` (nobody listens yet; tried again and again) → `ok` (the URL check passed; stays so for the life
 * of the stand-in) or `refused` (somebody answered, but wrongly; checked again on `verify()` and before the next
 * callback).
 *
 * A callback: queued → first attempt as soon as the address is `ok`, in order per person → accepted on HTTP 200, else one
 * repeat after each pause → lost. Queued ones are in the journal, so a restart goes on with the attempts that are left.
 */
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type CallbackEnvelope,
  type CallbackKeys,
  openPassiveReply,
  sealCallback,
  withPadding,
} from './callback-envelope.ts';
import { requestOnce } from './http-request.ts';
import type { Journal } from './journal.ts';
import type { FaultBoard } from './server/faults.ts';
import { cutAtBytes } from './server/text-limits.ts';
import type { PendingCallback } from './state.ts';

export interface CallbackStatus {
  readonly status: 'waiting' | 'ok' | 'refused';
  /** What was wrong with the answer to the URL check. */
  readonly reason: '' | 'status' | 'body';
}

export interface CallbackSender {
  status(): CallbackStatus;
  /** Begins the URL check and goes on with callbacks left over from before a restart. */
  start(): void;
  /** Checks the address anew. */
  verify(): Promise<CallbackStatus>;
  /** Queues one callback; resolves when the product took it or all repeats failed (or the stand-in closed: `lost`). */
  enqueue(callbackId: string, userid: string, plain: string): Promise<'accepted' | 'lost'>;
  /** Sends the latest callback again, `times` at once, every second one freshly encrypted; the HTTP statuses (0 = none). */
  repeatLast(times: number): Promise<readonly number[]>;
  close(): Promise<void>;
}

export interface CallbackSenderOptions {
  readonly keys: CallbackKeys;
  readonly callbackUrl: () => string;
  readonly journal: Journal;
  readonly faults: FaultBoard;
  readonly now: () => number;
  readonly redeliveryDelaysMs: readonly number[];
  readonly timeoutMs: number;
  readonly onChange: () => void;
}

/** wecom.md §1.1: the echo is due within one second. */
const ECHO_TIMEOUT_MS = 1000;
const RETRY_ADDRESS_MS = 300;
const LATE_MS = 1500;
const PASSIVE_TEXT_BYTES = 2048;

export function createCallbackSender(options: CallbackSenderOptions): CallbackSender {
  const { keys, journal, faults, now } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const running = new Set<Promise<unknown>>();
  const turns = new Map<string, Promise<unknown>>();
  let isStarted = false;
  let last: { plain: string; envelope: CallbackEnvelope } | undefined;
  let address: CallbackStatus = { status: 'waiting', reason: '' };
  let checking: Promise<void> | undefined;
  // Starting above 16: code that un-pads with 16-byte blocks must fail at the very first callback (wecom.md §1.3).
  let nextPad = 17;

  const seal = (plain: string): CallbackEnvelope => {
    const pad = nextPad;
    nextPad = (nextPad % 32) + 1;
    return sealCallback(keys, withPadding(plain, keys.corpId, pad), Math.floor(now() / 1000));
  };
  const urlWith = (query: Readonly<Record<string, string>>): URL => {
    const url = new URL(options.callbackUrl());
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  };
  const rest = (ms: number) => pause(ms, undefined, { signal, ref: false }).catch(() => undefined);

  async function checkOnce(): Promise<CallbackStatus> {
    const echo = String(randomInt(2 ** 47));
    const sealed = sealCallback(keys, echo, Math.floor(now() / 1000));
    try {
      const url = urlWith({ ...sealed.query, echostr: sealed.encrypt });
      const answer = await requestOnce(url, { method: 'GET', timeoutMs: ECHO_TIMEOUT_MS, signal });
      if (answer.status >= 500) return { status: 'waiting', reason: '' };
      if (answer.status !== 200) return { status: 'refused', reason: 'status' };
      // To the byte: no quotes, no BOM, no line break (wecom.md §1.1).
      return answer.body.equals(Buffer.from(echo))
        ? { status: 'ok', reason: '' }
        : { status: 'refused', reason: 'body' };
    } catch {
      // Nobody listens yet, or not within a second: the product may still be starting.
      return { status: 'waiting', reason: '' };
    }
  }

  function verify(): Promise<void> {
    checking ??= (async () => {
      do {
        const before = address;
        address = await checkOnce();
        // The page asks every second and is told of changes alone.
        if (address.status !== before.status || address.reason !== before.reason) options.onChange();
        if (address.status === 'waiting') await rest(RETRY_ADDRESS_MS);
      } while (address.status === 'waiting' && !signal.aborted);
      checking = undefined;
    })();
    return checking;
  }

  async function untilAddressIsGood(): Promise<void> {
    while (address.status !== 'ok' && !signal.aborted) {
      await verify();
      if (address.status === 'refused') await rest(RETRY_ADDRESS_MS);
    }
  }

  async function post(callback: PendingCallback, envelope: CallbackEnvelope): Promise<boolean> {
    last = { plain: callback.plain, envelope };
    try {
      const answer = await requestOnce(urlWith(envelope.query), {
        method: 'POST',
        body: envelope.body,
        timeoutMs: options.timeoutMs,
        signal,
      });
      if (faults.strikes('callback_answer_lost')) return false;
      if (answer.status !== 200) return false;
      if (answer.body.length > 0) showReply(callback, answer.body.toString('utf8'));
      return true;
    } catch {
      // Refused, broken or too slow: the same to WeCom, it tries again.
      return false;
    }
  }

  function showReply(callback: PendingCallback, body: string): void {
    const reply = openPassiveReply(keys, body, callback.userid);
    if (!reply) {
      journal.record({
        type: 'swallowed',
        api: 'callback',
        target: callback.userid,
        reason: 'bad_reply',
        text: body.slice(0, 200),
      });
      return;
    }
    const text = cutAtBytes(reply.text, PASSIVE_TEXT_BYTES);
    journal.record({
      type: 'told',
      userid: callback.userid,
      msgid: `reply_${callback.callbackId}`,
      shown: { type: 'text', text },
    });
  }

  function finish(callback: PendingCallback, outcome: 'accepted' | 'lost'): 'accepted' | 'lost' {
    if (outcome === 'lost') {
      journal.record({
        type: 'swallowed',
        api: 'callback',
        target: callback.userid,
        reason: 'callback_lost',
        text: '',
      });
    }
    journal.record({ type: 'callback_done', callbackId: callback.callbackId, outcome });
    return outcome;
  }

  async function deliver(callback: PendingCallback): Promise<'accepted' | 'lost'> {
    if (faults.strikes('callback_lost')) return finish(callback, 'lost');
    const isLate = faults.strikes('callback_late');
    const turn = turns.get(callback.userid) ?? Promise.resolve();
    let envelope = seal(callback.plain);
    const firstAttempt = (async () => {
      if (isLate) await rest(LATE_MS);
      else await turn;
      await untilAddressIsGood();
      if (signal.aborted) return false;
      return post(callback, envelope);
    })();
    if (!isLate) turns.set(callback.userid, firstAttempt);
    let isTaken = await firstAttempt;
    while (!isTaken) {
      // Closing: the journal keeps it as waiting, and the next start goes on.
      if (signal.aborted) return 'lost';
      journal.record({ type: 'callback_failed', callbackId: callback.callbackId });
      const delayMs = options.redeliveryDelaysMs[callback.attempts - 1];
      if (delayMs === undefined) return finish(callback, 'lost');
      await rest(delayMs);
      if (signal.aborted) return 'lost';
      if (faults.mode('redelivery') === 'fresh') envelope = seal(callback.plain);
      isTaken = await post(callback, envelope);
    }
    finish(callback, 'accepted');
    if (faults.isOn('callback_duplicates')) {
      // Two more at once, one with the same bytes and one freshly encrypted: neither may have a second effect.
      await Promise.all([post(callback, envelope), post(callback, seal(callback.plain))]);
    }
    return 'accepted';
  }

  function track<T>(work: Promise<T>): Promise<T> {
    const forget = () => void running.delete(work);
    running.add(work);
    work.then(forget, forget);
    return work;
  }

  return {
    status: () => address,
    start() {
      if (isStarted) return;
      isStarted = true;
      void track(verify());
      for (const callback of journal.state.callbacks.values()) void track(deliver(callback));
    },
    async verify() {
      await verify();
      return address;
    },
    enqueue(callbackId, userid, plain) {
      journal.record({ type: 'callback_queued', callbackId, userid, plain });
      const callback = journal.state.callbacks.get(callbackId);
      return callback ? track(deliver(callback)) : Promise.resolve('lost');
    },
    async repeatLast(times) {
      if (!last) throw new RangeError('nothing was sent yet');
      const { plain, envelope } = last;
      const copies = Array.from({ length: times }, (_, i) => (i % 2 === 0 ? envelope : seal(plain)));
      const ask = (copy: CallbackEnvelope) =>
        requestOnce(urlWith(copy.query), { method: 'POST', body: copy.body, timeoutMs: options.timeoutMs, signal });
      const results = await Promise.allSettled(copies.map(ask));
      return results.map((result) => (result.status === 'fulfilled' ? result.value.status : 0));
    },
    async close() {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}
