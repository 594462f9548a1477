import { createHmac, randomBytes } from 'node:crypto';
import { equalInConstantTime } from '../../shared/secret.ts';
import { type Answer, ok, refuse } from './errors.ts';
import { HOUR_MS, MINUTE_MS, type RateWindows } from './windows.ts';

/** After so many wrong secrets an address is blocked for an hour (wecom.md §3; the number is not published). */
const MAX_WRONG_SECRETS = 10;
/** gettoken is rate-blocked too (wecom.md §3; the number is not published). */
const MAX_TOKENS_A_MINUTE = 100;

export interface TokenDesk {
  issue(query: { corpid: string | undefined; corpsecret: string | undefined; ip: string }): Answer;
  /** The errcode for a bad token, undefined for a good one. */
  check(token: string | undefined): number | undefined;
  /** Every token given out so far stops working, as WeCom may do at any time. */
  invalidateAll(): void;
}

interface TokenDeskOptions {
  readonly corpId: string;
  readonly secret: string;
  readonly now: () => number;
  readonly lifeSeconds: number;
  readonly windows: RateWindows;
  /** 40014 or 42001 for an expired token: both are seen in life (wecom.md §3). */
  readonly expiredCode: () => number;
  readonly isSecretRevoked: () => boolean;
}

/** Tokens carry their own expiry under a MAC, so that they stay valid over a restart of the stand-in, as in life. */
export function createTokenDesk(options: TokenDeskOptions): TokenDesk {
  const { corpId, secret, now, lifeSeconds, windows } = options;
  let validFrom = 0;
  const blockedUntil = new Map<string, number>();
  const sign = (payload: string) => createHmac('sha256', secret).update(`${corpId}.${payload}`).digest('base64url');

  return {
    issue({ corpid, corpsecret, ip }) {
      if (!corpid) return refuse(41002);
      if (!corpsecret) return refuse(41004);
      if ((blockedUntil.get(ip) ?? 0) > now()) return refuse(45009);
      if (corpid !== corpId) return refuse(40013);
      if (options.isSecretRevoked() || !equalInConstantTime(corpsecret, secret)) {
        windows.hit(`wrong-secret:${ip}`, Number.POSITIVE_INFINITY, HOUR_MS);
        if (windows.count(`wrong-secret:${ip}`, HOUR_MS) >= MAX_WRONG_SECRETS) {
          blockedUntil.set(ip, now() + windows.scaled(HOUR_MS));
        }
        return refuse(40001);
      }
      if (!windows.hit('gettoken', MAX_TOKENS_A_MINUTE, MINUTE_MS)) return refuse(45009);
      const issuedAt = Math.floor(now());
      const payload = `${issuedAt}.${issuedAt + lifeSeconds * 1000}.${randomBytes(12).toString('base64url')}`;
      return ok({ access_token: `${payload}.${sign(payload)}`, expires_in: lifeSeconds });
    },
    check(token) {
      if (!token) return 41001;
      const [issuedAt, expiresAt, random, mac] = token.split('.');
      if (!issuedAt || !expiresAt || !random || !mac) return 40014;
      if (!equalInConstantTime(mac, sign(`${issuedAt}.${expiresAt}.${random}`))) return 40014;
      if (Number(issuedAt) < validFrom || Number(expiresAt) <= now()) return options.expiredCode();
      return undefined;
    },
    invalidateAll() {
      validFrom = now() + 1;
    },
  };
}
