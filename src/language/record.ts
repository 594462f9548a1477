import { isOnlyAway } from './answerer.ts';
import { type ContactEvent, splitEvents, splitTalks } from './events.ts';
import { hideMatter } from './matter.ts';
import { findDirection, findMethod, isPastedChat } from './method.ts';
import { findClauseMethod, findFinalMethod, findLoneMethod, findOpeningMethod } from './method-clauses.ts';
import { findNextStep } from './next-step.ts';
import { isNoShow } from './no-show.ts';
import { withoutOccasion } from './occasion.ts';
import { findOpening } from './opening.ts';
import { findOutcome, isAnswered } from './outcome.ts';
import type { PersonHit } from './person-places.ts';
import type { Evidence, Method, RecordReading, Relation } from './reading.ts';
import { findKin, type KinHit } from './relation.ts';
import { findOpinion, findSaid, type SaidReading } from './said.ts';
import { findSpokenWay } from './spoken-way.ts';
import { findStudentToldFirst } from './student-told.ts';
import { withoutSupposed } from './supposed.ts';
import { readLength, readTime, type TimeReading } from './time.ts';
import type { TimeContext } from './time-days.ts';
import { findTopics } from './topics.ts';
import { OCCURRED_AT } from './wall-clock.ts';

/** The words about one family: a part of the line, and the student's place in it. */
export interface Segment {
  /** Names are masked (某某), so that 文静 or 方便 is nobody's topic. */
  readonly text: string;
  /** The same words with the names, character by character. */
  readonly original: string;
  readonly person: PersonHit;
  /** Kin glued to this student's name (李四爸), which other students of the same words do not share. */
  readonly kin: KinHit | undefined;
  /** What earlier words of the line said, used where this segment says nothing. */
  readonly inherited: { readonly method?: Method; readonly time?: TimeReading };
}

export interface SegmentReading {
  readonly records: readonly RecordReading[];
  readonly time: TimeReading;
  readonly evidence: readonly Evidence[];
}

const ABSENT =
  /^(?:亲|们)?(?:都|也|还|两个|长期|常年|均|目前|现在|平时|一直|最近|因|刚|前[年段]|去年|今年|都是|是|要|又)*(?:在)?(?:务工|打工|在外|外出|外地|出差|去世|住院|生病|病|离婚|离异|离了|不在(?!服务区)|没空|没时间|早逝|过世|重病|失业|出车祸|瘫痪|坐牢|带大|身体|受伤|工作忙|上班|做手术|癌|中风|摔|打架|吵架|闹|出事|进了?派出所|种地|务农|做生意|开店|走了|关系|吵架|下岗|残疾|做饭|养)/;

const NO_SHOW_METHOD = { method: 'invited_visit', words: '' } as const;

/** Reads one segment: normally one record, two when a missed try was followed by another way or person. */
export function readSegment(segment: Segment, context: TimeContext): SegmentReading {
  const text = withoutSupposed(segment.text);
  const said = findSaid(text);
  const bare = hideMatter(text);
  const head = said.start < 2 ? bare : bare.slice(0, said.start);
  const time = readTalkTime(text, head, segment, context);
  const opening = findOpening(text);
  const methodHit = isNoShow(bare)
    ? NO_SHOW_METHOD
    : isPastedChat(bare)
      ? findPastedMethod(bare)
      : (findFinalMethod(bare) ??
        findOpeningMethod(bare) ??
        lastClauseMethod(bare) ??
        findSpokenWay(bare, said.start < 2 ? bare.length : said.start, opening ?? findMethod(head)) ??
        opening ??
        findFirstTried(head) ??
        findClauseMethod(bare));
  const tries = splitEvents(bare);
  const events = tries.length > 0 ? tries : splitTalks(bare);
  const evidence: Evidence[] = [
    {
      words: segment.person.mention.words,
      means: `student:${segment.person.mention.candidates.map((student) => student.studentNo).join('|') || 'none'}`,
    },
  ];
  if (time.words) evidence.push({ words: time.words, means: `${OCCURRED_AT}${time.at.toISOString()}` });
  if (methodHit) evidence.push({ words: methodHit.words, means: `method:${methodHit.method}` });
  const relation =
    chooseRelation(text, head, said, segment) ??
    (text === segment.text ? undefined : chooseRelation(segment.text, segment.text, said, segment));
  if (relation) evidence.push({ words: relation.words, means: `relation:${relation.relations[0]}` });
  const topics = findTopics(withoutOccasion(segment.text));
  for (const topic of topics) evidence.push({ words: topic.words, means: `topic:${topic.topic}` });
  const shared = {
    segment: { ...segment, text },
    said,
    head,
    time,
    relation,
    topics: topics.map((hit) => hit.topic),
    context,
  };
  const first = events[0];
  const records = first
    ? events.map((event) => buildRecord({ ...shared, event, time: timeOf(event, time, context) }))
    : [buildRecord({ ...shared, event: undefined, methodHit })];
  const outcome = findOutcome(head, records[0]?.method ?? 'phone');
  if (outcome.words) evidence.push({ words: outcome.words, means: `outcome:${records[0]?.outcome ?? 'reached'}` });
  return { records, time, evidence };
}

