import { z } from 'zod';

/** What the people who edit `meta.json` may write; anything else is refused, so that a typing error cannot pass. */

const text = z.string().trim().min(1);

const field = z
  .strictObject({
    /** The key in code, e.g. `decisionNo`. */
    name: z.string().regex(/^[a-z][A-Za-z0-9]*$/u),
    /** The word between the brackets of a text, and what a person is told when it is missing: 决定文号. */
    label: z.string().regex(/^[\p{Script=Han}A-Za-z0-9]{1,12}$/u),
    /** Who fills it: the sender is asked, the system knows it from the roster and the clock. */
    filledBy: z.enum(['sender', 'system']),
    /** The question that asks the sender for it. */
    ask: text.optional(),
    required: z.boolean(),
    /** What stands in the text when the sender gives nothing; only for a field that is not required. */
    whenAbsent: text.optional(),
    /** UTF-16 units of the value; decides the largest text that can come out. */
    maxLength: z.int().min(1).max(1_000),
    example: text,
  })
  .refine((value) => value.filledBy === 'system' || value.ask !== undefined, {
    error: '由发送人填写的字段要写明怎么问（ask）',
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

export const kindMetaSchema = z.strictObject({
  ...shared,
  audiences: z.array(audience).min(1),
  fields: z.array(field),
  /** A group may get it only after the sender stated that the student agreed. */
  groupNeedsStudentAgreement: z.boolean().default(false),
  neverToGroup: z.array(neverToGroup).default([]),
  /** Sub-folders, in the order in which they take turns; a kind with topics has its texts in them. */
  topics: z.array(z.string().regex(/^[a-z][a-z0-9_]*$/u)).optional(),
});

/** A topic takes audiences and fields from its kind. */
export const topicMetaSchema = z.strictObject(shared);

/** What the person who fills in sees: label → value, all texts. */
export const sampleSchema = z.record(z.string(), text);

export type TemplateField = z.infer<typeof field>;
export type TemplateFact = z.infer<typeof fact>;
export type TemplateAudience = z.infer<typeof audience>;
export type KindMeta = z.infer<typeof kindMetaSchema>;
export type TopicMeta = z.infer<typeof topicMetaSchema>;
