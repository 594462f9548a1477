import type { CommandSpec, Reply, Sender } from './command.ts';
import { ACTIONS, scopeOf } from './permissions.ts';
import type { StoredQuestion } from './question.store.ts';
import { commandTexts as texts } from './texts.zh.ts';

/** What came of a line: the reply, the command whose buttons it carries, and the line to keep with a question. */
export interface Outcome {
  readonly reply: Reply;
  readonly command: string;
  readonly line: string;
  /** Asked again instead of anew: the number of the question stays. */
  readonly questionId?: string;
  /** What the pressed button says from now on. */
  readonly doneLabel?: string;
}

/** A reply that belongs to no command and asks nothing. */
export function plain(reply: Reply): Outcome {
  return { reply, command: '', line: '' };
}

/** The same question once more, under its old number, so that its buttons stay good. */
export function askAgain(open: StoredQuestion, text: string): Outcome {
  const { options, acceptsText, takes, state, tooLate, command, line, questionId } = open;
  const question = { options, acceptsText, takes, state, ...(tooLate === null ? {} : { tooLate }) };
  return { reply: { text, question }, command, line, questionId };
}

/** What the sender is told whose role may not do this; undefined = he or she may. */
export function findDenial(spec: CommandSpec, sender: Sender): Reply | undefined {
  const { role } = sender.staff;
  return scopeOf(role, spec.action) === undefined ? { text: texts.denied(role, ACTIONS[spec.action]) } : undefined;
}
