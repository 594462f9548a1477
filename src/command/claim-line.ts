import type { CommandContext, CommandSpec, Reply } from './command.ts';
import { hasExpired } from './open-question.ts';
import { scopeOf } from './permissions.ts';
import type { StoredQuestion } from './question.store.ts';

/** The first command that takes the line because of something that goes on, with its reply; undefined = none does. */
export async function claimLine(
  specs: readonly CommandSpec[],
  context: CommandContext,
  asked: StoredQuestion | undefined,
): Promise<{ readonly spec: CommandSpec; readonly reply: Reply } | undefined> {
  const open = asked === undefined || hasExpired(asked, context.now) ? undefined : asked;
  for (const spec of specs) {
    if (!spec.claim || scopeOf(context.sender.staff.role, spec.action) === undefined) continue;
    const reply = await spec.claim(context, open);
    if (reply) return { spec, reply };
  }
  return undefined;
}
