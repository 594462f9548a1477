import type { ChatPlatform, PlatformName } from './port.ts';
import type { TokenStore } from './token.store.ts';
import { accountOf, createWecomPlatform, type WecomConfig } from './wecom/index.ts';

/** Each platform's own section; one that is missing is not set up. */
export interface PlatformSettings {
  readonly wecom?: WecomConfig;
}

export interface PlatformDeps {
  readonly tokenStoreFor: (platform: PlatformName, account: string) => TokenStore;
  /** The platform refused our credentials; nothing is sent until the settings change or the process restarts. */
  readonly onCredentialsRefused?: (platform: PlatformName, code: string) => void;
}

type Factory = (settings: PlatformSettings, deps: PlatformDeps) => ChatPlatform | undefined;

/** One line a platform. */
const FACTORIES: Readonly<Partial<Record<PlatformName, Factory>>> = {
  wecom: ({ wecom }, deps) => wecom && createWecomPlatform(wecom, depsFor('wecom', accountOf(wecom), deps)),
};

/** The platforms that are set up, by name. */
export function createPlatforms(
  settings: PlatformSettings,
  deps: PlatformDeps,
): ReadonlyMap<PlatformName, ChatPlatform> {
  const platforms = Object.values(FACTORIES).flatMap((create) => create(settings, deps) ?? []);
  return new Map(platforms.map((platform) => [platform.name, platform]));
}

function depsFor(platform: PlatformName, account: string, deps: PlatformDeps) {
  return {
    tokenStore: deps.tokenStoreFor(platform, account),
    onCredentialsRefused: (code: string) => deps.onCredentialsRefused?.(platform, code),
  };
}
