import { z } from 'zod';
import { RECIPIENTS_KINDS } from '../audience/recipients.ts';
import { noticeKindSchema } from '../kinds/notice-kinds.ts';

/**
 * What the sender has said so far about a notice that is not yet complete. It travels as plain JSON in the state of the open
 * question, so a restart between question and answer loses nothing.
 */
export const compositionSchema = z.object({
  kind: noticeKindSchema,
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
  audience: z.object({ kind: z.enum(RECIPIENTS_KINDS), classNames: z.array(z.string()) }).nullable(),
  fields: z.record(z.string(), z.string()),
  /** The words in which the sender stated that the student agreed to a group text. */
  agreement: z.string().nullable(),
  /** Whether it may wait for the evening; null = as its kind says. */
  isLow: z.boolean().nullable().default(null),
  /** When it shall go out, as the sender said it: an instant, or why there can be none; absent = at once. */
  sendTime: z
    .object({ at: z.string().nullable(), words: z.string(), problem: z.enum(['past', 'no_such_time']).nullable() })
    .nullable()
    .optional(),
  /** Doubts about days that the sender has settled, each with its value: `year:deadline:2027-10-15`. */
  settled: z.array(z.string()).default([]),
  /** Set when the notice shall go out again and again. */
  schedule: z.object({ cron: z.string(), words: z.string() }).nullable(),
});
export type Composition = z.infer<typeof compositionSchema>;

/** What is asked; `field:<name>` asks for one field of the template. */
const stepSchema = z.union([
  z.enum([
    'student',
    'audience',
    'group_choice',
    'consent',
    'told',
    'told_reason',
    'confirm',
    'confirm_schedule',
    'edit',
    'year',
    'past_day',
    'send_time',
  ]),
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
