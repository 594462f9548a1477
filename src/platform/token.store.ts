import { sql } from 'kysely';
import type { Queryable } from '../db/index.ts';
import { type Secret, seal, unseal } from '../shared/secret.ts';
import type { PlatformName } from './port.ts';

/**
 * One platform token, shared by all processes. Every duration is measured by the database's own clock, so processes whose
 * clocks differ agree. The row is in one of these states:
 *
 * - idle: nobody refreshes. A token may be there, fresh or not.
 * - refreshing: one process holds the lease (`refresh_token`, until `refreshing_until`). The others use the old token or wait.
 *   idle → refreshing: `claimRefresh`, won by one. refreshing → idle: `saveToken` by the holder, or the lease runs out.
 * - cooling: a refresh failed; nobody asks again before `refreshing_until`. refreshing → cooling: `coolDown` by the holder.
 *   cooling → idle: by time alone.
 * - stopped: the platform refused the credentials. refreshing → stopped: `stopRefreshing` by the holder. stopped → refreshing:
 *   a process with other credentials (fingerprint), or a restarted one, claims; `saveToken` then clears the stop.
 */
export interface TokenStore {
  read(): Promise<StoredToken | undefined>;
  /**
   * Takes the lease for `leaseMs` if the token is still that version ('' = none): true for one process at a time, and false
   * for one that looked just before another saved its token. `leaseId` is a new UUID.
   */
  claimRefresh(leaseId: string, leaseMs: number, version: string): Promise<boolean>;
  /** Keeps a new token, clears a stop and gives the lease back. False when the lease was lost: then nothing is kept. */
  saveToken(leaseId: string, token: string, expiresInMs: number, fingerprint: string): Promise<boolean>;
  /** Gives the lease back; nobody may claim it again for `restMs`. */
  coolDown(leaseId: string, restMs: number): Promise<void>;
  /** Records that the credentials with this fingerprint were refused, and gives the lease back. */
  stopRefreshing(leaseId: string, code: string, fingerprint: string): Promise<void>;
  /** Expires the token if it is still that version (compare and swap); a newer one stays. */
  discard(version: string): Promise<void>;
}

export interface StoredToken {
  /** Undefined: none yet, or sealed with another SECRET_KEY. */
  readonly token: string | undefined;
  /** Changes with every saved token. */
  readonly version: string;
  /** Of the credentials that brought the token or the stop. */
  readonly fingerprint: string | undefined;
  readonly remainingMs: number;
  /** From the saving of the token to its expiry. */
  readonly lifetimeMs: number;
  readonly refresh: 'idle' | 'refreshing' | 'cooling';
  /** Until the lease or the rest ends; 0 when idle. */
  readonly refreshForMs: number;
  readonly stopped: { readonly code: string; readonly stoppedAt: Date } | undefined;
}

interface TokenKey {
  readonly platform: PlatformName;
  readonly account: string;
}

/** The store of one account's token in `platform_tokens`; the token is sealed at rest. */
export function createTokenStore(db: Queryable, secretKey: Secret, key: TokenKey): TokenStore {
  const purpose = `platform-token:${key.platform}:${key.account}`;
  return {
    read: () => readToken(db, key, (sealed) => openToken(secretKey, purpose, sealed)),
    claimRefresh: (leaseId, leaseMs, version) => claimRefresh(db, key, { leaseId, leaseMs, version }),
    saveToken: (leaseId, token, expiresInMs, fingerprint) =>
      saveToken(db, key, { leaseId, tokenSealed: seal(secretKey, purpose, token), expiresInMs, fingerprint }),
    coolDown: (leaseId, restMs) => coolDown(db, key, leaseId, restMs),
    stopRefreshing: (leaseId, code, fingerprint) => stopRefreshing(db, key, { leaseId, code, fingerprint }),
    discard: (version) => discard(db, key, version),
  };
}

function openToken(secretKey: Secret, purpose: string, sealed: string): string | undefined {
  try {
    return unseal(secretKey, purpose, sealed);
  } catch {
    // Another SECRET_KEY sealed it: as good as no token, a refresh replaces it.
    return undefined;
  }
}

const now = sql<Date>`clock_timestamp()`;

function fromNow(ms: number) {
  return sql<Date>`clock_timestamp() + ${ms}::double precision * interval '1 millisecond'`;
}

function msBetween(end: string, start: string | undefined) {
  const from = start === undefined ? sql`clock_timestamp()` : sql.ref(start);
  return sql<number | null>`(extract(epoch from ${sql.ref(end)} - ${from}) * 1000)::double precision`;
}

