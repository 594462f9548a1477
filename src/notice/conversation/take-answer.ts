import { isDay } from '../../calendar/index.ts';
import type { Answer, CommandContext } from '../../command/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import { KIND_RULES } from '../kinds/index.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { addMentions } from './begin-composition.ts';
import type { Composition, Step } from './composition.ts';

/** What the answer made of the composition, or why it was not understood. */
export type TakenAnswer = { readonly composition: Composition } | { readonly problem: string };

/** Puts the answer to a question about the content where it belongs. Pure. */
export function takeAnswer(
  composition: Composition,
  step: Step,
  answer: Answer,
  reading: CommandContext['reading'],
  labelOf: (field: string) => string,
): TakenAnswer {
  if (step === 'student') return takeStudent(composition, answer, reading);
  if (step.startsWith('field:')) return takeField(composition, step.slice('field:'.length), answer, reading, labelOf);
  const taken = KIND_RULES[composition.kind].takeAnswer?.(composition, step, { ...answer, line: reading.line.trim() });
  return taken ? { composition: taken } : { problem: texts.notUnderstood };
}

function takeStudent(composition: Composition, answer: Answer, reading: CommandContext['reading']): TakenAnswer {
  const [mention, ...others] = composition.openMentions;
  const chosen = mention?.candidates.find(({ studentId }) => studentId === answer.optionKey);
  if (mention && chosen) {
    const { studentId, name, className } = chosen;
    const students = [...composition.students, { studentId, name, className, relation: mention.relation }];
    return { composition: { ...composition, students, openMentions: others } };
  }
  if (reading.students.length === 0) return { problem: texts.notUnderstood };
  return {
    composition: addMentions({ ...composition, openMentions: others }, reading.students, mention?.relation ?? null),
  };
}

/** Fields that hold a day, YYYY-MM-DD. */
const DAY_FIELDS: ReadonlySet<string> = new Set(['decidedOn', 'servedOn']);

/** What people say when they do not know; it must not be printed as if it were the thing itself. */
const EMPTY_WORDS = /^(?:不知道|不清楚|不记得|忘了|没有|没|无|暂无|待定|不详|[?？]+)[。.!！]*$/u;

function takeField(
  composition: Composition,
  name: string,
  answer: Answer,
  reading: CommandContext['reading'],
  labelOf: (field: string) => string,
): TakenAnswer {
  const said = answer.text.trim();
  let value = KIND_RULES[composition.kind].tidyField?.(name, said) ?? said;
  if (DAY_FIELDS.has(name)) {
    const day = reading.answer.date ?? reading.notice?.fields[name] ?? said;
    if (!isDay(day)) return { problem: texts.dayNotUnderstood(labelOf(name)) };
    value = day;
  }
  value = toStorableText(value);
  if (EMPTY_WORDS.test(value)) return { problem: texts.fieldNeeded(labelOf(name)) };
  if (name === 'decisionNo' && !/\d|[一二三四五六七八九十]/u.test(value))
    return { problem: texts.fieldNeeded(labelOf(name)) };
  if (value === '') return { problem: texts.notUnderstood };
  return { composition: { ...composition, fields: { ...composition.fields, [name]: value } } };
}
