import type { CommandContext, CommandSpec, PendingQuestion, Reply } from './command.ts';
import { scopeOf } from './permissions.ts';

/** The first command that takes the line because of something that goes on, with its reply; undefined = none does. */
export async function claimLine(
  specs: readonly CommandSpec[],
  context: CommandContext,
  open: PendingQuestion | undefined,
): Promise<{ readonly spec: CommandSpec; readonly reply: Reply } | undefined> {
  for (const spec of specs) {
    if (!spec.claim || scopeOf(context.sender.staff.role, spec.action) === undefined) continue;
    const reply = await spec.claim(context, open);
    if (reply) return { spec, reply };
  }
  return undefined;
}
