import { z } from 'zod';
import type { CommandContext, CommandSpec, Reply } from '../../command/index.ts';
import { listOffers } from './ladder.store.ts';
import { LADDER_COMMAND } from './ladder-work.ts';
import { askToTake, type LadderDependencies, takeSteps } from './take-steps.ts';
import { ladderTexts as texts } from './texts.zh.ts';

const State = z.object({
  offers: z.array(
    z.object({ noticeId: z.guid(), studentId: z.guid(), rung: z.string(), digest: z.string().default('') }),
  ),
});

/** The buttons under the daily message: the next step for all of its families, or for one. No words of its own. */
export function createLadderCommand(dependencies: LadderDependencies): CommandSpec {
  return {
    name: LADDER_COMMAND,
    intents: [],
    action: 'send_private_notice',
    summary: null,
    examples: [],
    run: async () => ({ text: texts.gone }),
    press: async (context, key) => press(context, dependencies, key),
    answer: async (context, question, { optionKey }) =>
      optionKey === 'confirm'
        ? takeSteps(context, dependencies, State.parse(question.state).offers)
        : { text: texts.notTaken },
  };
}

async function press(context: CommandContext, dependencies: LadderDependencies, key: string): Promise<Reply> {
  const [which, batchId = '', noticeId, studentId] = key.split(':');
  if (!z.guid().safeParse(batchId).success) return { text: texts.gone };
  const offers = await listOffers(context.db, batchId, context.sender.staff.staffId);
  const meant =
    which === 'all' ? offers : offers.filter((offer) => offer.noticeId === noticeId && offer.studentId === studentId);
  return meant.length === 0 ? { text: texts.gone } : askToTake(context, dependencies, meant);
}
