import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { ConfigError } from '../shared/errors.ts';
import { findTemplateProblems } from './find-template-problems.ts';
import type { Template, TemplateKind, TemplateLibrary, TemplatePart, TemplateProblem } from './library.ts';
import {
  type KindMeta,
  kindMetaSchema,
  sampleSchema,
  type TemplateField,
  type TopicMeta,
  topicMetaSchema,
} from './meta.ts';
import { listPlaceholders } from './placeholders.ts';
import { SYSTEM_FIELDS } from './system-fields.ts';
import { templateTexts as texts } from './texts.zh.ts';

const PARTS: readonly TemplatePart[] = ['family', 'group', 'phone'];
const FILES: ReadonlySet<string> = new Set(['meta.json', 'sample.json', ...PARTS.map((part) => `${part}.txt`)]);

/**
 * Reads and checks every file of the folder of templates, once, at the start. Throws `template.invalid` with all problems at
 * once in `details.problems` (`TemplateProblem[]`).
 */
export function loadTemplates(directory: string): TemplateLibrary {
  const source: Source = { directory, problems: [] };
  const kinds = readKinds(source);
  const { problems } = source;
  if (problems.length === 0) return { kinds };
  throw new ConfigError('template.invalid', {
    message: problems.map(({ file, message }) => `templates/${file}: ${message}`).join('\n'),
    userMessage: texts.invalid([...new Set(problems.map(({ file }) => file))]),
    details: { problems },
  });
}

/** What is read, and what was found wrong on the way, so that an editor sees all of it at once. */
interface Source {
  readonly directory: string;
  readonly problems: TemplateProblem[];
}

function readKinds(source: Source): TemplateKind[] {
  const folders = list(source, '').filter((entry) => entry.isDirectory());
  if (folders.length === 0) report(source, '', texts.noTemplates);
  return folders.flatMap(({ name }) => readKind(source, name) ?? []);
}

function readKind(source: Source, kind: string): TemplateKind | undefined {
  const meta = readJson(source, `${kind}/meta.json`, kindMetaSchema);
  if (meta === undefined) return undefined;
  const templates =
    meta.topics === undefined
      ? [readTemplate(source, kind, undefined, meta, meta)]
      : readTopics(source, kind, meta, meta.topics);
  const { title, aliases, audiences, fields: _fields, topics: _topics, note: _note, facts: _facts, ...policy } = meta;
  return { kind, title, aliases, audiences, policy, templates: templates.filter((template) => template !== undefined) };
}

function readTopics(source: Source, kind: string, meta: KindMeta, topics: readonly string[]): (Template | undefined)[] {
  const found = list(source, kind).filter((entry) => entry.name !== 'meta.json');
  for (const { name } of found) {
    if (!topics.includes(name)) report(source, `${kind}/${name}`, texts.undeclaredTopic);
  }
  return topics.map((topic) => {
    if (!found.some(({ name }) => name === topic)) {
      report(source, `${kind}/${topic}`, texts.noTopic);
      return undefined;
    }
    const topicMeta = readJson(source, `${kind}/${topic}/meta.json`, topicMetaSchema);
    return topicMeta === undefined ? undefined : readTemplate(source, kind, topic, meta, topicMeta);
  });
}

function readTemplate(
  source: Source,
  kind: string,
  topic: string | undefined,
  meta: KindMeta,
  own: TopicMeta,
): Template | undefined {
  const folder = topic === undefined ? kind : `${kind}/${topic}`;
  const names = list(source, folder).map(({ name }) => name);
  for (const name of names) {
    if (!FILES.has(name)) report(source, `${folder}/${name}`, texts.unexpectedFile);
  }
  const parts: Partial<Record<TemplatePart, string>> = {};
  for (const part of PARTS) {
    const file = `${folder}/${part}.txt`;
    const isAllowed = part === 'phone' || meta.audiences.includes(part);
    if (!isAllowed && names.includes(`${part}.txt`)) report(source, file, texts.groupNotAllowed);
    if (isAllowed) parts[part] = readText(source, file) ?? '';
  }
  const sample = readJson(source, `${folder}/sample.json`, sampleSchema);
  if (sample === undefined) return undefined;
  const fields = fieldsOf(meta, Object.values(parts));
  const nameOf = new Map(fields.map(({ label, name }) => [label, name]));
  const template: Template = {
    kind,
    topic,
    folder,
    title: own.title,
    aliases: own.aliases,
    facts: own.facts,
    audiences: meta.audiences,
    fields,
    neverToGroup: meta.neverToGroup,
    parts,
    sample: {
      ...Object.fromEntries(
        fields.filter(({ filledBy }) => filledBy === 'system').map((one) => [one.name, one.example]),
      ),
      ...Object.fromEntries(Object.entries(sample).map(([label, value]) => [nameOf.get(label) ?? label, value])),
    },
  };
  source.problems.push(...findTemplateProblems(template));
  return template;
}

/** The system's fields that the texts use, and all of the sender's. */
function fieldsOf(meta: KindMeta, texts: readonly string[]): TemplateField[] {
  const used = new Set(texts.flatMap((text) => listPlaceholders(text)));
  const own = meta.fields.map((field): TemplateField => ({ ...field, filledBy: 'sender' }));
  return [...SYSTEM_FIELDS.filter(({ label }) => used.has(label)), ...own];
}

function readJson<T>(source: Source, file: string, schema: z.ZodType<T>): T | undefined {
  const content = readText(source, file);
  if (content === undefined) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch {
    report(source, file, texts.unreadable);
    return undefined;
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) report(source, file, texts.badMeta(path.join('.'), message));
  return undefined;
}

/** The text without a byte order mark, with `\n`, without blanks at the ends: editors on Windows add all three. */
function readText(source: Source, file: string): string | undefined {
  let content: string;
  try {
    content = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(join(source.directory, file)));
  } catch (error) {
    report(source, file, isMissing(error) ? texts.missingFile : texts.unreadable);
    return undefined;
  }
  const text = content.replace(/\r\n?/gu, '\n').trim();
  if (text === '') report(source, file, texts.emptyText);
  return text === '' ? undefined : text;
}

/** Entries by name; hidden files, which file managers leave behind, are not seen. */
function list(source: Source, folder: string): Dirent[] {
  try {
    const entries = readdirSync(join(source.directory, folder), { withFileTypes: true });
    return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    report(source, folder, texts.unreadable);
    return [];
  }
}

function report(source: Source, file: string, message: string): void {
  source.problems.push({ file, message });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
