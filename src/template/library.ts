import { BugError } from '../shared/errors.ts';
import type { KindPolicy, TemplateAudience, TemplateFact, TemplateField } from './meta.ts';

/** `family` and `group` are sent, `phone` is the outline that a counsellor has before him while calling. */
export type TemplatePart = TemplateAudience | 'phone';

/** One text of a kind, or of one topic of a kind, as the files under /templates say it. */
export interface Template {
  readonly kind: string;
  /** The sub-folder, for a kind with topics. */
  readonly topic: string | undefined;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly audiences: readonly TemplateAudience[];
  /** Those of the system that the texts use, then those of the sender. */
  readonly fields: readonly TemplateField[];
  readonly neverToGroup: KindPolicy['neverToGroup'];
  readonly facts: readonly TemplateFact[];
  /** `[决定文号]` stands where the value of the field with that label goes. */
  readonly parts: Readonly<Partial<Record<TemplatePart, string>>>;
  /** Field name → value; fills every part. */
  readonly sample: TemplateValues;
  /** The folder, relative to /templates, with `/`: for messages. */
  readonly folder: string;
}

/** Field name → value. */
export type TemplateValues = Readonly<Record<string, string>>;

export interface TemplateKind {
  readonly kind: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly audiences: readonly TemplateAudience[];
  readonly policy: KindPolicy;
  /** One for a plain kind; one a topic, in the order of turns, for a kind with topics. */
  readonly templates: readonly Template[];
}

export interface TemplateLibrary {
  /** Sorted by folder name. */
  readonly kinds: readonly TemplateKind[];
}

/** What is wrong with one file of /templates; the message is Chinese, for the person who edits it. */
export interface TemplateProblem {
  readonly file: string;
  readonly message: string;
}

/** The kind of this folder, which must be there; throws `bug.unexpected`. */
export function getTemplateKind(library: TemplateLibrary, kind: string): TemplateKind {
  const found = library.kinds.find((entry) => entry.kind === kind);
  if (found !== undefined) return found;
  throw new BugError('bug.unexpected', { message: 'no such kind of template', details: { kind } });
}

/** The text of a kind (and topic), if there is one. */
export function findTemplate(library: TemplateLibrary, kind: string, topic?: string): Template | undefined {
  const templates = library.kinds.find((entry) => entry.kind === kind)?.templates;
  return templates?.find((template) => template.topic === topic);
}

/** The text of a kind (and topic) that must be there; throws `bug.unexpected`. */
export function getTemplate(library: TemplateLibrary, kind: string, topic?: string): Template {
  const template = findTemplate(library, kind, topic);
  if (template !== undefined) return template;
  throw new BugError('bug.unexpected', { message: 'no such template', details: { kind, topic } });
}

/** Every text of every kind. */
export function listTemplates(library: TemplateLibrary): readonly Template[] {
  return library.kinds.flatMap(({ templates }) => templates);
}
