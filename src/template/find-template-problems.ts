import type { Template, TemplateProblem } from './library.ts';
import { hasLooseBracket, listPlaceholders } from './placeholders.ts';
import { SYSTEM_FIELDS } from './system-fields.ts';
import { templateTexts as texts } from './texts.zh.ts';

/** Where the files of one template contradict each other: fields, placeholders, sample, rules. */
export function findTemplateProblems(template: Template): TemplateProblem[] {
  return [...findFieldProblems(template), ...findTextProblems(template), ...findSampleProblems(template)];
}

function findFieldProblems({ kind, topic, fields, parts, neverToGroup }: Template): TemplateProblem[] {
  const file = `${kind}/meta.json`;
  const messages: string[] = [];
  const own = fields.filter(({ filledBy }) => filledBy === 'sender');
  for (const [index, field] of own.entries()) {
    const earlier = [...SYSTEM_FIELDS, ...own.slice(0, index)];
    if (earlier.some(({ name, label }) => name === field.name || label === field.label)) {
      messages.push(texts.doubledField(field.label));
    }
    // Topics share the fields of their kind, and not each of them needs all.
    const isUsed = Object.values(parts).some((text) => listPlaceholders(text).includes(field.label));
    if (topic === undefined && !isUsed) messages.push(texts.unusedField(field.label));
  }
  for (const rule of neverToGroup) {
    if (!fields.some(({ name }) => name === rule.field)) messages.push(texts.badFieldInRule(rule.field));
  }
  return messages.map((message) => ({ file, message }));
}

function findTextProblems({ folder, fields, parts }: Template): TemplateProblem[] {
  return Object.entries(parts).flatMap(([part, text]) => {
    const undeclared = listPlaceholders(text).filter((label) => !fields.some((field) => field.label === label));
    const messages = undeclared.map((label) => texts.undeclaredField(label));
    if (hasLooseBracket(text)) messages.push(texts.looseBracket);
    return messages.map((message) => ({ file: `${folder}/${part}.txt`, message }));
  });
}

function findSampleProblems({ folder, fields, sample }: Template): TemplateProblem[] {
  const messages: string[] = [];
  for (const name of Object.keys(sample)) {
    if (!fields.some((field) => field.name === name)) messages.push(texts.sampleUnknown(name));
  }
  for (const { name, label, required, maxLength, choices } of fields) {
    const value = sample[name];
    if (value === undefined && required) messages.push(texts.sampleMissing(label));
    if (value !== undefined && value.length > maxLength) messages.push(texts.sampleTooLong(label, maxLength));
    if (value !== undefined && choices?.includes(value) === false) messages.push(texts.sampleNoChoice(label));
  }
  return messages.map((message) => ({ file: `${folder}/sample.json`, message }));
}