function timeOf({ hasOwnTime, text }: ContactEvent, time: TimeReading, context: TimeContext): TimeReading {
  const own = hasOwnTime ? readTime(text, context) : undefined;
  return own && own.words !== '' ? own : time;
}

interface Parts {
  readonly segment: Segment;
  readonly said: SaidReading;
  readonly head: string;
  readonly time: TimeReading;
  readonly relation: RelationChoice | undefined;
  readonly topics: RecordReading['topics'];
  readonly context: TimeContext;
  readonly event: ContactEvent | undefined;
  readonly methodHit?: { readonly method: Method } | undefined;
}

function buildRecord(parts: Parts): RecordReading {
  const { segment, said, head, time, topics, context, event } = parts;
  const { text } = segment;
  const stated = event ? event.method : parts.methodHit?.method;
  const method = stated ?? segment.inherited.method ?? 'phone';
  const { direction } = findDirection(event ? event.text : text.slice(0, said.start + 3), method);
  const isWrongNumber =
    said.text !== null &&
    /打错|^不是(?:的|啊)?$|不是(?:他|她|其|学生|孩子)?(?:的)?(?:家长|爸|妈|父|母|本人|家属)|不认识|没(?:有)?(?:你说的)?这个?人|查无/.test(
      said.text,
    );
  const isIgnored = /(?:没|未)(?:有)?(?:回复?|理)我|不(?:回|理)我/.test(text) && !/后来|最后|终于/.test(text);
  // 半天没吭声，最后说会管: the words of the family follow a silence.
  const isBroken = said.text !== null && /(?:最后|后来|终于|总算|然后|随后|才)[^，。；]{0,6}$/.test(head);
  const read = event
    ? event.outcome
    : (isIgnored && !isWrongNumber) || (method === 'phone' && isOnlyAway(text)) || isNoShow(text)
      ? 'no_answer'
      : isWrongNumber
        ? 'wrong_number'
        : isBroken && !/关机|停机|空号/.test(said.text ?? '')
          ? 'reached'
          : outcomeOf(head, method, said);
  // Whoever calls us has been reached, unless we missed the call; so has whoever comes.
  const isMissedByUs = /没(?:有)?接(?:到|着|上)?|未接(?:到|来电)/.test(head);
  const outcome =
    !event && direction === 'inbound' && !isIgnored && !isMissedByUs && read !== 'wrong_number' ? 'reached' : read;
  const isReached = outcome === 'reached';
  const nextStep = findNextStep(text, context);
  const kin = event?.kin ? { relations: event.kin.relations, words: event.kin.words } : parts.relation;
  const relation: Relation | null = segment.person.guardian?.relation ?? kin?.relations[0] ?? null;
  const isOneWay = method === 'letter' || method === 'sms' || method === 'email';
  const familySaid = isReached && (said.hasSubject || !isOneWay) ? said.text : null;
  // Masked words back to what was typed: both texts have the same length.
  const typed = (words: string | null): string | null => {
    const at = words === null ? -1 : text.indexOf(words);
    return at < 0 || words === null ? words : segment.original.slice(at, at + words.length);
  };
  return {
    student: segment.person.mention,
    relation,
    others: kin ? [...new Set(kin.relations.slice(1))].filter((other) => other !== relation) : [],
    method,
    isMethodStated: stated !== undefined,
    direction,
    outcome,
    answered: isAnswered(event ? event.text : text, method, outcome, familySaid !== null),
    individual: isReached && method !== 'meeting',
    occurredAt: time.at,
    occurredPrecision: time.precision,
    lengthMinutes: isReached ? readLength(text) : null,
    topics,
    summary: segment.original.replace(/^(?:记录?一?下?|登记|补录|补记)[\s，:]*/, '').trim(),
    familySaid: typed(familySaid),
    opinion: isReached ? typed(findOpinion(text)) : null,
    studentToldFirst: findStudentToldFirst(text),
    nextStep: typed(nextStep.step),
    nextStepDue: nextStep.due,
  };
}

