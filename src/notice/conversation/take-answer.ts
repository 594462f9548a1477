import { isDay } from '../../calendar/index.ts';
import type { Answer, CommandContext } from '../../command/index.ts';
import { saysThanks } from '../../language/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import type { TemplateField } from '../../template/index.ts';
import type { KindRules } from '../kinds/kind.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { addMentions } from './begin-composition.ts';
import type { Composition, Step } from './composition.ts';

/** What the answer made of the composition, or why it was not understood. */
export type TakenAnswer = { readonly composition: Composition } | { readonly problem: string };

/** The kind whose questions are answered. */
export interface AnsweredKind {
  readonly rules: KindRules;
  findField(name: string): TemplateField | undefined;
  /** YYYY-MM-DD */
  readonly today: string;
}

/** Puts the answer to a question about the content where it belongs. Pure. */
export function takeAnswer(
  composition: Composition,
  step: Step,
  answer: Answer,
  reading: CommandContext['reading'],
  kind: AnsweredKind,
): TakenAnswer {
  if (step === 'student') return takeStudent(composition, answer, reading);
  if (step.startsWith('field:')) return takeField(composition, step.slice('field:'.length), answer, reading, kind);
  const taken = kind.rules.takeAnswer(composition, step, { ...answer, line: reading.line.trim() });
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

const MIN_LETTERS = 10;

/** What people say when they do not know, or to something else; it must not be printed as if it were the thing itself. */
const EMPTY_WORDS =
  /^(?:不知道|不清楚|不记得|忘了|没有|没|无|暂无|待定|不详|确认(?:发送|发)?|确定|同意|(?:好[的啊吧呀]?)+|行|嗯+|是的?|对|可以|(?:我)?(?:收到|知道|明白|了解|清楚)(?:[了啦啊])*|没问题|没事|稍等|等一下|等等|再说|o+k+|发吧?|发送|[?？]+)[\s。.!！,，~～]*$/iu;

/** 好的好的, 嗯，知道了, 谢谢老师: said to somebody, and no content either. */
function isMereCourtesy(value: string): boolean {
  const parts = value.split(/[\s，,。.!！]+/u).filter((part) => part !== '');
  return saysThanks(value) || (parts.length > 0 && parts.every((part) => EMPTY_WORDS.test(part) || saysThanks(part)));
}

function takeField(
  composition: Composition,
  name: string,
  answer: Answer,
  reading: CommandContext['reading'],
  { rules, findField, today }: AnsweredKind,
): TakenAnswer {
  const field = findField(name);
  const label = field?.label ?? name;
  const said = answer.text.trim();
  let value = rules.tidyField(name, said);
  if (field !== undefined && field.type !== 'text') {
    const day = reading.answer.date ?? reading.notice?.fields[name] ?? said;
    if (!isDay(day)) return { problem: texts.dayNotUnderstood(label) };
    value = field.type === 'day_ahead' && !/\d{4}/u.test(said) ? nextOf(day, today) : day;
  }
  if (field?.choices) {
    const chosen = findChoice(field.choices, answer.optionKey, said);
    if (chosen === undefined) return { problem: texts.choiceNotUnderstood(label, field.choices) };
    value = chosen;
  }
  value = toStorableText(value);
  if (EMPTY_WORDS.test(value) || isMereCourtesy(value)) return { problem: texts.fieldNeeded(label) };
  if (name === 'decisionNo' && !/\d|[一二三四五六七八九十]/u.test(value)) return { problem: texts.fieldNeeded(label) };
  if (value === '') return { problem: texts.notUnderstood };
  const before = composition.fields.body;
  if (name === 'body' && before !== undefined && isSlip(before, value)) return { problem: texts.scantyChange(value) };
  return { composition: { ...composition, fields: { ...composition.fields, [name]: value } } };
}

/** So few words in the place of a whole text are a correction of it, or meant for somebody else. */
function isSlip(before: string, value: string): boolean {
  const lettersOf = (text: string): number => [...text.replace(/[^\p{L}\p{N}]/gu, '')].length;
  return lettersOf(value) < MIN_LETTERS && lettersOf(before) >= MIN_LETTERS;
}

/** 10月25日 without a year is read as the last one; of a day to come the next one is meant. */
function nextOf(day: string, today: string): string {
  const next = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
  return day < today && isDay(next) ? next : day;
}

/** The choice of that button, or the only one that the words name: 红 is 红色. */
function findChoice(choices: readonly string[], optionKey: string | null, said: string): string | undefined {
  const pressed = choices.find((choice) => optionKey === choiceKey(choice, choices));
  if (pressed !== undefined || said === '') return pressed;
  const named = choices.filter((choice) => said.includes(choice) || choice.includes(said));
  return named.length === 1 ? named[0] : undefined;
}

/** The button of one choice. */
export function choiceKey(choice: string, choices: readonly string[]): string {
  return `choice_${choices.indexOf(choice)}`;
}
