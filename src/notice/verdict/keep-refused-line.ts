import type { CommandContext } from '../../command/index.ts';
import { checkText, type GuardFinding } from '../guard/index.ts';
import { keepVerdict } from './keep-verdict.ts';

/**
 * Keeps a line that was refused before it became a draft (群里发排名, 班费转我微信; obligation A02: refused and logged), with the
 * rules that the guard finds in it, or `refused_line` where it finds none. `answer` is what the sender was told.
 */
export async function keepRefusedLine(context: CommandContext, line: string, answer: string): Promise<void> {
  const { findings } = checkText(line, { audience: 'group' });
  const refused: GuardFinding = { rule: 'refused_line', words: '', why: answer, suggestion: '' };
  await keepVerdict(
    context,
    { noticeId: null, staffId: context.sender.staff.staffId },
    { decision: 'block', findings: findings.length > 0 ? findings : [refused], draft: line },
  );
}
