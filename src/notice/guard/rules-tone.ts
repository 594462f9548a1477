import { findWords, isNegated } from './draft.ts';
import type { GuardRule } from './rule.ts';

/** How a teacher does not write to a family (obligations A03–A05; domain.md §4.1, §4.3, §5.3). */

/** 精神卫生法 第二十九条: only psychiatrists diagnose. */
const DIAGNOSIS =
  /抑郁症|焦虑症|双相(?:情感)?障碍?|躁[郁狂]症?|精神分裂|强迫症|人格障碍|自闭症|多动症|精神病|神经病|心理(?:疾病|障碍|变态|有病|有问题)|脑子有病/gu;
const TEACHING = /讲座|科普|宣传|知识|义诊|热线|培训|主题/u;
const SYMPTOM = /抑郁(?!症)|焦虑(?!症)|双相|确诊(?!为?零)/gu;
const THREAT =
  /后果自负|否则(?:将|就|会|后果|一律|不|按|取消)|不然(?:就|将|后果)|别怪(?:我|学校|老师)|休怪|不客气|勒令|[就将会]被?(?:开除|劝退|退学|停课)|走着瞧|严惩|绝不姑息|别想(?:毕业|拿)|拿不到毕业证|让(?:他|她|你)?(?:滚|退学|毕不了业)|等着(?:被)?(?:处分|开除)/gu;
const BLAME =
  /屡教不改|不像话|无可救药|没救了|不争气|太笨|很笨|笨死|懒惰成性|丢脸|丢人|没教养|没家教|拖后腿|害群之马|怎么教育|怎么管|你们家长(?:也)?(?:不|怎么)|管[管好](?:你们?|您)|活该|自作自受/gu;
const BACKWARD =
  /不打不成器|棍棒|读书(?:没用|无用)|女孩(?:子)?(?:读|念|学)?[^，,。]{0,6}(?:没用|嫁|不如)|早点(?:打工|嫁人)|打一顿|揍一顿|重男轻女|没出息/gu;
const STALE_DEADLINE = /(?:五|5|十|10|七|7|三|3)个?工作日/gu;
const NO_APPEAL =
  /(?:不得|不能|不可以?|不允许|不许|无权|没有?权利?|放弃)(?:提出|进行)?(?:书面)?申诉|申诉无效|不接受申诉/gu;
const ECHO =
  /收到(?:的)?(?:家长)?请(?:务必)?回复|请回复["']?收到|收到扣1|收到请扣|回复1|务必回复|接龙|打卡|点赞|投票/gu;

export const toneRules: readonly GuardRule[] = [
  {
    id: 'diagnosis',
    decisions: { group: 'block', private: 'block' },
    find: ({ compact, isWarning }) => (isWarning || TEACHING.test(compact) ? [] : findWords(compact, DIAGNOSIS)),
  },
  {
    id: 'symptom',
    decisions: { private: 'flag' },
    find: ({ compact }) => (TEACHING.test(compact) ? [] : findWords(compact, SYMPTOM)),
  },
  {
    id: 'threat',
    decisions: { group: 'block', private: 'block' },
    find: ({ compact }) => findWords(compact, THREAT),
  },
  {
    id: 'harsh',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ compact }) => findWords(compact, /严肃处理|从严处理|从重处理/gu),
  },
  {
    id: 'blame',
    decisions: { group: 'block', private: 'flag' },
    find: ({ compact }) => findWords(compact, BLAME, (before) => !isNegated(before)),
  },
  {
    id: 'backward_idea',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ compact }) => findWords(compact, BACKWARD, (before) => !isNegated(before)),
  },
  {
    // 教育部令第41号 gives 10 days; old forms still print working days (domain.md finding 10).
    id: 'stale_deadline',
    decisions: { group: 'block', private: 'block' },
    find: ({ compact }) => [
      ...(/申诉|处分|异议/u.test(compact) ? findWords(compact, STALE_DEADLINE) : []),
      ...findWords(compact, NO_APPEAL),
    ],
  },
  {
    id: 'asks_for_echo',
    decisions: { group: 'flag' },
    find: ({ compact, isWarning }) => (isWarning ? [] : findWords(compact, ECHO, (before) => !isNegated(before))),
  },
];
