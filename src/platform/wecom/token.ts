import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { SendFailure } from '../port.ts';
import type { StoredToken, TokenStore } from '../token.store.ts';
import type { WecomClient } from './client.ts';
import { accountOf, type WecomConfig } from './config.ts';
import { failureOf, isCredentialRefusal } from './error-codes.ts';

/**
 * The app's access_token, one for all processes (states and legal moves: token.store.ts). Rules and their reasons:
 * - Renewed 5 to 10 minutes before its end by whoever claims the lease; the others go on with the old one.
 * - A refused token is discarded only if it is still the shared one, then fetched once (WxJava#1222: a stampede;
 *   WxJava#1381: an endless loop). At most three discards a minute, so a platform that refuses every token cannot make us
 *   call gettoken without end.
 * - Refused credentials stop gettoken for good: repeated calls with a wrong secret block our IP for an hour
 *   (wecom.md §3). Other credentials start again, and so does a restart: a stop that this process found when it started
 *   is tried once more.
 */
export interface TokenSource {
  get(): Promise<TokenResult>;
  /** The platform refused this token. False: discarded too often lately, do not ask for another. */
  discard(grant: TokenGrant): Promise<boolean>;
}

export interface TokenGrant {
  readonly token: string;
  readonly version: string;
}

type TokenResult =
  | { readonly ok: true; readonly grant: TokenGrant }
  | { readonly ok: false; readonly failure: SendFailure };

export interface TokenSourceOptions {
  readonly config: Pick<WecomConfig, 'corpId' | 'agentId' | 'secret' | 'apiUrl'>;
  readonly client: WecomClient;
  readonly store: TokenStore;
  /** The platform refused the credentials; `code` is its errcode. Called once a stop. */
  readonly onStopped?: (code: string) => void;
  /** How long to wait for another process that refreshes, ms. */
  readonly waitMs?: number;
}

const MINUTE_MS = 60_000;
const MARGIN_MIN_MS = 5 * MINUTE_MS;
const MARGIN_MAX_MS = 10 * MINUTE_MS;
/** Longer than one gettoken call can last. */
const LEASE_MS = 20_000;
const WAIT_MS = 15_000;
const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 500;
/** How long a token is believed without looking into the database. */
const MEMORY_MS = 20_000;
const DISCARDS_PER_MINUTE = 3;
const COOL_DOWN_MS = 3_000;

const TokenAnswer = z.object({ access_token: z.string().min(1).max(512), expires_in: z.number().positive() });

type Step = TokenResult | 'wait';

