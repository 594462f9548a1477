export { renderEnvExample } from './env-example.ts';
export { type ConfigProblem, isLoopback, loadConfig, SettingsError } from './load-config.ts';
export { createLogger } from './logger.ts';
export { publicUrlOf } from './public-url.ts';
export { resolveSecretKey } from './secret-key.ts';
export { SETTINGS } from './settings.ts';
export { createProxyTrust } from './trusted-proxies.ts';
export type { Config, WecomSettings } from './types.ts';
