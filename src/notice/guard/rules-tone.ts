import { type Draft, findWords, isNegated, type Sentence } from './draft.ts';
import type { GuardRule } from './rule.ts';
import { weighWords } from './weigh.ts';
import { wordsOf } from './words.ts';
import { BACKWARD, CRITICISED } from './words-backward.ts';
import { BLAME, SARCASM, TEMPER } from './words-blame.ts';
import { AGAIN, COMPLAINT_CUES, FAULTS, SIGNS } from './words-complaint.ts';
import { findColdWords } from './words-context.ts';
import { ECHO } from './words-echo.ts';
import { MAY_BE_TOLD, THREAT, THREAT_CUES } from './words-threat.ts';

/** How a teacher does not write to a family (obligations A03–A05; domain.md §5.3). Greeting and name come from the templates. */

const HARSH = wordsOf('严肃处理|从严处理|从重处理|严肃追究|追究(?:家长)?责任');
const SHOUTING = /[!！]{3,}|[?？]{2,}|[!！][?？]|[?？][!！]/gu;
const EMOJI = /\p{Extended_Pictographic}/gu;
const MAX_EMOJI = 5;

export const toneRules: readonly GuardRule[] = [
  {
    id: 'threat',
    decisions: { group: 'block', private: 'block' },
    find: findThreats,
  },
  {
    id: 'harsh',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ compact }) => findWords(compact, HARSH),
  },
  {
    id: 'blame',
    decisions: { group: 'block', private: 'flag' },
    find: ({ bare }) => findWords(bare, BLAME, (before, after) => !isDisowned(before) && !isAsked(after)),
  },
  {
    id: 'temper',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ bare }) => [
      ...findWords(bare, TEMPER, (before) => !isDisowned(before)).filter(
        (words) => !(words.startsWith('头疼') && isIll(bare)),
      ),
      ...findWords(bare, SARCASM, (before) => !isDisowned(before)),
    ],
  },
  {
    id: 'complaint',
    decisions: { group: 'flag', private: 'flag' },
    find: findComplaint,
  },
  {
    id: 'shouting',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ plain, previous }, { whole }) => [
      ...findWords(plain, SHOUTING),
      ...(previous === '' && findWords(whole, EMOJI).length > MAX_EMOJI ? findWords(whole, EMOJI).slice(0, 1) : []),
    ],
  },
  {
    id: 'backward_idea',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ compact }) =>
      CRITICISED.test(compact) ? [] : findWords(compact, BACKWARD, (before) => !isDisowned(before)),
  },
  {
    id: 'asks_for_echo',
    decisions: { group: 'flag' },
    find: ({ compact, isWarning }) =>
      isWarning
        ? []
        : findWords(compact.replace(/"/gu, ''), ECHO, (before) => !isNegated(before)).filter(
            (words) => !/不要|别|勿/u.test(words),
          ),
  },
];

/** 孩子说总是头疼，去了校医院: an illness, nobody's temper. */
function isIll(words: string): boolean {
  return /(?:孩子|他|她|学生)(?:自己)?(?:说|反映|喊|总是?|老是?|最近|经常|一直|有点|有些|晚上|早上|也|还)+头[疼痛]|医院|校医|医务|看病|体温|发烧|感冒|不舒服|恶心|头晕|睡不/u.test(
    words,
  );
}

/** 骗子威胁说不转账就曝光; but 未完成反诈注册的一律通报 threatens itself. */
const FRAUDSTERS_THREAT = /骗|诈(?!注册|app|中心|平台)|对方|威胁|恐吓|敲诈|勒索|不法|[罚刑法]|拘留|冒充|犯罪/u;

function findThreats({ bare, isWarning }: Sentence, { care }: Draft): string[] {
  if (isWarning && FRAUDSTERS_THREAT.test(bare)) return [];
  const mayBeTold = care === 'proposal' || MAY_BE_TOLD.test(bare);
  return [
    ...findWords(bare, THREAT, (before) => !isPromise(before)),
    ...weighWords(bare, THREAT_CUES, mayBeTold ? 5 : 3, (before) => !isPromise(before)),
  ];
}

/** What a family must read before what went wrong may be named; a group reads no faults of anybody, only general reminders. */
const BEARABLE = { none: 1, kindness: 2 } as const;
const BEARABLE_IN_GROUP = 3;

/** Judgements, or facts one after the other, and nowhere in the text care or a next step (obligation A03). */
function findComplaint({ bare, isWarning }: Sentence, { audience, care, whole }: Draft): string[] {
  if (care === 'proposal' || isWarning) return [];
  const isMeant = (before: string): boolean => !isDisowned(before);
  if (audience === 'group') return weighWords(bare, COMPLAINT_CUES, BEARABLE_IN_GROUP, isMeant);
  const cold = care === 'none' ? findColdWords(whole).filter((words) => bare.includes(words)) : [];
  const judged = [...cold, ...weighWords(bare, COMPLAINT_CUES, 2, isMeant)];
  const faults = findWords(bare, FAULTS, isMeant);
  const again = findWords(bare, AGAIN, isMeant);
  const inAll = new Set([...findWords(whole, FAULTS, isMeant), ...findWords(whole, SIGNS, isMeant)]).size;
  const isTooMuch = faults.length > 0 ? inAll >= BEARABLE[care] : inAll >= 2;
  return again.length > 0 || isTooMuch ? [...again, ...faults, ...findWords(bare, SIGNS), ...judged] : judged;
}

/** 不要打骂, 不是懒; nearer than a negation elsewhere, because a reproach is full of them: 不听话就得打. */
function isDisowned(before: string): boolean {
  return /(?:不要|别|不能|不该|不应该?|不会|不可以?|不必|不用|勿|不是|不算|算不上|并非|反对|不赞成|不提倡|不主张|不认为|没有|从不|无需|先不|不再|避免|防止|请勿|少)[^，,。]{0,6}$/u.test(
    before.slice(-10),
  );
}

/** 不会被开除: the opposite of a threat; 您说想让孩子退学: the family's own thought. */
function isPromise(before: string): boolean {
  return /(?:您|他|她|孩子|家里|家长)(?:们)?[^，,。]{0,4}(?:说|想|打算|希望|考虑|提到|觉得)[^，,。]{0,4}$|(?:不会|不是|并非|绝不|不至于|不一定)[^，,。]{0,6}$/u.test(
    before,
  );
}

/** 怎么管才好, 怎么教育更合适: a question of advice. */
function isAsked(after: string): boolean {
  return /^[^，,。]{0,6}(?:更好|才好|比较好|更合适|的问题|的方法|的讲座)/u.test(after);
}
