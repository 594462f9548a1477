import type { QuestionAnswerer } from './answer-question.ts';
import { parseButtonKey } from './button-key.ts';
import type { CommandContext } from './command.ts';
import type { InboundLine } from './inbound-line.ts';
import { findCardButton } from './member-message.store.ts';
import { findDenial, type Outcome, plain } from './outcome.ts';
import { findOpenQuestion } from './question.store.ts';
import type { Registry } from './registry.ts';
import { commandTexts as texts } from './texts.zh.ts';

type Press = Extract<InboundLine['event'], { kind: 'button' }>;

/** One press: of an option of the question that is open, or of a standing button of a reply, old or new. */
export async function pressButton(
  context: CommandContext,
  press: Press,
  { registry, questions }: { readonly registry: Registry; readonly questions: QuestionAnswerer },
): Promise<Outcome> {
  const stale: Outcome = { ...plain({ text: texts.stale }), doneLabel: texts.pressed };
  const { buttonKey, taskId, senderId } = press;
  const key = parseButtonKey(buttonKey);
  if (key?.kind === 'option') {
    const open = await findOpenQuestion(context.db, context.sender);
    const option = open?.options.find((candidate) => candidate.key === key.optionKey);
    if (!open || !option || open.questionId !== key.questionId) return stale;
    const outcome = await questions.answer(context, open, { optionKey: option.key, text: option.label });
    return { ...outcome, doneLabel: texts.done(option.label) };
  }
  const spec = key?.kind === 'standing' ? registry.findByName(key.command) : undefined;
  if (key?.kind !== 'standing' || !spec?.press) return stale;
  const button = await findCardButton(context.db, { memberId: senderId, taskId, buttonKey });
  const line = button?.label ?? '';
  const reply = findDenial(spec, context.sender) ?? (await spec.press({ ...context, line }, key.key));
  return { reply, command: spec.name, line, doneLabel: line === '' ? texts.pressed : texts.done(line) };
}
