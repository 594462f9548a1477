import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const text = readFileSync(new URL('../docker-compose.yml', import.meta.url), 'utf8');
const compose = parse(text, { merge: true }) as {
  services: Record<
    string,
    { image?: string; environment?: Record<string, string>; profiles?: string[]; command?: string[] }
  >;
};

test('web and worker are separate services beside PostgreSQL 17 and, by profile, Redis 7', () => {
  expect(compose.services.web?.environment?.ROLE).toBe('web');
  expect(compose.services.worker?.environment?.ROLE).toBe('worker');
  expect(compose.services.postgres?.image).toBe('postgres:17');
  expect(compose.services.redis).toMatchObject({ image: 'redis:7', profiles: ['redis'] });
});

test.each(['web', 'worker', 'migrate'])('%s has the sandbox off and refuses to start without a key', (name) => {
  const environment = compose.services[name]?.environment;
  expect(environment?.SANDBOX).toBe('off');
  expect(environment?.SECRET_KEY).toMatch(/^\$\{SECRET_KEY:\?/u);
  expect(environment?.DATABASE_URL).toContain('${POSTGRES_PASSWORD:?');
});
