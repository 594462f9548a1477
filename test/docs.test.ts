import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderGeneratedDocs } from './support/generated-docs.ts';

describe('files that are made from code (npm run docs)', () => {
  test.each([...renderGeneratedDocs()])('%s is up to date', (path, text) => {
    expect(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')).toBe(text);
  });
});

test('docs/schema.md names every table once', () => {
  const tables = readFileSync(new URL('../src/db/tables.ts', import.meta.url), 'utf8');
  const body = /export interface Database \{([\s\S]*?)\n\}/u.exec(tables)?.[1] ?? '';
  const names = [...body.matchAll(/^\s+(\w+):/gmu)].map(([, name]) =>
    (name ?? '').replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`),
  );
  const schema = readFileSync(new URL('../docs/schema.md', import.meta.url), 'utf8');
  const listed = [...schema.matchAll(/^\| ([a-z_]+) \|/gmu)].map(([, name]) => name).filter((name) => name !== 'table');
  expect([...listed].sort()).toEqual([...names].sort());
});