/** 爸电话，欠费，答应下周交: whoever answers has no cut-off line; the fees are the matter. */
function outcomeOf(head: string, method: Method, said: SaidReading): RecordReading['outcome'] {
  const { outcome, words } = findOutcome(head, method);
  return said.text !== null && /^欠费$/.test(words) ? 'reached' : outcome;
}

/** A copied chat is WeChat unless the words above it name another way. */
function findPastedMethod(text: string): { method: Method; words: string } {
  const opening = /^[^\n]*?(短信|[qQ]{2}|钉钉|邮件)/.exec(text)?.[1];
  return (opening && findMethod(opening)) || { method: 'wechat', words: '' };
}

/** When every way failed (电话没接微信也没回), the one tried first; else the one that the words name. */
function findFirstTried(head: string): { method: Method; words: string } | undefined {
  const hit = findMethod(head);
  if (!hit) return undefined;
  const missed = findOutcome(head, hit.method);
  if (missed.outcome === 'reached' || !missed.words) return hit;
  const at = head.indexOf(missed.words);
  const rest = /[，。；\s]$/.test(missed.words) ? '' : head.slice(at + missed.words.length);
  const after = /^[^，。；\s]{0,3}/.exec(rest)?.[0] ?? '';
  if (
    /电话[、和跟与，\s]{0,2}(?:微信|短信|[qQ]{2})/.test(head.slice(0, at)) ||
    /电话[、和跟与]\s?(?:微信|短信|[qQ]{2})(?:均|都|全|也)/.test(head)
  )
    return { method: 'phone', words: '电话' };
  const tried = findMethod(head.slice(0, at)) ?? findMethod(head.slice(0, at + missed.words.length) + after);
  // 爸妈都联系不上，微信留了言: what was tried first is not said, so it was the phone.
  return tried ?? (hit.method === 'wechat' && /联系/.test(missed.words) ? undefined : hit);
}

/** After a missed try the events of the line tell the way; else a last clause that is nothing but the way decides. */
function lastClauseMethod(text: string): { method: Method; words: string } | undefined {
  const found = findLoneMethod(text);
  return found && findOutcome(found.before, 'phone').outcome === 'reached' ? found : undefined;
}

/** 昨天不接电话今天接了: the talk was on the later day. */
const MISSED_THEN_REACHED =
  /(?:昨天|前天|昨晚|前晚|昨日|上周[一二三四五六日天]?|周[一二三四五六日天])[^，。；]{0,10}(?:不接|没接|没人接|没打通|打不通|不通|没通|关机|没回)(?:电话|微信)?[，\s]*(?=(?:我)?(?:今天|今早|今晚|今儿|刚才?|昨天|昨晚|周[一二三四五六日天])[^。；]{0,10}(?:接了|通了|打通|回了|联系上))/;

function readTalkTime(text: string, head: string, segment: Segment, context: TimeContext): TimeReading {
  const again = MISSED_THEN_REACHED.exec(head);
  const atStart = readTime(again ? head.slice(again.index + again[0].length) : head, context);
  if (atStart.words) return atStart;
  const lastClause =
    text
      .split(/[，。；\n ]/)
      .filter(Boolean)
      .at(-1) ?? '';
  if (/(?:打|联系|沟通|聊|谈|访|发|通|说|见|来|接)(?:的|过|了)?(?:电话|微信)?(?:的)?$/.test(lastClause)) {
    const atEnd = readTime(lastClause, context);
    if (atEnd.words) return atEnd;
  }
  return segment.inherited.time ?? atStart;
}

