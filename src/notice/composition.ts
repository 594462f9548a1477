import { z } from 'zod';
import type { NoticeContent } from './content.ts';
import type { Recipients } from './recipients.ts';

/**
 * What the sender has said so far about a notice that is not yet complete. It travels as plain JSON in the state of the open
 * question, so a restart between question and answer loses nothing.
 */
const compositionSchema = z.object({
  kind: z.enum(['award', 'discipline', 'fraud', 'free']),
  /** Null = by rotation, or a kind without topics. */
  topic: z.string().nullable(),
  /** Students who are certain. */
  students: z.array(
    z.object({ studentId: z.string(), name: z.string(), className: z.string(), relation: z.string().nullable() }),
  ),
  /** Mentions that fit several students; asked one by one. */
  openMentions: z.array(
    z.object({
      words: z.string(),
      relation: z.string().nullable(),
      candidates: z.array(
        z.object({ studentId: z.string(), studentNo: z.string(), name: z.string(), className: z.string() }),
      ),
    }),
  ),
  audience: z.object({ kind: z.enum(['groups', 'families', 'family']), classNames: z.array(z.string()) }).nullable(),
  fields: z.record(z.string(), z.string()),
  /** The words in which the sender stated that the student agreed to a group text. */
  agreement: z.string().nullable(),
  /** Set when the notice shall go out again and again. */
  schedule: z.object({ cron: z.string(), words: z.string() }).nullable(),
});
export type Composition = z.infer<typeof compositionSchema>;

/** What is asked; `field:<name>` asks for one field of the template. */
const stepSchema = z.union([
  z.enum(['student', 'audience', 'group_choice', 'told', 'told_reason', 'confirm', 'confirm_schedule', 'edit']),
  z.templateLiteral(['field:', z.string()]),
]);
export type Step = z.infer<typeof stepSchema>;

/** State of every question of this folder's conversations. */
export const stateSchema = z.object({
  step: stepSchema,
  composition: compositionSchema.optional(),
  /** The draft that is on show. */
  noticeId: z.string().optional(),
});
export type ConversationState = z.infer<typeof stateSchema>;

export interface NamedClass {
  readonly classId: string;
  readonly className: string;
}

/**
 * Whom the composition is for, once its questions are answered. `classes` are those that the sender reaches. Classes that
 * were named and are not among them come back as `unknownClasses`.
 */
export function toRecipients(
  composition: Composition,
  classes: readonly NamedClass[],
): { readonly recipients: Recipients; readonly unknownClasses: readonly string[] } {
  const { audience, students } = composition;
  if (audience === null || audience.kind === 'family') {
    const list = students.map(({ studentId, relation }) => ({ studentId, relation }));
    return { recipients: { kind: 'students', students: list }, unknownClasses: [] };
  }
  // About a student, a group notice goes to that student's own class and nowhere else.
  const names = students.length > 0 ? [...new Set(students.map(({ className }) => className))] : audience.classNames;
  const idByName = new Map(classes.map(({ classId, className }) => [className, classId]));
  const classIds = names.flatMap((name) => idByName.get(name) ?? []);
  return {
    recipients: { kind: audience.kind, classIds: names.length === 0 ? null : classIds },
    unknownClasses: names.filter((name) => !idByName.has(name)),
  };
}

/** The content that is kept and sent. */
export function toContent(composition: Composition, recipients: Recipients): NoticeContent {
  const { kind, topic, fields, students } = composition;
  const [subject] = students;
  const named = recipients.kind === 'groups' && subject ? { studentName: subject.name } : {};
  return { kind, topic, fields: { ...fields, ...named }, recipients };
}
