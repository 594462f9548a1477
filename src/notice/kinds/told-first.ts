import { CANCEL_BUTTON } from '../conversation/ask.ts';
import type { Composition, Step } from '../conversation/composition.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import type { GivenAnswer, Obstacle } from './kind.ts';

/**
 * The student is an adult and hears first (domain.md finding 3); whoever tells the family before says why. Kept in the fields
 * as `studentToldFirst` (yes, exception) and `toldFirstReason`, which no text prints.
 */
export function askToldFirst(name: string, fields: Composition['fields']): Obstacle | undefined {
  if (fields.studentToldFirst === undefined) {
    return {
      kind: 'question',
      step: 'told',
      text: texts.askTold(name),
      options: [{ key: 'yes', label: texts.toldYes }, { key: 'no', label: texts.toldException }, CANCEL_BUTTON],
      acceptsText: false,
    };
  }
  if (fields.studentToldFirst !== 'exception' || fields.toldFirstReason !== undefined) return undefined;
  return {
    kind: 'question',
    step: 'told_reason',
    text: texts.askToldReason,
    options: [CANCEL_BUTTON],
    acceptsText: true,
  };
}

/** Takes the answer to either question; undefined = not understood. */
export function takeToldAnswer(
  composition: Composition,
  step: Step,
  { optionKey, text }: GivenAnswer,
): Composition | undefined {
  const put = (more: Record<string, string>) => ({ ...composition, fields: { ...composition.fields, ...more } });
  if (step === 'told_reason') return text.trim() === '' ? undefined : put({ toldFirstReason: text.trim() });
  if (optionKey === 'yes') return put({ toldStudent: texts.toldStudent, studentToldFirst: 'yes' });
  return optionKey === 'no' ? put({ studentToldFirst: 'exception' }) : undefined;
}
