// Reads .env beside package.json. The environment beats it; an empty variable counts as unset.
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

export function loadEnv() {
  if (!existsSync('.env')) return;
  for (const [name, value] of Object.entries(parseEnv(readFileSync('.env', 'utf8')))) {
    if (process.env[name] === undefined || process.env[name] === '') process.env[name] = value;
  }
}
