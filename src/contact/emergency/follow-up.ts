import { findEmergency, type Reading } from '../../language/index.ts';
import { type EmergencyKind, readWish } from './emergency.ts';

/**
 * Is a line news of an emergency that runs, or a danger of its own? Wrongly silent is far worse than wrongly alarmed: whatever
 * opens as a report, speaks of somebody else or tells of a danger stays a report. Pure.
 */
const NEW_CASE =
  /^(?:急|紧急|救命|sos)|有(?:一?[个位名])?(?:人|学生|同学)(?![说看陪见])|(?:又|另|还)(?:有|外|一|两)+[个位名人]|另一/iu;
const TRANSPORT =
  /送(?:到|去|往|进|了)*[^，。\s]{0,8}(?:医院|急诊|ICU)|(?:去|到|在)[^，。\s]{0,8}(?:医院|急诊|ICU)|急救车?|抢救|救护车|120/giu;
const COMPANION = /陪|一起|一同|跟(?:着|去|车)|送(?:他|她|人|同学)|守着|照顾|看着|护送/u;
const NO_NEWS =
  /^(?:你好|您好|在吗|谢谢|多谢|感谢|辛苦|好的|收到|嗯|哦|hi|hello)|[？?]|(?:吗|呢|么|怎么办)[。！!\s]*$|^(?:怎么|如何|帮我|推荐|提醒)/iu;

/** May the line be news? Only what no command would understand, or what reads like a danger of nobody in particular. */
export function mayBeNews(reading: Reading): boolean {
  const { intent, refusal, students, records, normalised } = reading;
  if (refusal !== null) return false;
  if (intent === 'emergency') return isNewsOfNobody(reading) || readWish(normalised) === 'note';
  const hasNames = records.some(({ student }) => student.candidates.length > 0) || students.length > 0;
  if (intent === 'record' || intent === 'attempt') return !hasNames && !NO_NEWS.test(normalised.trim());
  return intent === 'unknown' && [...normalised.trim()].length > 1 && !NO_NEWS.test(normalised.trim());
}

/** Reads like a report, names nobody and opens none: 已经送到市医院了, and 又吐血了. */
export function isNewsOfNobody({ intent, normalised, students }: Reading): boolean {
  return (
    intent === 'emergency' &&
    students.length === 0 &&
    readWish(normalised) === 'report' &&
    !NEW_CASE.test(normalised.trim())
  );
}

/** The danger that the words tell of, beside the way to the hospital; null = none. */
export function findNewDanger(text: string): EmergencyKind | null {
  return findEmergency(text.replace(TRANSPORT, ''));
}

/** Names somebody who helps and is in no danger: 应急 鲁心怡陪着去的医院. With 应急 before it any words without a danger do. */
export function isAboutCompanion(text: string): boolean {
  if (COMPANION.test(text)) return findNewDanger(text) === null;
  return readWish(text) === 'note' && findEmergency(text) === null;
}

const ENDS =
  /(?:这次|本次)?应急(?:已经?|可以)?(?:结束|解除|关闭|终止|完毕)(?:了|吧)?|(?:结束|解除|关闭)(?:这次|本次)?应急(?:了|吧)?/gu;

/** What the line says of the outcome, beside the wish to end it and the name; empty = nothing. */
export function outcomeOf(line: string, names: readonly string[]): string {
  const rest = names.reduce((text, name) => text.replaceAll(name, ''), line.replace(ENDS, ''));
  return rest.replace(/^[\s，,。.；;！!的]+|[\s，,。.；;！!的]+$/gu, '');
}
