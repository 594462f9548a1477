import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Call, ServerContext } from './call.ts';

const flagsSchema = z.object({
  enable_duplicate_check: z.coerce.number().optional(),
  duplicate_check_interval: z.coerce.number().optional(),
});

const DEFAULT_SECONDS = 1800;
const MAX_SECONDS = 14_400;

/**
 * Whether the same JSON was accepted inside the duplicate window (wecom.md §4: default 1,800 s, at most 14,400 s), and the
 * function that notes its acceptance. Without `enable_duplicate_check` nothing is compared and nothing noted.
 */
export function checkDuplicate(context: ServerContext, call: Call): { isDuplicate: boolean; note(): void } {
  const flags = flagsSchema.safeParse(call.body);
  if (!flags.success || flags.data.enable_duplicate_check !== 1) return { isDuplicate: false, note: () => {} };
  const seconds = Math.min(flags.data.duplicate_check_interval ?? DEFAULT_SECONDS, MAX_SECONDS);
  const hash = createHash('sha256')
    .update(`${call.api}\n${JSON.stringify(call.body)}`)
    .digest('hex');
  const acceptedAt = context.journal.state.acceptedBodies.get(hash);
  const isDuplicate = acceptedAt !== undefined && context.now() - acceptedAt < context.windows.scaled(seconds * 1000);
  return {
    isDuplicate,
    note: () => void context.journal.record({ type: 'body_accepted', hash, realMs: context.now() }),
  };
}
