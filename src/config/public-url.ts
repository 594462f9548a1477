import type { Config } from './types.ts';

/** Where people and the platform reach us: PUBLIC_URL, or our own address. Without a slash at the end. */
export function publicUrlOf({ publicUrl, host, port }: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  return publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
