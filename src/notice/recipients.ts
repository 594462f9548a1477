import { z } from 'zod';

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
    kind: z.literal('students'),
    students: z.array(z.object({ studentId: z.string(), relation: z.string().nullable() })),
  }),
]);
export type Recipients = z.infer<typeof recipientsSchema>;

/** Does everybody in a group read it, or one family alone? */
export function audienceOf(recipients: Recipients): 'group' | 'private' {
  return recipients.kind === 'groups' ? 'group' : 'private';
}
