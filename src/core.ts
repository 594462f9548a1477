import type { Logger } from 'pino';
import { type Config, resolveSecretKey } from './config/index.ts';
import { type OpenDatabase, type OpenOptions, openDatabase, openDomainClock } from './db/index.ts';
import type { ChatPlatform, PlatformName } from './platform/port.ts';
import { createPlatforms } from './platform/registry.ts';
import { createTokenStore } from './platform/token.store.ts';
import type { WecomConfig } from './platform/wecom/index.ts';
import type { ShiftableClock } from './shared/clock.ts';
import { ConfigError } from './shared/errors.ts';
import type { Secret } from './shared/secret.ts';

/** What the web side, the workers and the command line share: storage, time, keys. */
export interface Core {
  readonly config: Config;
  readonly log: Logger;
  readonly database: OpenDatabase;
  readonly secretKey: Secret;
  readonly clock: ShiftableClock;
}

/** Opens database, key and clock; the schema must be there (`prepare` brings it up to date first). */
export async function openCore(
  config: Config,
  log: Logger,
  options: OpenOptions & { readonly prepare?: (database: OpenDatabase) => Promise<void> } = {},
): Promise<Core> {
  const secretKey = await resolveSecretKey(config).catch(explainDataDir);
  const database = await openDatabase(config, {
    ...options,
    onIdleError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
  });
  try {
    await options.prepare?.(database);
    const clock = await openDomainClock(database.db, { clockStart: config.clockStart, isMovable: config.isSandboxOn });
    return { config, log, database, secretKey, clock };
  } catch (error) {
    await database.close();
    throw error;
  }
}

const FILE_ERRORS = new Set(['EACCES', 'EEXIST', 'ENOENT', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS']);

/** A folder that cannot be used is the operator's to change; everything else passes. */
function explainDataDir(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!FILE_ERRORS.has(code)) throw error;
  throw new ConfigError('config.invalid', { message: `DATA_DIR: the folder cannot be used (${code})`, cause: error });
}

/** The adapter of the platform that is set up, or null when none is. */
export function openPlatform(core: Core, wecom: WecomConfig | null): ChatPlatform | null {
  if (wecom === null) return null;
  const platforms = createPlatforms(
    { wecom },
    {
      tokenStoreFor: (platform, account) => createTokenStore(core.database.db, core.secretKey, { platform, account }),
      onCredentialsRefused: (platform, code) =>
        core.log.error(
          { platform, platformCode: code, code: 'platform.token' },
          'the platform refuses our credentials; nothing is sent',
        ),
    },
  );
  return platforms.get(platformOfSettings()) ?? null;
}

/** The platform on which staff are told things, also while none is set up; WeCom is the only one that is built. */
export function platformOfSettings(): PlatformName {
  return 'wecom';
}

/** The WeCom app of the settings; null without one. */
export function wecomOfSettings(config: Config): WecomConfig | null {
  if (config.wecom === null) return null;
  return { ...config.wecom, apiUrl: config.wecomApiUrl, isSchoolNoticeOn: config.isSchoolNoticeOn };
}