async function readToken(
  db: Queryable,
  key: TokenKey,
  open: (sealed: string) => string | undefined,
): Promise<StoredToken | undefined> {
  const row = await db
    .selectFrom('platformTokens')
    .select(['tokenSealed', 'secretFingerprint', 'refreshToken', 'stoppedCode', 'stoppedAt'])
    .select([
      msBetween('expiresAt', undefined).as('remainingMs'),
      msBetween('expiresAt', 'updatedAt').as('lifetimeMs'),
      msBetween('refreshingUntil', undefined).as('refreshForMs'),
    ])
    .where('platform', '=', key.platform)
    .where('account', '=', key.account)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const refreshForMs = Math.max(0, row.refreshForMs ?? 0);
  const isBusy = refreshForMs > 0;
  return {
    token: row.tokenSealed === null ? undefined : open(row.tokenSealed),
    version: row.tokenSealed ?? '',
    fingerprint: row.secretFingerprint ?? undefined,
    remainingMs: row.remainingMs ?? 0,
    lifetimeMs: row.lifetimeMs ?? 0,
    refresh: !isBusy ? 'idle' : row.refreshToken === null ? 'cooling' : 'refreshing',
    refreshForMs,
    stopped:
      row.stoppedCode === null || row.stoppedAt === null
        ? undefined
        : { code: row.stoppedCode, stoppedAt: row.stoppedAt },
  };
}

async function claimRefresh(
  db: Queryable,
  key: TokenKey,
  claim: { leaseId: string; leaseMs: number; version: string },
): Promise<boolean> {
  const refreshToken = claim.leaseId;
  const refreshingUntil = fromNow(claim.leaseMs);
  const claimed = await db
    .insertInto('platformTokens')
    .values({ ...key, refreshToken, refreshingUntil })
    .onConflict((conflict) =>
      conflict
        .columns(['platform', 'account'])
        .doUpdateSet({ refreshToken, refreshingUntil })
        .where(sql<string>`coalesce(platform_tokens.token_sealed, '')`, '=', claim.version)
        .where((where) =>
          where.or([
            where('platformTokens.refreshingUntil', 'is', null),
            where('platformTokens.refreshingUntil', '<=', now),
          ]),
        ),
    )
    .returning('refreshToken')
    .executeTakeFirst();
  return claimed !== undefined;
}

async function saveToken(
  db: Queryable,
  key: TokenKey,
  saved: { leaseId: string; tokenSealed: string; expiresInMs: number; fingerprint: string },
): Promise<boolean> {
  const kept = await heldRow(db, key, saved.leaseId)
    .set({
      tokenSealed: saved.tokenSealed,
      expiresAt: fromNow(saved.expiresInMs),
      secretFingerprint: saved.fingerprint,
      refreshToken: null,
      refreshingUntil: null,
      stoppedCode: null,
      stoppedAt: null,
      updatedAt: now,
    })
    .returning('platform')
    .executeTakeFirst();
  return kept !== undefined;
}

async function coolDown(db: Queryable, key: TokenKey, leaseId: string, restMs: number): Promise<void> {
  await heldRow(db, key, leaseId)
    .set({ refreshToken: null, refreshingUntil: fromNow(restMs) })
    .execute();
}

async function stopRefreshing(
  db: Queryable,
  key: TokenKey,
  stop: { leaseId: string; code: string; fingerprint: string },
): Promise<void> {
  await heldRow(db, key, stop.leaseId)
    .set({
      tokenSealed: null,
      expiresAt: null,
      secretFingerprint: stop.fingerprint,
      refreshToken: null,
      refreshingUntil: null,
      stoppedCode: stop.code,
      stoppedAt: now,
    })
    .execute();
}

async function discard(db: Queryable, key: TokenKey, version: string): Promise<void> {
  await db
    .updateTable('platformTokens')
    .set({ expiresAt: now })
    .where('platform', '=', key.platform)
    .where('account', '=', key.account)
    .where('tokenSealed', '=', version)
    .execute();
}

function heldRow(db: Queryable, key: TokenKey, leaseId: string) {
  return db
    .updateTable('platformTokens')
    .where('platform', '=', key.platform)
    .where('account', '=', key.account)
    .where('refreshToken', '=', leaseId);
}

/** Does a platform refuse our secret itself, so that no token is asked for any more? */
export async function isTokenStopped(db: Queryable): Promise<boolean> {
  const row = await db
    .selectFrom('platformTokens')
    .select('platform')
    .where('stoppedCode', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
