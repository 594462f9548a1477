import { createHash } from 'node:crypto';
import { addDays, isDay } from '../../calendar/index.ts';
import type { StaffMember } from '../../command/index.ts';
import {
  getTemplate,
  type Template,
  type TemplateLibrary,
  type TemplatePart,
  type TemplateValues,
} from '../../template/index.ts';
import type { ClassFacts } from '../audience/facts.ts';
import type { Recipients } from '../audience/recipients.ts';
import type { NoticeKind } from '../kinds/notice-kinds.ts';
import { noticeTexts, STAFF_ROLE_WORDS } from '../texts.zh.ts';

/** What a notice says and for whom: enough to work out every delivery anew. */
export interface NoticeContent {
  readonly kind: NoticeKind;
  /** Sub-folder, for a kind with topics; null when targets get different ones (`recipients.topicByTarget`). */
  readonly topic: string | null;
  /** What the sender gave: template fields, days as YYYY-MM-DD, and facts that no text prints (`studentToldFirst`). */
  readonly fields: Readonly<Record<string, string>>;
  readonly recipients: Recipients;
}

/** Appeals are possible within 10 days of the service on the student (教育部令第41号, domain.md §4.1). */
const APPEAL_DAYS = 10;

/** The last day of an appeal, YYYY-MM-DD: the day of service itself does not count. */
export function appealUntil(servedOn: string): string {
  return addDays(servedOn, APPEAL_DAYS);
}

/** The template of one target. */
export function templateFor(library: TemplateLibrary, content: NoticeContent, targetKey: string): Template {
  const { recipients } = content;
  const own = recipients.kind === 'family' ? undefined : recipients.topicByTarget?.[targetKey];
  return getTemplate(library, content.kind, own ?? content.topic ?? undefined);
}

/** Every template that the content uses, without doubles. */
export function listTemplatesOf(library: TemplateLibrary, content: NoticeContent): readonly Template[] {
  const { recipients } = content;
  const topics = recipients.kind === 'family' ? undefined : recipients.topicByTarget;
  if (topics === undefined || content.topic !== null) return [templateFor(library, content, '')];
  return [...new Set(Object.values(topics))].map((topic) => getTemplate(library, content.kind, topic));
}

export interface ValueFacts {
  readonly schoolName: string;
  readonly staff: Pick<StaffMember, 'name' | 'role'>;
  readonly classFacts: ClassFacts;
  /** Null for a group. */
  readonly studentName: string | null;
}

/** The values of one target's text; only fields that the template has. */
export function buildValues(template: Template, content: NoticeContent, facts: ValueFacts): TemplateValues {
  const { fields } = content;
  const role = STAFF_ROLE_WORDS[facts.staff.role];
  const known: Record<string, string | undefined> = {
    ...fields,
    studentName: facts.studentName ?? fields.studentName,
    school: facts.schoolName,
    college: role.office ?? facts.classFacts.collegeName,
    className: facts.classFacts.className,
    staffRole: role.title,
    staffName: facts.staff.name,
    ...(fields.servedOn === undefined ? {} : { appealUntil: appealUntil(fields.servedOn) }),
  };
  const values: Record<string, string> = {};
  for (const { name } of template.fields) {
    const value = known[name];
    if (value !== undefined) values[name] = isDay(value) ? noticeTexts.writtenDay(value) : value;
  }
  return values;
}

/** One file as it was when a notice was made from it. */
export interface TemplateText {
  readonly folder: string;
  readonly part: TemplatePart;
  readonly text: string;
}

/** The files from which the texts are made. */
export function listTemplateTexts(templates: readonly Template[], part: TemplatePart): readonly TemplateText[] {
  return templates.map(({ folder, parts }) => ({ folder, part, text: parts[part] ?? '' }));
}

/** Changes whenever one of the files does. */
export function versionOf(templateTexts: readonly TemplateText[]): string {
  const hash = createHash('sha256');
  for (const { folder, part, text } of templateTexts) hash.update(`${folder}\0${part}\0${text}\0`);
  return hash.digest('hex').slice(0, 16);
}
