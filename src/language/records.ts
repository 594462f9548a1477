import { findException } from './exceptions.ts';
import { findMethod } from './method.ts';
import { findNoContact, type NoContact } from './no-contact.ts';
import { findNotDone } from './not-done.ts';
import { findOutcome } from './outcome.ts';
import type { PersonHit } from './person-places.ts';
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
  /(?:[，。；\s]|(?<=[了过话通]))(?:家长)?(?:们)?(?:他们|大家)?(?:都|均|全都|全部|全|三位|两位|几位)(?!在|是(?!(?:[讲说谈聊问]|[^，。\s]{1,12}(?:的事|的问题|的情况)|通知|关于|因为|为了)|(?:打的?)?(?:电话|微信|短信|家长|爸|妈|父亲|母亲)))[^\n]*$/;

/** One record a student, in the order of the line; students only spoken of (和李四打架) make none. */
export function readRecords(typed: string, persons: readonly PersonHit[], context: TimeContext): RecordsReading {
  const exception = findException(maskNames(typed, persons), persons);
  if (!exception) return readList(typed, persons, context);
  const others = readList(exception.blankForOthers(typed), exception.others, context);
  const excepted = readList(exception.blankForExcepted(typed), exception.excepted, context);
  const { implied } = exception;
  const exceptedRecords =
    implied === null ? [] : excepted.records.map((it) => (implied === undefined ? it : withOutcome(it, implied)));
  const place = (record: RecordReading): number =>
    persons.findIndex(({ mention }) => mention.candidates[0] === record.student.candidates[0]);
  return {
    records: [...others.records, ...exceptedRecords]
      .map((record) => ({ ...record, summary: typed.trim() }))
      .sort((a, b) => place(a) - place(b)),
    evidence: dropTwins([...others.evidence, ...(implied === null ? [] : excepted.evidence)]),
    impossible: others.impossible ?? excepted.impossible,
  };
}

function withOutcome(record: RecordReading, outcome: 'reached' | 'no_answer'): RecordReading {
  const isReached = outcome === 'reached';
  return {
    ...record,
    outcome,
    answered: isReached,
    individual: isReached && record.method !== 'meeting',
    familySaid: null,
    opinion: null,
  };
}

