import { z } from 'zod';

/** What the people who edit `meta.json` may write; anything else is refused, so that a typing error cannot pass. */

const text = z.string().trim().min(1);

const field = z
  .strictObject({
    /** The key in code, e.g. `decisionNo`. */
    name: z.string().regex(/^[a-z][A-Za-z0-9]*$/u),
    /** The word between the brackets of a text, and what a person is told when it is missing: 决定文号. */
    label: z.string().regex(/^[\p{Script=Han}A-Za-z0-9]{1,12}$/u),
    /** The question that asks the sender for it. */
    ask: text,
    /** A day is kept as YYYY-MM-DD, written as 2026年9月8日, and asked for again when it is none; `day_ahead` is still to come. */
    type: z.enum(['text', 'day', 'day_ahead']).default('text'),
    /** The only values, offered as buttons. */
    choices: z.array(text).min(2).max(5).optional(),
    /** What it is before the sender says anything: the day on which the notice is begun. */
    startsAs: z.literal('today').optional(),
    required: z.boolean(),
    /** What stands in the text when the sender gives nothing; only for a field that is not required. Empty: its line goes. */
    whenAbsent: z.string().trim().optional(),
    /** UTF-16 units of the value; decides the largest text that can come out. */
    maxLength: z.int().min(1).max(1_000),
    example: text,
  })
  .refine((value) => value.required === (value.whenAbsent === undefined), {
    error: '选填字段要写明不填时显示什么（whenAbsent），必填字段不能写',
  });

const fact = z.strictObject({
  claim: text,
  /** A law with its article, or a page with its address. */
  source: text,
  /** The day on which somebody read the source, YYYY-MM-DD; null = nobody has yet, to be checked before it is printed in a letter. */
  readOn: z.iso.date().nullable(),
});

const audience = z.enum(['family', 'group']);

/** Words that keep a value out of a group, whoever agrees; plain words, nothing that executes. */
const neverToGroup = z.strictObject({ field: text, words: z.array(text).min(1), why: text });

const shared = {
  title: text,
  /** Other words by which a sender may call it: 刷单, 点赞返利. */
  aliases: z.array(text).default([]),
  /** Why it is as it is, for the next editor. */
  note: text.optional(),
  facts: z.array(fact).default([]),
};

/**
 * What the kind demands of a notice, besides words. The same for most kinds, so it is said here and needs no code; what only
 * one kind has is in src/notice/kinds/.
 */
const policy = {
  /** Is it about one student, who must be named? */
  needsStudent: z.boolean(),
  /** May one notice go to the families of several named students, in the same words? */
  severalStudents: z.boolean().default(false),
  /** Where it goes when the sender does not say: to the named student's family, to each family, to groups, or ask. */
  defaultAudience: z.enum(['family', 'families', 'groups', 'ask']),
  /** What the permission table must allow for a notice to single families. */
  permission: z.enum(['send_private_notice', 'send_discipline_notice']).default('send_private_notice'),
  /** Urgent ones ignore quiet hours. */
  isUrgent: z.boolean().default(false),
  /** Low ones go out together at 18:00, unless the sender wants it at once. */
  isLow: z.boolean().default(false),
  /** Ask whether the student, an adult, was told before the family. */
  askStudentTold: z.boolean().default(false),
  /** Ask whether the student consents to the family being told; with a field, only for these of its values. */
  studentConsent: z.strictObject({ field: text, values: z.array(text).min(1), why: text }).optional(),
  /** A group may get it only after the sender stated that the student agreed. */
  groupNeedsStudentAgreement: z.boolean().default(false),
  neverToGroup: z.array(neverToGroup).default([]),
  /** Said when somebody wants it in a group although it is for families alone. */
  whyNotGroup: text.optional(),
  /** It answers a family that wrote: the sender who names nobody gets the words to copy. */
  isReply: z.boolean().default(false),
  /** Lines that ask for it, for the list of kinds. */
  examples: z.array(text).min(1),
};

export const kindMetaSchema = z
  .strictObject({
    ...shared,
    ...policy,
    audiences: z.array(audience).min(1),
    fields: z.array(field),
    /** Sub-folders, in the order in which they take turns; a kind with topics has its texts in them. */
    topics: z.array(z.string().regex(/^[a-z][a-z0-9_]*$/u)).optional(),
  })
  .refine(
    ({ studentConsent, fields }) =>
      studentConsent === undefined ||
      fields.some(
        ({ name, choices }) =>
          name === studentConsent.field && studentConsent.values.every((value) => choices?.includes(value)),
      ),
    { error: 'studentConsent 里的 field 要是一个有 choices 的字段，values 要在 choices 里' },
  )
  .refine(({ audiences, whyNotGroup }) => audiences.includes('group') === (whyNotGroup === undefined), {
    error: '不许发群的要写明为什么（whyNotGroup），可以发群的不能写',
  });

/** A topic takes audiences and fields from its kind. */
export const topicMetaSchema = z.strictObject(shared);

/** What the person who fills in sees: label → value, all texts. */
export const sampleSchema = z.record(z.string(), text);

/** A field of a template: one that the sender is asked for, or one that the system knows from the roster and the clock. */
export type TemplateField = Omit<z.infer<typeof field>, 'ask'> & {
  readonly ask?: string;
  readonly filledBy: 'sender' | 'system';
};
export type KindPolicy = Pick<z.infer<typeof kindMetaSchema>, keyof typeof policy>;
export type TemplateFact = z.infer<typeof fact>;
export type TemplateAudience = z.infer<typeof audience>;
export type KindMeta = z.infer<typeof kindMetaSchema>;
export type TopicMeta = z.infer<typeof topicMetaSchema>;
