import { toStorableText } from '../shared/bytes.ts';
import { type AppError, ConfigError, InputError } from '../shared/errors.ts';
import type { Template, TemplatePart, TemplateValues } from './library.ts';
import type { TemplateField } from './meta.ts';
import { fillPlaceholders, listPlaceholders } from './placeholders.ts';
import { templateTexts as texts } from './texts.zh.ts';

/**
 * The text of one part with its fields filled in, without the lines of a field that nobody gave and that has no words of its
 * own. Throws `notice.missing_field` (details.field), `notice.bad_field` for a value that is too long, `template.invalid` for a field that the template does not have or a part that it lacks.
 */
export function renderTemplate(template: Template, part: TemplatePart, values: TemplateValues): string {
  const text = template.parts[part];
  if (text === undefined) throw invalid(texts.noPart(template.title, part), template, part);
  for (const name of Object.keys(values)) {
    if (!template.fields.some((field) => field.name === name)) {
      throw invalid(texts.unknownField(template.title, name), template, name);
    }
  }
  const read = (label: string): string => {
    const field = template.fields.find((candidate) => candidate.label === label);
    if (field === undefined) throw invalid(texts.unknownField(template.title, label), template, label);
    return readValue(template, field, values);
  };
  const lines = text.split('\n').filter((line) => listPlaceholders(line).every((label) => read(label) !== ''));
  // A paragraph that fell away leaves one empty line, not two.
  const kept = lines.filter((line, at) => line.trim() !== '' || (at > 0 && lines[at - 1]?.trim() !== ''));
  return fillPlaceholders(kept.join('\n'), read);
}

/** The fields that these parts need and that have no value yet, in the order in which to ask for them. */
export function findMissingFields(
  template: Template,
  parts: readonly TemplatePart[],
  values: TemplateValues,
): readonly TemplateField[] {
  const labels = new Set(parts.flatMap((part) => listPlaceholders(template.parts[part] ?? '')));
  return template.fields.filter(
    (field) => field.required && labels.has(field.label) && clean(values[field.name]) === '',
  );
}

/** Why these values may not go to a group, whoever agrees: the word that was found and the reason; undefined = they may. */
export function findGroupObstacle(
  template: Template,
  values: TemplateValues,
): { readonly word: string; readonly why: string } | undefined {
  for (const { field, words, why } of template.neverToGroup) {
    const value = (values[field] ?? '').normalize('NFKC').replace(/\s/gu, '');
    const word = words.find((candidate) => value.includes(candidate));
    if (word !== undefined) return { word, why };
  }
  return undefined;
}

function readValue(template: Template, field: TemplateField, values: TemplateValues): string {
  const value = clean(values[field.name]);
  if (value.length > field.maxLength) {
    throw new InputError('notice.bad_field', {
      userMessage: texts.tooLong(field.label, field.maxLength),
      details: { kind: template.kind, field: field.name },
    });
  }
  if (value !== '') return value;
  if (field.whenAbsent !== undefined) return field.whenAbsent;
  throw new InputError('notice.missing_field', {
    message: `the notice lacks the field ${field.name}`,
    userMessage: texts.missingField(template.title, field.label),
    details: { kind: template.kind, field: field.name, label: field.label },
  });
}

function clean(value: string | undefined): string {
  return toStorableText(value ?? '').trim();
}

function invalid(userMessage: string, template: Template, field: string): AppError {
  const details = { kind: template.kind, topic: template.topic, field };
  return new ConfigError('template.invalid', { message: 'the template does not fit its values', userMessage, details });
}