function readList(typed: string, persons: readonly PersonHit[], context: TimeContext): RecordsReading {
  const text = maskNames(typed, persons);
  const named = dropContent(text, groupPersons(text, mergeRepeats(text, dropDenied(text, persons))));
  const groups = dropNotMeant(text, named);
  const records: RecordReading[] = [];
  const evidence: Evidence[] = [];
  let impossible: string | null = null;
  const prefix = groups[0] ? text.slice(0, groups[0].start) : '';
  const tail = groups.length > 1 ? sharedTail(text, groups) : '';
  let method: Method | undefined = findMethod(prefix)?.method;
  let time: TimeReading | undefined;
  groups.forEach((group, index) => {
    const next = groups[index + 1];
    const end = endOf(text, group, named, next);
    const own = text.slice(group.start, end);
    const whole = prefix + own + (next && tail ? ` ${tail}` : '');
    const original = typed.slice(0, prefix.length) + typed.slice(group.start, end) + (next && tail ? ` ${tail}` : '');
    for (const person of group.persons) {
      const body = shareOf(whole, group.persons.indexOf(person), group.persons.length);
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
  return { records: shareTopics(records), evidence: dropTwins(evidence), impossible };
}

/** 张三父通，李四父不通，谈旷课: what the line is about is told once; who has no matter of his own has that of the others. */
function shareTopics(records: readonly RecordReading[]): RecordReading[] {
  const told = (record: RecordReading): boolean => record.topics.length > 0;
  return records.map((record, index) => {
    if (told(record)) return record;
    const other = records.slice(index).find(told) ?? records.slice(0, index).findLast(told);
    return other ? { ...record, topics: other.topics } : record;
  });
}

/** Names as 某某, so that no rule reads a name as a word; lengths are kept. */
export function maskNames(text: string, persons: readonly { start: number; end: number }[]): string {
  let masked = text;
  for (const { start, end } of persons) masked = masked.slice(0, start) + '某'.repeat(end - start) + masked.slice(end);
  return masked;
}

const ONE_EACH =
  /(一[个家位](?!人|星期|月|小时|钟|劲|电话|多)[^，。；\n]+?)[，、\s]*(另?一[个家位](?!人|星期|月|小时|钟|劲|电话|多)[^，。；\n]+)/;

/** 刘洋刘洋洋都打过，一个关机一个说知道了: the first part is of the first, the second of the second; blanked, lengths stay. */
function shareOf(body: string, index: number, count: number): string {
  const match = count === 2 ? ONE_EACH.exec(body) : null;
  const other = match?.[index === 0 ? 2 : 1];
  if (!match || other === undefined) return body;
  const start = match.index + (index === 0 ? match[0].length - other.length : 0);
  return body.slice(0, start) + ' '.repeat(other.length) + body.slice(start + other.length);
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
    if (
      last &&
      !isApart(text, last, person) &&
      JOINT.test(text.slice(last.end, person.start)) &&
      person.start - last.end <= 24
    ) {
      last.persons.push(person);
      last.end = person.end;
    } else groups.push({ persons: [person], start: person.start, end: person.end });
  }
  return groups;
}

/** 刘洋洋（不是刘洋）: whom the words rule out. */
function dropDenied(text: string, persons: readonly PersonHit[]): readonly PersonHit[] {
  if (persons.length < 2) return persons;
  const kept = persons.filter(
    ({ start }) => !/(?:不是|并非|不叫|而非|别记成)$/.test(text.slice(Math.max(0, start - 4), start)),
  );
  return kept.length > 0 ? kept : persons;
}

const SPEAKS =
  /(?:来电|打来|说(?!了|过|完)|讲(?!了|过|完)|表示|反映|称|提到|希望|建议|觉得|担心|听说|听|抱怨|吐槽|怀疑|怪|骂|原话|问)[:"\s]*[^，。；\n\s]{0,2}$/;

/** 打给某某妈结果是某某妈接的，打错了: the number was another family's, and the wrong one. */
const ANSWERED_INSTEAD = /(?:结果|谁知|没想到|却|竟然?|居然|原来|怎么)[^，。；]{0,4}(?:是|到|成)了?$/;
const MISDIALLED = /^某+(?:同学)?的?[他她]?[^，。；]{0,4}(?:接|的|家)[^。；]{0,8}(?:打错|拨错|搞错|弄错|按错)/;

/** 张三妈聊了，李四自己跟家里说了: only the first is a contact of ours. */
const NOT_OURS: readonly NoContact[] = ['others', 'number', 'added', 'planned', 'thwarted'];

function isNotOurs(own: string): boolean {
  return findNotDone(own) === 'negated' || NOT_OURS.includes(findNoContact(own) ?? 'asked');
}

/** Words about another family who is still to be called are none of this one's: 张三妈打了，李四爸明天再打. */
function endOf(text: string, group: Group, named: readonly Group[], next: Group | undefined): number {
  const index = named.indexOf(group);
  const follower = named[index + 1];
  if (!follower || follower === next) return next?.start ?? text.length;
  const own = text.slice(follower.start, named[index + 2]?.start ?? text.length);
  return isNotOurs(own) ? follower.start : (next?.start ?? text.length);
}

/** Inside what a family says other families are only spoken of (我听王五他妈讲); not called stays not called. */
function dropNotMeant(text: string, groups: Group[]): Group[] {
  const kept = groups.filter((group, index) => {
    if (groups.length < 2) return true;
    const own = text.slice(group.start, groups[index + 1]?.start ?? text.length);
    if (isNotOurs(own)) return false;
    if (index > 0 && ANSWERED_INSTEAD.test(text.slice(0, group.start)) && MISDIALLED.test(own)) return false;
    if (index === 0) return true;
    const before = text.slice(groups[0]?.end ?? 0, group.start);
    const isQuoted = ((text.slice(0, group.start).match(/"/g)?.length ?? 0) & 1) === 1;
    return !isQuoted && !SPEAKS.test(before) && !isMetByFamily(before) && !isMessenger(before, own);
  });
  return kept.length > 0 ? kept : groups;
}

const MET = /(?:碰|遇|见|看|听|认识|比|像|不如)(?:到|见|着|说|过|了)*$/;
const BESIDE = /(?:被|把|叫|让|怪|骂|借|欠|问|找|跟着|和|跟|与|同|是|告诉|喊|打了?|给|对)$/;

/** 说在超市碰到韩梅梅妈: the family's own story, as long as its sentence goes on. */
function isMetByFamily(before: string): boolean {
  const sentence = before.slice(
    Math.max(before.lastIndexOf('。'), before.lastIndexOf('；'), before.lastIndexOf('\n')) + 1,
  );
  const said = findSaid(`${sentence}某某`);
  if (said.text === null || said.start >= sentence.length) return false;
  if (MET.test(sentence)) return true;
  return !/[，\s]/.test(sentence.slice(said.start)) && BESIDE.test(sentence);
}

/** 托同村的张伟妈带话来: another family that only carries the message. */
function isMessenger(before: string, own: string): boolean {
  return (
    /(?:托|通过|经|请|让|叫)[^，。；\s]{0,6}$/.test(before) &&
    new RegExp(`^某+(?:同学)?的?[他她]?(?:${KIN_WORD}|家长|家)?(?:带|转|捎|传|代|帮)`).test(own)
  );
}

/** 通知了张三爸，李四妈没通知到: the first is told of already, only the second was missed. */
function isApart(text: string, last: Group, person: PersonHit): boolean {
  return (
    text.slice(last.end, person.start).includes('，') &&
    /(?:通知|打|联系|告知|聊|说|谈|发)(?:通|上|到|过)?了$/.test(text.slice(0, last.start)) &&
    new RegExp(`^(?:同学)?的?[他她]?(?:${KIN_WORD}|家长|家)?(?:没|未|不|关机|停机|空号|占线|无人)`).test(
      text.slice(person.end),
    )
  );
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
