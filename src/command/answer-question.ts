import type { IndexedStudent } from '../language/index.ts';
import { CLARIFY_COMMAND, type Clarification, parseClarification, settle } from './clarify.ts';
import type { Answer, CommandContext } from './command.ts';
import { matchAnswer } from './match-answer.ts';
import { hasExpired, isMereAnswer, leaveAside, namesDay, staysOpen } from './open-question.ts';
import { askAgain, findDenial, type Outcome, plain } from './outcome.ts';
import { closeQuestion, type StoredQuestion } from './question.store.ts';
import type { Registry } from './registry.ts';
import type { LineRunner } from './run-line.ts';
import { commandTexts as texts } from './texts.zh.ts';

/**
 * A question is open until it is answered, dropped, replaced by another one, or its time is over; `closeQuestion` says who
 * was first, so that a press that comes twice answers once.
 */
export interface QuestionAnswerer {
  /** What a typed line is to the open question: its answer, a wish to drop it, or a line of its own. */
  answerLine(context: CommandContext, open: StoredQuestion): Promise<Outcome>;
  /** A pressed option. */
  answer(context: CommandContext, open: StoredQuestion, answer: Answer): Promise<Outcome>;
}

/** Builds what hands answers to the command that asked; words that are none are run as lines. */
export function createQuestionAnswerer(registry: Registry, lines: LineRunner): QuestionAnswerer {
  async function answerLine(context: CommandContext, open: StoredQuestion): Promise<Outcome> {
    const match = matchAnswer(open, context.reading);
    switch (match.kind) {
      case 'command': {
        const isAside = staysOpen(open, context);
        const outcome = await lines.run(isAside ? { ...context, isAside } : context);
        return { ...outcome, reply: leaveAside(open, outcome.reply, { now: context.now, isAside }) };
      }
      case 'option':
        return answer(context, open, { optionKey: match.option.key, text: context.line });
      case 'words':
        return answer(context, open, { optionKey: null, text: context.line });
      case 'drop':
        await close(context, open);
        return plain({ text: open.tooLate === null ? texts.dropped : texts.askedNoMore });
    }
    if (hasExpired(open, context.now)) {
      await close(context, open);
      return lines.run(context);
    }
    if (match.kind === 'objection') return askAgain(open, texts.objection);
    return askAgain(open, match.kind === 'out_of_range' ? texts.noSuchOption(open.options.length) : texts.chooseFirst);
  }

  async function answer(context: CommandContext, open: StoredQuestion, given: Answer): Promise<Outcome> {
    if (!(await close(context, open))) return plain({ text: texts.stale });
    if (hasExpired(open, context.now)) {
      // Words of a day later may have nothing to do with the question.
      if (given.optionKey === null && !isMereAnswer(context.reading)) return lines.run(context);
      return plain({ text: open.tooLate ?? texts.expired(open.line) });
    }
    if (open.command === CLARIFY_COMMAND) return answerClarification(context, open, given);
    const spec = registry.findByName(open.command);
    if (!spec?.answer) return plain({ text: texts.stale });
    const reply =
      findDenial(spec, context.sender) ?? (await spec.answer({ ...context, line: given.text }, open, given));
    return reply === undefined ? lines.run(context) : { reply, command: spec.name, line: open.line };
  }

  async function answerClarification(context: CommandContext, open: StoredQuestion, given: Answer): Promise<Outcome> {
    if (given.optionKey === 'cancel') return plain({ text: texts.dropped });
    const before = parseClarification(open.state);
    const { yesNo, confirm } = context.reading.answer;
    const isAgreed = given.optionKey === null && (confirm || yesNo === 'yes');
    const after = settle(before, given, {
      candidates: findAskedAbout(context, before),
      isAgreed,
      isDay: namesDay(context.reading),
      reading: lines.readAgain(context, before),
    });
    return after ? lines.runSettled({ ...context, line: open.line }, after) : askAgain(open, texts.nobodyFits);
  }

  function findAskedAbout(context: CommandContext, clarification: Clarification): readonly IndexedStudent[] {
    const { students, records } = lines.readAgain(context, clarification);
    const mentions = [...students, ...records.map(({ student }) => student)];
    return mentions.find(({ words }) => words === clarification.asking)?.candidates ?? [];
  }

  return { answerLine, answer };
}

/** True when it was still open. */
function close({ db, sender }: CommandContext, { questionId }: StoredQuestion): Promise<boolean> {
  return closeQuestion(db, sender, questionId);
}
