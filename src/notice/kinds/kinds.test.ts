import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadTemplates } from '../../template/index.ts';
import { checkNoticeTemplates } from './check-notice-templates.ts';
import { NOTICE_KINDS } from './notice-kinds.ts';

const library = loadTemplates('templates');

test('the list of kinds is that of the folders', () => {
  const folders = readdirSync('templates', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...NOTICE_KINDS]);
});

test('the templates that we deliver have no problem', () => {
  expect(checkNoticeTemplates(library)).toEqual([]);
});

test('a folder that was renamed is reported under both names', () => {
  const kinds = library.kinds.map((one) => (one.kind === 'award' ? { ...one, kind: 'prize' } : one));
  expect(checkNoticeTemplates({ kinds }).map(({ file }) => file)).toEqual(['prize', 'award']);
});
