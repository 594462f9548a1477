import type { TemplateLibrary } from '../../template/index.ts';
import { noticeTexts } from '../texts.zh.ts';
import type { BatchDraft } from './batch.store.ts';

/** What its sender must state before a draft may go out: that the student consents, or was told. Kept in the fields. */
export type Matter = 'consent' | 'told';

/** Kinds that ask in a batch, where five are sent with one word, though not when a teacher writes one of his own accord. */
const TOLD_IN_BATCHES: ReadonlySet<string> = new Set(['failed_courses']);

/** The first matter that is open for this draft, as the kind demands it (meta.json). */
export function findMatter(library: TemplateLibrary, { notice: { kind, fields } }: BatchDraft): Matter | undefined {
  const policy = library.kinds.find((one) => one.kind === kind)?.policy;
  const consent = policy?.studentConsent;
  if (consent?.values.includes(fields[consent.field] ?? '') && fields.studentConsent === undefined) return 'consent';
  const isAsked = policy?.askStudentTold === true || TOLD_IN_BATCHES.has(kind);
  if (!isAsked) return undefined;
  const isStated =
    fields.studentToldFirst === 'yes' ||
    (fields.studentToldFirst === 'exception' && fields.toldFirstReason !== undefined);
  return isStated ? undefined : 'told';
}

/** Why the kind asks for consent. */
export function whyConsent(library: TemplateLibrary, kind: string): string {
  return library.kinds.find((one) => one.kind === kind)?.policy.studentConsent?.why ?? '';
}

/** The fields that a pressed answer states; undefined = none of them. */
export function statedFields(matter: Matter, key: string | null): Record<string, string> | undefined {
  if (matter === 'consent') return key === 'yes' || key === 'rule' ? { studentConsent: key } : undefined;
  return key === 'yes' ? { studentToldFirst: 'yes', toldStudent: noticeTexts.toldStudent } : undefined;
}

/** The fields of a draft that goes out although the student was not told. */
export function exceptionFields(reason: string): Record<string, string> {
  return { studentToldFirst: 'exception', toldFirstReason: reason };
}
