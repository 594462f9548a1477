import { findMethod } from './method.ts';
import { findOutcome, hasMissWords } from './outcome.ts';
import type { Method, Outcome } from './reading.ts';
import { findKin, type KinHit } from './relation.ts';

/** One try to reach a family: several may stand in one line (电话没接，发了微信，说知道了). */
export interface ContactEvent {
  readonly text: string;
  readonly method: Method | undefined;
  readonly kin: KinHit | undefined;
  readonly outcome: Outcome;
  /** Its own words tell when; without, the time of the line is meant. */
  readonly hasOwnTime?: boolean;
}

const CLAUSE =
  /[，。；！？\n ]|(?<=没接|不通|没人接|没回(?!微信|短信|消息|信息|电话|语音)|关机|停机|占线|没通|空号|不接|挂了|拉黑)(?=又|再|后来|就|然后|于是|改|转|换|给|打|发|加|联系|微信|短信|我|直接|只好|只能|才|晚上|下午|中午|上午|过|半)|(?=后来|然后又|又打|再打|改打|于是|但是?|不过|可是|只好|只能)/;
const SUCCESS =
  /说|聊|谈|接了|已接|接通|接的|通了|回了|回复|回电|回拨|沟通|联系上|表示|打通|告知|知道|答应|同意|配合|发了|已发|改(?:发)?(?:短信|微信)|留言|回信|发(?:了|条|个|出)?(?:微信|短信|消息|信息|函)|寄|写|来(?:了|过|学校|校)|到校|找(?:到)?我|当面|见(?:了|到)/;
/** An SMS that nobody answered has still informed (contract §6): it stays a contact beside the call that followed. */
const SMS_UNANSWERED = /(?:没|未|不)(?:有)?(?:人)?(?:回|理)/;
const OF_THE_STUDENT = /(?:孩子|学生|本人|娃|儿子|女儿|同学)/;

/**
 * The tries of one line in order when a missed one was followed by another that reached somebody by another way or
 * another person; empty when the line tells of one event only.
 */
export function splitEvents(text: string): ContactEvent[] {
  if (!hasMissWords(text)) return [];
  const clauses = text.split(CLAUSE).filter((clause) => clause.trim() !== '');
  let missed: ContactEvent | undefined;
  let unanswered: ContactEvent | undefined;
  let method: Method | undefined;
  let kin: KinHit | undefined;
  let laterMethod: Method | undefined;
  let laterKin: KinHit | undefined;
  for (let index = 0; index < clauses.length; index += 1) {
    const clause = clauses[index] ?? '';
    const ownMethod = findMethod(clause)?.method;
    const ownKin = findKin(clause)[0];
    const outcome = findOutcome(clause, ownMethod ?? method ?? 'phone').outcome;
    if (!missed) {
      if (ownMethod === 'sms' && SMS_UNANSWERED.test(clause))
        unanswered = { text: clause, method: 'sms', kin: ownKin ?? kin, outcome: 'reached' };
      else if (
        unanswered &&
        outcome === 'reached' &&
        ownMethod !== undefined &&
        ownMethod !== 'sms' &&
        SUCCESS.test(clause)
      )
        return [
          {
            text: clauses.slice(index).join('，'),
            method: ownMethod,
            kin: ownKin ?? unanswered.kin,
            outcome: 'reached',
          },
          unanswered,
        ];
      if (outcome !== 'reached' && !(OF_THE_STUDENT.test(clause) && !ownKin)) {
        missed = {
          text: clause,
          method: ownMethod === undefined || isImplied(clause) ? (method ?? ownMethod) : ownMethod,
          kin: ownKin ?? kin,
          outcome,
        };
      }
      if (/说|表示|反映/.test(clause) && !missed) return [];
      method = ownMethod ?? method;
      kin = ownKin ?? kin;
      continue;
    }
    if (ownMethod !== undefined && !isImplied(clause)) laterMethod = ownMethod;
    laterKin = ownKin ?? laterKin;
    if (
      outcome !== 'reached' ||
      !SUCCESS.test(clause) ||
      /^(?:打算|准备|明天|下次|改天|回头|晚点|过(?:两|几)天|待会|再说|下周|后天)/.test(clause)
    ) {
      continue;
    }
    const isOtherMethod = laterMethod !== undefined && laterMethod !== (missed.method ?? 'phone');
    // 家长没人接，又打了他哥的: whom the first try meant is not said, but it was another.
    const isOtherKin =
      laterKin !== undefined &&
      (missed.kin === undefined ? /家长|家里/.test(missed.text) : laterKin.relations[0] !== missed.kin.relations[0]);
    if (!isOtherMethod && !isOtherKin) continue;
    const reached: ContactEvent = {
      text: clauses.slice(index).join('，'),
      method: laterMethod ?? missed.method ?? 'phone',
      kin: laterKin ?? missed.kin,
      outcome: 'reached',
    };
    return [reached, missed];
  }
  return [];
}

const TALK = /(?:打|联系|聊|通|谈|找)(?:了|过|通了?|给)?(?:个|一个)?(?:电话)?(?:给|跟|和)?/;
const AGAIN = /^[\s我]*(?:上午|中午|下午|晚上|今[早晚]|随后|后来|然后|接着|之后)?(?:我|就|紧?接着)?(?:又|再|也|还)/;

/** 上午打了他妈，下午又打了他爸: two talks with two people; empty for any other line. */
export function splitTalks(text: string): ContactEvent[] {
  const clauses = text.split(/[，。；！？\n ]/).filter((clause) => clause.trim() !== '');
  const talks = clauses.flatMap((clause, index) => {
    const kin = findKin(clause);
    const own = kin[0];
    const isTalk = kin.length === 1 && TALK.test(clause) && /了|过/.test(clause) && !/说|问|让|叫/.test(clause);
    if (!own || !isTalk) return [];
    return [{ text: clause, method: findMethod(clause)?.method, kin: own, outcome: 'reached' as const, index }];
  });
  const [first, second] = talks;
  if (talks.length !== 2 || !first || !second || first.kin.relations[0] === second.kin.relations[0]) return [];
  if (!AGAIN.test(second.text) || findOutcome(text, 'phone').outcome !== 'reached') return [];
  return [first, second].map(({ index: _, ...talk }) => ({ ...talk, hasOwnTime: true }));
}

/** Words like 没接 imply a phone without naming it. */
function isImplied(clause: string): boolean {
  return !/电话|微信|短信|视频|QQ|qq|语音|邮件|信|家访|上门|打|来|到校|面谈|当面|见/.test(clause);
}