interface RelationChoice {
  readonly relations: readonly Relation[];
  readonly words: string;
}

function chooseRelation(text: string, head: string, said: SaidReading, segment: Segment): RelationChoice | undefined {
  const hits = findKin(text).filter((hit) => !ABSENT.test(text.slice(hit.end, hit.end + 12)));
  const answering = hits.find(
    (hit) =>
      /^(?:亲)?(?:接(?:的|了|听|起|到)|来接)/.test(text.slice(hit.end, hit.end + 4)) &&
      !/没|未/.test(text[hit.end] ?? ''),
  );
  const guardian = hits.find((hit) => /监护人(?:是|为|\(|:)?(?:他|她)?(?:的)?$/.test(text.slice(0, hit.start)));
  const nearest =
    answering ??
    guardian ??
    best(
      hits.filter((hit) => hit.start < Math.max(head.length, said.start + 4)),
      (hit) => nearness(text, head, hit, segment.kin),
    ) ??
    (segment.kin && said.start >= segment.kin.start ? segment.kin : undefined);
  if (!nearest) return undefined;
  // 妈妈和爸爸都在: the 和 joins the two, it does not address the second.
  const main = hits.find((hit) => /^[、和跟与及同]$/.test(text.slice(hit.end, nearest.start))) ?? nearest;
  return { relations: [...main.relations, ...companions(text, main, hits)], words: main.words };
}

const PREPOSITION =
  /(?:给|跟|和|与|同|联系|找|约|问|通知|告知|请|告诉|向|致电|访|见|对|打|换)(?:了|过|到)?(?:他|她|其|孩子|学生|家长|同学|的|家里?){0,3}\(?$/;
const CONTACT_AFTER =
  /^(?:亲|们|那边|那儿)?[^，。；\n]{0,4}?(?:电话|微信|短信|视频|语音|[qQ]{2}|邮件|打|来电|来访|来校|通|聊|说|表示|接|来|回|发|没|关机|停机|拒|挂|主动|反映|咨询)/;

/** How surely a word of kin names the person who was contacted. */
function nearness(text: string, head: string, hit: KinHit, glued: KinHit | undefined): number {
  const isGlued = glued?.start === hit.start ? 2.5 : 0;
  const isAddressed =
    hit.start < head.length && PREPOSITION.test(text.slice(Math.max(0, hit.start - 8), hit.start)) ? 2 : 0;
  const isActing = CONTACT_AFTER.test(text.slice(hit.end, hit.end + 10)) ? 1 : 0;
  return isGlued + isAddressed + isActing;
}

function best<Item>(items: readonly Item[], score: (item: Item) => number): Item | undefined {
  let winner: Item | undefined;
  let highest = -1;
  for (const item of items) {
    const value = score(item);
    if (value > highest) {
      highest = value;
      winner = item;
    }
  }
  return winner;
}

/** Kin joined to the first (妈妈和奶奶) or said to be there too (爸爸也在). */
function companions(text: string, main: KinHit, hits: readonly KinHit[]): Relation[] {
  const others: Relation[] = [];
  let end = main.end;
  for (const hit of hits) {
    if (hit.start < main.end) continue;
    const gap = text.slice(end, hit.start);
    const isJoined =
      /^(?:、|和|跟|与|，|及|以及|还有|同|带着?)?(?:他|她|孩子的?)?$/.test(gap) && hit.start - end <= 4 && gap !== '，';
    const isThereToo =
      /^(?:也|都|就|一起|正好|同时)?(?:在(?:场|家|旁边|边上|一旁)?(?!外|打|上班|忙)|陪着|一起来|听着|一块)/.test(
        text.slice(hit.end, hit.end + 6),
      ) && /也|一起|旁|场|陪|听/.test(text.slice(hit.end, hit.end + 5));
    if (isJoined || isThereToo) {
      others.push(...hit.relations);
      end = hit.end;
    }
  }
  return others;
}
