import type { Reply } from '../command/index.ts';
import type { StudentMention } from '../language/index.ts';
import { lookUpTexts as texts } from './texts.zh.ts';

/** More do not fit on a card; one place is kept for 都不是. */
const MAX_OPTIONS = 5;
export const OTHER_STUDENT = 'other';

/**
 * The question which of several students is meant, told apart by class and number; option keys are student ids, and
 * `OTHER_STUDENT`. For commands that ask by themselves; the dispatcher settles the rest before a command runs.
 */
export function askWhichStudent(mention: StudentMention, state: unknown): Reply {
  const { words, candidates } = mention;
  const shown = candidates.slice(0, MAX_OPTIONS);
  const question = candidates.length === 1 ? texts.isThis(words) : texts.which(words);
  return {
    text: candidates.length > shown.length ? `${question}\n${texts.tooMany}` : question,
    question: {
      options: [
        ...shown.map((it) => ({ key: it.studentId, label: texts.option(it.name, it.className, it.studentNo) })),
        { key: OTHER_STUDENT, label: texts.otherStudent, style: 'plain' as const },
      ],
      acceptsText: true,
      state,
    },
  };
}
