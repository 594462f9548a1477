import { expect, test } from 'vitest';
import { LINES_CLASSES, LINES_NOW, LINES_STUDENTS, LINES_TERM } from '../../../test/fixtures/language-roster.ts';
import { buildRosterIndex, understandLine } from '../../language/index.ts';
import { loadTemplates } from '../../template/index.ts';

const roster = buildRosterIndex(LINES_STUDENTS, LINES_CLASSES);
const INTENT_OF: Readonly<Record<string, string>> = {
  award: 'good_news',
  discipline: 'discipline',
  fraud: 'broadcast',
};
const examples = loadTemplates('templates').kinds.flatMap(({ kind, policy }) =>
  policy.examples.map((line) => ({ kind, line })),
);

test.each(examples)('$line asks for $kind', ({ kind, line }) => {
  const { intent, notice, refusal } = understandLine(line, { roster, now: LINES_NOW, term: LINES_TERM });
  const spoken = INTENT_OF[kind] === undefined && kind !== 'free' ? kind : null;
  expect({ intent, kind: notice?.kind, refusal }).toEqual({
    intent: INTENT_OF[kind] ?? 'notice',
    kind: spoken,
    refusal: null,
  });
});