/** Builds the source; it makes no call before the first `get()`. Throws only what the store throws. */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { client, store, config } = options;
  const fingerprint = fingerprintOf(config);
  // Spread over the processes, so that they do not all look for the lease in the same second.
  const marginMs = MARGIN_MIN_MS + Math.random() * (MARGIN_MAX_MS - MARGIN_MIN_MS);
  let remembered: { readonly grant: TokenGrant; readonly until: number } | undefined;
  let running: Promise<TokenResult> | undefined;
  let isStopAtStartRead = false;
  let stopAtStart: number | undefined;
  let discards: readonly number[] = [];
  let lastDiscarded: string | undefined;

  function isStopped(stored: StoredToken | undefined): stored is StoredToken & { stopped: { code: string } } {
    if (!isStopAtStartRead) {
      isStopAtStartRead = true;
      stopAtStart = stored?.stopped?.stoppedAt.getTime();
    }
    const stopped = stored?.stopped;
    return stopped !== undefined && stored?.fingerprint === fingerprint && stopped.stoppedAt.getTime() !== stopAtStart;
  }

  async function obtain(): Promise<TokenResult> {
    const giveUpAt = performance.now() + (options.waitMs ?? WAIT_MS);
    for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 2, LONGEST_POLL_MS)) {
      const result = await tryOnce();
      // A look that began before a discard may still bring the discarded token.
      const isDead = result !== 'wait' && result.ok && result.grant.version === lastDiscarded;
      if (result !== 'wait' && !isDead) return result;
      if (performance.now() + pollMs > giveUpAt)
        return failed({ kind: 'transient', code: 'token_wait', retryAfterMs: COOL_DOWN_MS });
      await delay(pollMs);
    }
  }

  async function tryOnce(): Promise<Step> {
    const stored = await store.read();
    if (isStopped(stored)) return failed(failureOf(Number(stored.stopped.code)));
    const usable = usableToken(stored);
    if (usable !== undefined && usable.freshForMs > 0) return remember(usable.grant, usable.freshForMs);
    if (stored === undefined || stored.refresh === 'idle') {
      const leaseId = randomUUID();
      if (await store.claimRefresh(leaseId, LEASE_MS, stored?.version ?? '')) {
        const refreshed = await refresh(leaseId);
        const mayUseOld = !refreshed.ok && refreshed.failure.kind !== 'credentials' && usable !== undefined;
        return mayUseOld ? { ok: true, grant: usable.grant } : refreshed;
      }
    }
    if (usable !== undefined) return { ok: true, grant: usable.grant };
    if (stored?.refresh !== 'cooling') return 'wait';
    return failed({ kind: 'transient', code: 'token_cooling', retryAfterMs: Math.ceil(stored.refreshForMs) });
  }

  function usableToken(stored: StoredToken | undefined): { grant: TokenGrant; freshForMs: number } | undefined {
    if (stored?.token === undefined || stored.fingerprint !== fingerprint || stored.remainingMs <= 0) return undefined;
    // Discarded by us, and the row does not show it yet.
    if (stored.version === lastDiscarded) return undefined;
    // Tokens of a test platform live for seconds; a margin of minutes would refresh them at every call.
    const margin = Math.min(marginMs, stored.lifetimeMs / 5);
    return { grant: { token: stored.token, version: stored.version }, freshForMs: stored.remainingMs - margin };
  }

  function remember(grant: TokenGrant, freshForMs: number): TokenResult {
    remembered = { grant, until: performance.now() + Math.min(MEMORY_MS, freshForMs) };
    return { ok: true, grant };
  }

  async function refresh(leaseId: string): Promise<TokenResult> {
    const called = await client.call({
      method: 'GET',
      path: '/cgi-bin/gettoken',
      query: { corpid: config.corpId, corpsecret: config.secret.reveal() },
      schema: TokenAnswer,
    });
    if (called.outcome === 'answered') {
      const { access_token: token, expires_in: seconds } = called.answer;
      const isKept = await store.saveToken(leaseId, token, seconds * 1000, fingerprint);
      // A lost lease: somebody else saved another token meanwhile. This one is good too, for this call.
      if (!isKept) return { ok: true, grant: { token, version: '' } };
      const saved = usableToken(await store.read());
      return { ok: true, grant: saved?.grant ?? { token, version: '' } };
    }
    if (called.outcome === 'refused' && isCredentialRefusal(called.errcode)) {
      await store.stopRefreshing(leaseId, String(called.errcode), fingerprint);
      options.onStopped?.(String(called.errcode));
      return failed(failureOf(called.errcode));
    }
    const failure = failureOfRefresh(called);
    await store.coolDown(leaseId, failure.retryAfterMs ?? COOL_DOWN_MS);
    return failed(failure);
  }

  return {
    get() {
      if (remembered !== undefined && performance.now() < remembered.until) {
        return Promise.resolve({ ok: true, grant: remembered.grant });
      }
      // One look for all callers of this process that come meanwhile.
      running ??= obtain().finally(() => {
        running = undefined;
      });
      return running;
    },

    async discard(grant) {
      // Many calls can learn at once that one token is dead; only the first of them counts.
      const isReplaced = remembered !== undefined && remembered.grant.version !== grant.version;
      if (isReplaced || lastDiscarded === grant.version) return true;
      const at = performance.now();
      discards = discards.filter((discardedAt) => at - discardedAt < MINUTE_MS);
      if (discards.length >= DISCARDS_PER_MINUTE) return false;
      discards = [...discards, at];
      // '' names no version: a token that was never kept.
      if (grant.version !== '') lastDiscarded = grant.version;
      remembered = undefined;
      await store.discard(grant.version);
      return true;
    },
  };
}

/** Asking for a token changes nothing at the platform, so an unknown outcome is only a failed try. */
function failureOfRefresh(
  called: Exclude<Awaited<ReturnType<WecomClient['call']>>, { outcome: 'answered' }>,
): SendFailure {
  if (called.outcome === 'failed') return called.failure;
  if (called.outcome === 'unknown') return { kind: 'transient', code: called.code, retryAfterMs: COOL_DOWN_MS };
  const failure = failureOf(called.errcode);
  // An errcode that we do not know must not look like a fault of the message that needs the token.
  if (failure.kind === 'rate' || failure.kind === 'channel') return { ...failure, retryAfterMs: MINUTE_MS };
  return { kind: 'transient', code: failure.code, retryAfterMs: MINUTE_MS };
}

/** Tells changed credentials from unchanged ones; a secret of 43 random characters cannot be guessed back from it. */
function fingerprintOf(config: TokenSourceOptions['config']): string {
  return createHash('sha256')
    .update(JSON.stringify([config.apiUrl, accountOf(config), config.secret.reveal()]))
    .digest('hex')
    .slice(0, 32);
}

function failed(failure: SendFailure): TokenResult {
  return { ok: false, failure };
}
