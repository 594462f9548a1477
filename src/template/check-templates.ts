import { byteLength } from '../shared/bytes.ts';
import {
  listTemplates,
  type Template,
  type TemplateLibrary,
  type TemplatePart,
  type TemplateProblem,
  type TemplateValues,
} from './library.ts';
import { fillPlaceholders } from './placeholders.ts';
import { renderTemplate } from './render-template.ts';
import { templateTexts as texts } from './texts.zh.ts';

/** The guard as this folder sees it; `notice/guard` fits, and may not be imported from here. */
export type TemplateGuard = (
  text: string,
  options: { readonly audience: 'group' | 'private'; readonly kind: string; readonly studentNames: readonly string[] },
) => {
  readonly decision: 'pass' | 'flag' | 'block';
  readonly findings: readonly { readonly rule: string; readonly words: string; readonly suggestion: string }[];
};

/** What the notice feature adds under a text: the code and how to verify it; for a family its own link as well. */
export const FOOTER_BYTES: Readonly<Record<TemplatePart, number>> = { family: 350, group: 200, phone: 0 };

/**
 * UTF-8 bytes of a text with its footer: an application message, a school notice and a robot take 2,048, a mass send to a
 * group 4,000 (wecom.md §§4–7); a group text must fit both ways, because the group decides how it is reached.
 */
export const MAX_TEXT_BYTES: Readonly<Record<TemplatePart, number>> = { family: 2_000, group: 2_000, phone: 4_000 };

/** No UTF-16 unit takes more in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;
/** As a day is printed. */
const DAY_BYTES = byteLength('2026年12月31日');

/** What loading cannot see: too long when filled to the brim, or against the guard. Empty = all is well. */
export function checkTemplates(library: TemplateLibrary, guard?: TemplateGuard): TemplateProblem[] {
  return listTemplates(library).flatMap((template) =>
    (['family', 'group', 'phone'] as const)
      .filter((part) => template.parts[part] !== undefined)
      .flatMap((part) =>
        [...checkLength(template, part), ...(guard === undefined ? [] : checkGuard(template, part, guard))].map(
          (message) => ({ file: `${template.folder}/${part}.txt`, message }),
        ),
      ),
  );
}

/** Folders that the system does not know, and kinds whose folder is gone. */
export function checkKinds(library: TemplateLibrary, known: readonly string[]): TemplateProblem[] {
  const found = library.kinds.map(({ kind }) => kind);
  return [
    ...found.filter((kind) => !known.includes(kind)).map((file) => ({ file, message: texts.unknownKind })),
    ...known.filter((kind) => !found.includes(kind)).map((file) => ({ file, message: texts.missingKind })),
  ];
}

function checkLength(template: Template, part: TemplatePart): string[] {
  const longest = fillPlaceholders(template.parts[part] ?? '', (label) => {
    const field = template.fields.find((candidate) => candidate.label === label);
    const units = Math.max(field?.maxLength ?? 0, field?.whenAbsent?.length ?? 0);
    const isDay = field?.type === 'day' || field?.type === 'day_ahead';
    return 'x'.repeat(isDay ? DAY_BYTES : units * MAX_BYTES_PER_UNIT);
  });
  const maxBytes = MAX_TEXT_BYTES[part] - FOOTER_BYTES[part];
  const bytes = byteLength(longest);
  return bytes > maxBytes ? [texts.tooManyBytes(bytes, maxBytes)] : [];
}

function checkGuard(template: Template, part: TemplatePart, guard: TemplateGuard): string[] {
  const options = {
    audience: part === 'group' ? 'group' : 'private',
    kind: template.kind,
    studentNames: [template.sample.studentName ?? []].flat(),
  } as const;
  // The guard takes milliseconds a text and the start waits for it: what is the same is judged once.
  const rendered = [template.sample, onlyRequired(template)].map((values) => renderTemplate(template, part, values));
  const messages = [...new Set(rendered)].flatMap((text) => {
    const { decision, findings } = guard(text, options);
    return decision === 'pass' ? [] : findings.map(({ rule, words }) => texts.guardObjects(decision, rule, words));
  });
  return [...new Set(messages)];
}

/** The sample without what may be left out, so that the words which stand in for it are read as well. */
function onlyRequired({ fields, sample }: Template): TemplateValues {
  const required = fields.filter((field) => field.required);
  return Object.fromEntries(required.map(({ name }) => [name, sample[name] ?? '']));
}
