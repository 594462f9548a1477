import { findMethod } from './method.ts';
import { findOutcome } from './outcome.ts';
import type { PersonHit } from './people.ts';
import type { Evidence, Method, RecordReading } from './reading.ts';
import { readSegment } from './record.ts';
import { FAMILY_WORD, findKin, KIN_WORD, type KinHit } from './relation.ts';
import { findSaid } from './said.ts';
import type { TimeReading } from './time.ts';
import type { TimeContext } from './time-days.ts';

export interface RecordsReading {
  readonly records: readonly RecordReading[];
  readonly evidence: readonly Evidence[];
  /** Words of a day that does not exist or has not come. */
  readonly impossible: string | null;
}

interface Group {
  readonly persons: PersonHit[];
  start: number;
  end: number;
}

/** What may stand between students who share the words that follow: 张三妈、李四爸和王五家长都打了. */
const JOINT = new RegExp(
  `^(?:[\\s，、；\\n()#]|\\d{1,2}[.、)]|和|跟|与|及|以及|还有|同学|的|之|他|她|其|${KIN_WORD}|${FAMILY_WORD}|家(?![访庭])|也|三个|两个|几个|\\d{5,})*$`,
);
const GLUED_GAP = /^(?:同学)?[的之]?(?:他|她|其|孩子|学生)?(?:家)?(?:的)?[\s(]?$/;
const FAMILY_AHEAD = new RegExp(`^(?:同学)?[的之]?(?:他|她|其|孩子)?(?:家)?(?:${KIN_WORD}|${FAMILY_WORD}|家)`);
const SHARED_TAIL =
  /(?:[，。；\s]|(?<=[了过话通]))(?:家长)?(?:们)?(?:他们|大家)?(?:都|均|全都|全部|全|三位|两位|几位)(?!在|是(?!(?:打的?)?(?:电话|微信|短信|家长|爸|妈|父亲|母亲)))[^\n]*$/;

/** One record a student, in the order of the line; students only spoken of (和李四打架) make none. */
export function readRecords(typed: string, persons: readonly PersonHit[], context: TimeContext): RecordsReading {
  const text = maskNames(typed, persons);
  const groups = dropContent(text, groupPersons(text, mergeRepeats(text, persons)));
  const records: RecordReading[] = [];
  const evidence: Evidence[] = [];
  let impossible: string | null = null;
  const prefix = groups[0] ? text.slice(0, groups[0].start) : '';
  const tail = groups.length > 1 ? sharedTail(text, groups) : '';
  let method: Method | undefined = findMethod(prefix)?.method;
  let time: TimeReading | undefined;
  groups.forEach((group, index) => {
    const next = groups[index + 1];
    const own = text.slice(group.start, next ? next.start : text.length);
    const body = prefix + own + (next && tail ? ` ${tail}` : '');
    const original =
      typed.slice(0, prefix.length) +
      typed.slice(group.start, next ? next.start : text.length) +
      (next && tail ? ` ${tail}` : '');
    for (const person of group.persons) {
      const shifted = {
        ...person,
        start: person.start - group.start + prefix.length,
        end: person.end - group.start + prefix.length,
      };
      const inherited = { ...(method ? { method } : {}), ...(time ? { time } : {}) };
      const reading = readSegment(
        { text: body, original, person: shifted, kin: gluedKin(body, shifted), inherited },
        context,
      );
      records.push(
        ...(group.persons.length > 1
          ? reading.records.map((record) => ownRelation(record, gluedKin(body, shifted), body, group))
          : reading.records),
      );
      evidence.push(...reading.evidence);
      impossible ??= reading.time.impossible;
      if (person === group.persons.at(-1)) {
        if (reading.time.words) time = reading.time;
        const stated = reading.records[0];
        if (stated?.isMethodStated && isKeptOn(stated.method)) method = stated.method;
      }
    }
  });
  return { records, evidence: dropTwins(evidence), impossible };
}

/** Names as 某某, so that no rule reads a name as a word; lengths are kept. */
export function maskNames(text: string, persons: readonly { start: number; end: number }[]): string {
  let masked = text;
  for (const { start, end } of persons) masked = masked.slice(0, start) + '某'.repeat(end - start) + masked.slice(end);
  return masked;
}

/** A visit is of one family; a phone or a chat is often the way of the whole list. */
function isKeptOn(method: Method): boolean {
  return method !== 'parent_visit' && method !== 'home_visit' && method !== 'invited_visit';
}

function dropTwins(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return evidence.filter(({ words, means }) => {
    const key = `${words}\n${means}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** In a list each student has the kin of his or her own name, or none. */
function ownRelation(record: RecordReading, kin: KinHit | undefined, body: string, group: Group): RecordReading {
  if (kin) return { ...record, relation: kin.relations[0] ?? null, others: [...kin.relations.slice(1)] };
  const kinOfGroup = group.persons.some((person) => FAMILY_AHEAD.test(body.slice(person.end, person.end + 8)));
  return kinOfGroup || findKin(body).length === 0
    ? { ...record, relation: record.relation, others: record.others }
    : record;
}

function gluedKin(text: string, person: { end: number }): KinHit | undefined {
  return findKin(text.slice(person.end, person.end + 16))
    .map((hit) => ({ ...hit, start: hit.start + person.end, end: hit.end + person.end }))
    .find((hit) => GLUED_GAP.test(text.slice(person.end, hit.start)));
}

/** The same student named again is one contact. */
function mergeRepeats(text: string, persons: readonly PersonHit[]): PersonHit[] {
  const seen = new Map<string, PersonHit>();
  const kept: PersonHit[] = [];
  for (const person of persons) {
    const key = person.mention.candidates.map((student) => student.studentId).join(',') || person.mention.words;
    const earlier = seen.get(key);
    if (earlier) {
      // 李四和王五打架，跟李四爸爸说了: the mention with the family is the contact, the other only the matter.
      const hasFamily = (hit: PersonHit): boolean => FAMILY_AHEAD.test(text.slice(hit.end, hit.end + 8));
      const isSurer = earlier.mention.isGuess && !person.mention.isGuess;
      if (
        isSurer ||
        (!hasFamily(earlier) && hasFamily(person)) ||
        (!gluedKin(text, earlier) && gluedKin(text, person))
      ) {
        kept.splice(kept.indexOf(earlier), 1);
        kept.push(person);
        seen.set(key, person);
      }
      continue;
    }
    seen.set(key, person);
    kept.push(person);
  }
  return kept.filter((person, index) => !isNumberOfNeighbour(text, kept, person, index));
}

/** `张三 20220301` names one student twice when the number fits one of the candidates. */
function isNumberOfNeighbour(text: string, persons: readonly PersonHit[], person: PersonHit, index: number): boolean {
  if (person.why !== 'number' && person.why !== 'digits') return false;
  return [persons[index - 1], persons[index + 1]].some((other) => {
    if (!other || other.why === 'number' || other.why === 'digits') return false;
    const gap = other.end <= person.start ? text.slice(other.end, person.start) : text.slice(person.end, other.start);
    const isSame = other.mention.candidates.some((student) => person.mention.candidates.includes(student));
    return isSame && /^[\s,，()的:学号]{0,5}$/.test(gap);
  });
}

function groupPersons(text: string, persons: readonly PersonHit[]): Group[] {
  const groups: Group[] = [];
  for (const person of persons) {
    const last = groups.at(-1);
    if (last && JOINT.test(text.slice(last.end, person.start)) && person.start - last.end <= 24) {
      last.persons.push(person);
      last.end = person.end;
    } else groups.push({ persons: [person], start: person.start, end: person.end });
  }
  return groups;
}

/** Drops students who are only spoken of: no kin of theirs, no contact words of their own. */
function dropContent(text: string, groups: Group[]): Group[] {
  const hasFamily = (group: Group): boolean =>
    group.persons.some((person) => FAMILY_AHEAD.test(text.slice(person.end, person.end + 8)));
  if (groups.length < 2 || !groups.some(hasFamily)) return dropSpokenOf(text, groups);
  return groups.filter((group, index) => {
    if (hasFamily(group)) return true;
    const own = text.slice(group.end, groups[index + 1]?.start ?? text.length);
    const before = text.slice(groups[index - 1]?.end ?? 0, group.start);
    if (findSaid(before).text !== null || /(?:说|和|跟|与|关于|因|因为|把|被|同|的室友|的同学)$/.test(before))
      return false;
    return (
      /[\n；]\s*(?:\d{1,2}[.、)])?\s*$/.test(before) ||
      (findMethod(own) !== undefined && !/^(?:的|和|跟|打架|在)/.test(own)) ||
      findOutcome(own, 'phone').outcome !== 'reached'
    );
  });
}

function dropSpokenOf(text: string, groups: Group[]): Group[] {
  return groups.filter((group, index) => {
    if (index === 0) return true;
    const before = text.slice(groups[index - 1]?.end ?? 0, group.start);
    return !/(?:和|跟|与|被|把|说)$/.test(before) || /家长|联系|电话/.test(text.slice(group.end, group.end + 6));
  });
}

/** `…都说知道了` at the end is of every family before it. */
function sharedTail(text: string, groups: readonly Group[]): string {
  const last = groups.at(-1);
  if (!last) return '';
  return SHARED_TAIL.exec(text.slice(last.end))?.[0].trim() ?? '';
}
