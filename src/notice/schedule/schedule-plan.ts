import { z } from 'zod';
import { recipientsSchema } from '../audience/recipients.ts';

/** What each run of a schedule prepares, as `schedules.plan` keeps it: classes null = those of the owner at that time. */
export const schedulePlanSchema = z.object({
  topic: z.string().nullable(),
  fields: z.record(z.string(), z.string()),
  recipients: recipientsSchema,
});
export type SchedulePlan = z.infer<typeof schedulePlanSchema>;
