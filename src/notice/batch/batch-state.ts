import { z } from 'zod';
import { DRAFT_LIFETIME_MS } from '../notice-states.ts';

/**
 * What is asked while somebody goes through drafts. The drafts themselves are in the database, so that a lost question
 * loses nothing: 看草稿 begins again.
 */
export const batchStateSchema = z.discriminatedUnion('step', [
  z.object({ step: z.literal('choose'), from: z.number().int().nonnegative().default(0) }),
  z.object({ step: z.literal('matter'), matter: z.enum(['consent', 'told']), batchId: z.string() }),
  z.object({ step: z.literal('batch'), batchId: z.string() }),
  z.object({ step: z.literal('drop_all'), batchId: z.string() }),
  z.object({ step: z.literal('one'), batchId: z.string(), noticeId: z.string() }),
  z.object({
    step: z.literal('matter_one'),
    matter: z.enum(['consent', 'told']),
    batchId: z.string(),
    noticeId: z.string(),
  }),
  z.object({ step: z.literal('told_reason'), batchId: z.string(), noticeId: z.string() }),
  z.object({ step: z.literal('edit'), batchId: z.string(), noticeId: z.string() }),
  z.object({ step: z.literal('field'), batchId: z.string(), noticeId: z.string(), name: z.string() }),
]);
export type BatchState = z.infer<typeof batchStateSchema>;
/** A step about one draft. */
export type OneState = Extract<BatchState, { readonly noticeId: string }>;

/** How long a question about drafts stays open, ms. */
export const BATCH_QUESTION_MS = DRAFT_LIFETIME_MS;
