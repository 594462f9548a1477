import { z } from 'zod';

/** Who reads a text: everybody in a group, or one family alone. */
export type NoticeAudience = 'group' | 'private';

/** Whom a sender can mean: parents' groups of classes, every family of classes, or the families of students who are named. */
export const RECIPIENTS_KINDS = ['groups', 'families', 'family'] as const;
export type RecipientsKind = (typeof RECIPIENTS_KINDS)[number];

/**
 * Whom a notice is for, as it was asked for and as `notices.recipients` keeps it. The exact targets are worked out from it
 * twice: when the draft is shown and again at the confirmation, because rosters change in between.
 */
export const recipientsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('groups'),
    /** Null = all classes that the sender reaches at that moment. */
    classIds: z.array(z.string()).nullable(),
    /** Only when groups are at different places of the rotation: target key → topic. */
    topicByTarget: z.record(z.string(), z.string()).optional(),
  }),
  z.object({
    kind: z.literal('families'),
    classIds: z.array(z.string()).nullable(),
    topicByTarget: z.record(z.string(), z.string()).optional(),
  }),
  z.object({
    kind: z.literal('family'),
    students: z.array(z.object({ studentId: z.string(), relation: z.string().nullable() })),
  }),
]);
export type Recipients = z.infer<typeof recipientsSchema>;

/** Who reads a text for these recipients. */
export function audienceOf(recipients: Recipients): NoticeAudience {
  return recipients.kind === 'groups' ? 'group' : 'private';
}

/** The one guardian whom a stored notice names for this student, by relation; null = the family. */
export function namedRelationOf(stored: unknown, studentId: string): string | null {
  const { success, data } = recipientsSchema.safeParse(stored);
  if (!success || data.kind !== 'family') return null;
  return data.students.find((one) => one.studentId === studentId)?.relation ?? null;
}
