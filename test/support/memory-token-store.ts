import type { TokenStore } from '../../src/platform/token.store.ts';

/** The rules of `platform_tokens` without a database, for tests of those who use it. Sources that share one share the row. */
export function createMemoryTokenStore(): TokenStore {
  let exists = false;
  let token: string | undefined;
  let version = '';
  let versions = 0;
  let fingerprint: string | undefined;
  let savedAt = 0;
  let expiresAt = 0;
  let leaseId: string | undefined;
  let refreshingUntil = 0;
  let stopped: { readonly code: string; readonly stoppedAt: Date } | undefined;
  let stops = 0;

  function release(): void {
    leaseId = undefined;
    refreshingUntil = 0;
  }

  return {
    async read() {
      if (!exists) return undefined;
      const refreshForMs = Math.max(0, refreshingUntil - Date.now());
      return {
        token,
        version,
        fingerprint,
        remainingMs: expiresAt - Date.now(),
        lifetimeMs: expiresAt - savedAt,
        refresh: refreshForMs === 0 ? 'idle' : leaseId === undefined ? 'cooling' : 'refreshing',
        refreshForMs,
        stopped,
      };
    },
    async claimRefresh(id, leaseMs, expectedVersion) {
      if (refreshingUntil > Date.now() || version !== expectedVersion) return false;
      exists = true;
      leaseId = id;
      refreshingUntil = Date.now() + leaseMs;
      return true;
    },
    async saveToken(id, newToken, expiresInMs, newFingerprint) {
      if (leaseId !== id) return false;
      versions += 1;
      token = newToken;
      version = `v${versions}`;
      fingerprint = newFingerprint;
      savedAt = Date.now();
      expiresAt = savedAt + expiresInMs;
      stopped = undefined;
      release();
      return true;
    },
    async coolDown(id, restMs) {
      if (leaseId !== id) return;
      leaseId = undefined;
      refreshingUntil = Date.now() + restMs;
    },
    async stopRefreshing(id, code, newFingerprint) {
      if (leaseId !== id) return;
      stops += 1;
      token = undefined;
      version = '';
      expiresAt = 0;
      fingerprint = newFingerprint;
      stopped = { code, stoppedAt: new Date(Date.now() + stops) };
      release();
    },
    async discard(discarded) {
      if (version === discarded) expiresAt = Date.now();
    },
  };
}
