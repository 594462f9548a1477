import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Holds the import rules of docs/architecture.md, so that review need not. A folder imports only from groups to its left;
 * features follow the story; only `queue/` knows bullmq, only `db/` and stores know Kysely; no cycles.
 */
const SRC = resolve(import.meta.dirname, '../src');

const GROUPS: readonly (readonly string[])[] = [
  ['shared'],
  ['config'],
  ['db'],
  ['queue', 'calendar', 'template', 'page', 'platform/port.ts'],
  ['language'],
  ['command'],
  ['platform'],
  ['roster', 'contact', 'notice', 'delivery', 'family', 'oversight'],
  ['callback'],
  [
    'core.ts',
    'dialogue.ts',
    'metrics.ts',
    'app.ts',
    'workers.ts',
    'service.ts',
    'cli',
    'cli.ts',
    'main.ts',
    'texts.zh.ts',
  ],
];
const STORY = ['roster', 'contact', 'notice', 'delivery', 'family', 'oversight'];

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** Path in src, for our own files. */
  readonly target: string | null;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.tsx?$/u.test(name) && !/\.test\.tsx?$/u.test(name));
const imports: readonly Import[] = files.flatMap((from) => {
  const text = readFileSync(join(SRC, from), 'utf8');
  return [
    ...text.matchAll(
      /(?:^|\n)(?:import|export)\b[^;'"]*?from '([^']+)'|\bimport\('([^']+)'\)|(?:^|\n)import '([^']+)'/gu,
    ),
  ].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    const target = specifier.startsWith('.') ? relative(SRC, resolve(SRC, dirname(from), specifier)) : null;
    return { from, specifier, target };
  });
});
const own = imports.filter(
  (entry): entry is Import & { target: string } => entry.target !== null && !entry.target.startsWith('..'),
);

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? file) : file;
}

function rankOf(file: string): number {
  const exact = GROUPS.findIndex((group) => group.includes(file));
  return exact >= 0 ? exact : GROUPS.findIndex((group) => group.includes(folderOf(file)));
}

function breaches(isBreach: (entry: Import & { target: string }) => boolean): string[] {
  return own.filter(isBreach).map(({ from, target }) => `${from} → ${target}`);
}

describe('architecture', () => {
  test('finds the imports at all', () => {
    expect(own.length).toBeGreaterThan(100);
  });

  test('every file belongs to a known folder', () => {
    expect(files.filter((file) => folderOf(file) !== 'sandbox' && rankOf(file) < 0)).toEqual([]);
  });

  test('a folder imports only from groups to its left', () => {
    const found = breaches(({ from, target }) => {
      if (folderOf(from) === 'sandbox') return !['sandbox', 'shared'].includes(folderOf(target));
      if (folderOf(target) === 'sandbox') return from !== 'main.ts';
      return folderOf(from) !== folderOf(target) && rankOf(target) > rankOf(from);
    });
    expect(found).toEqual([]);
  });

  test('folders of one group do not import each other, features only along the story', () => {
    const found = breaches(({ from, target }) => {
      const [a, b] = [folderOf(from), folderOf(target)];
      if (a === b || rankOf(from) !== rankOf(target) || rankOf(from) === GROUPS.length - 1) return false;
      return !(STORY.includes(a) && STORY.includes(b) && STORY.indexOf(b) < STORY.indexOf(a));
    });
    expect(found).toEqual([]);
  });

  test('a feature is entered through its index.ts only', () => {
    const doors = [...STORY, 'language', 'callback', 'template', 'calendar', 'config', 'db'];
    const found = breaches(({ from, target }) => {
      const room = folderOf(target);
      return room !== folderOf(from) && doors.includes(room) && target !== `${room}/index.ts`;
    });
    expect(found).toEqual([]);
  });

  test('only queue/ knows bullmq, only platform/wecom knows @wecom/crypto, only db/ and stores build SQL', () => {
    const found = imports
      .filter(({ from, specifier }) => {
        if (specifier === 'bullmq') return folderOf(from) !== 'queue';
        if (specifier === '@wecom/crypto') return !from.startsWith('platform/wecom/') && folderOf(from) !== 'sandbox';
        if (specifier === 'kysely') return folderOf(from) !== 'db' && !from.endsWith('.store.ts');
        return false;
      })
      .map(({ from, specifier }) => `${from} → ${specifier}`);
    expect(found).toEqual([]);
  });

  test('nothing but main.ts and cli.ts reads the environment', () => {
    const readers = files.filter((file) => /process\.env\b/u.test(readFileSync(join(SRC, file), 'utf8')));
    expect(readers.filter((file) => !['main.ts', 'cli.ts'].includes(file))).toEqual([]);
  });

  test('has no import cycle', () => {
    const edges = new Map<string, string[]>();
    for (const { from, target } of own) edges.set(from, [...(edges.get(from) ?? []), target]);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });
});
