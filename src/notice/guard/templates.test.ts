import { join } from 'node:path';
import { expect, test } from 'vitest';
import { byteLength } from '../../shared/bytes.ts';
import {
  checkTemplates,
  FOOTER_BYTES,
  listTemplates,
  loadTemplates,
  MAX_TEXT_BYTES,
  renderTemplate,
  type TemplatePart,
} from '../../template/index.ts';
import { checkText } from './index.ts';

const library = loadTemplates(join(import.meta.dirname, '../../../templates'));
const parts = listTemplates(library).flatMap((template) =>
  (Object.keys(template.parts) as TemplatePart[]).map((part) => ({
    name: `${template.folder}/${part}`,
    template,
    part,
  })),
);

test.each(parts)('$name of its sample passes the guard and fits', ({ template, part }) => {
  const text = renderTemplate(template, part, template.sample);
  const { studentName } = template.sample;
  const verdict = checkText(text, {
    audience: part === 'group' ? 'group' : 'private',
    kind: template.kind,
    studentNames: studentName === undefined ? [] : [studentName],
  });
  expect(verdict).toEqual({ decision: 'pass', findings: [] });
  expect(byteLength(text) + FOOTER_BYTES[part]).toBeLessThanOrEqual(MAX_TEXT_BYTES[part]);
});

test('an anti-fraud text passes whatever kind it is said to be', () => {
  const failing = listTemplates(library)
    .filter(({ kind }) => kind === 'fraud')
    .filter(
      (template) =>
        checkText(renderTemplate(template, 'group', template.sample), { audience: 'group' }).decision !== 'pass',
    )
    .map(({ folder }) => folder);
  expect(failing).toEqual([]);
});

test('the check of the command line finds nothing', () => {
  expect(checkTemplates(library, checkText)).toEqual([]);
});
