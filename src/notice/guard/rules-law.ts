import { findWords } from './draft.ts';
import type { GuardRule } from './rule.ts';

/** What the law leaves to others or fixes itself: names of illness and the student's appeal (domain.md §4.1, §4.3). */

/** 精神卫生法 第二十九条: only psychiatrists diagnose. */
const DIAGNOSIS =
  /(?<![a-z])(?:adhd|mdd|ocd|bpd)(?![a-z])|智商(?:有点|太|很)?(?:有问题|低)|(?:神经|脑子|脑袋|精神)(?:有点|不太|很)?不(?:太)?正常|忧郁症|情绪病|心里的病|(?:他|她|孩子|我看|这人)[^，,。]{0,4}有病(?=[，,。！!]|$)|是(?:得了|有)?(?:心|精神)病|(?<![a-z])yyz(?![a-z])|(?:网瘾|手机|游戏|网络)(?:症|成瘾症|依赖症)|(?:学习|睡眠|认知|语言|行为|惊恐|躯体(?:化)?|人际|恋爱)障碍|孤独症|抽动症|玉玉|(?:中|重|轻)度(?:焦虑|强迫)|精神类?疾患|精神出(?:了)?问题|抑郁(?:症|障碍|倾向|状态|发作)|(?:轻|中|重)度抑郁|焦虑(?:症|障碍|发作)|双相(?:情感)?(?:障碍)?|躁[郁狂]症?|精神(?:分裂|疾病|障碍|失常|不正常|有问题|病)|强迫症|(?:人格|进食|睡眠|情感|应激|适应|心境)障碍|自闭症?|多动症|神经(?:病|衰弱|症)|厌食症|恐惧症|社恐|癔症|妄想|幻听|幻觉|ptsd|创伤后|边缘型|心理(?:疾病|障碍|变态|有病|有问题|不正常|不健康|扭曲)|脑子有(?:病|问题)|(?:有|是|犯)精神(?:问题|病)|精神(?:上)?有(?:点)?(?:问题|毛病)|精神科|社交恐惧|臆想|神经官能|偏执|反社会|疑病|智力(?:障碍|低下)|发育迟缓|阿斯伯格|双重人格|人格分裂|被害妄想|心理(?:上)?(?:已经|肯定)?(?:出|有)(?:了)?(?:病|毛病|大?问题)|得了?(?:抑郁|焦虑)|yiyu|yuyu(?:zheng)?|jiaolv|zibi|kuangzao|shuangxiang|jingshen(?:bing|fenlie)|yuyu症|玉玉|郁郁症/gu;
const TEACHING = /讲座|科普|宣传|知识|义诊|热线|培训|主题|课堂|课程|班会/u;
const SYMPTOM = /抑郁(?!症)|焦虑(?!症)|确诊(?!为?零)/gu;

const HAN_TEN = '(?:10|十|壹拾)';
const STALE_DEADLINE = /(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个?工作日/gu;
/** 五日内提出申诉: a number of days that is not ten. */
const DAYS = new RegExp(
  `(?<![\\d月第])(?!${HAN_TEN}(?:个)?(?:日|天))(?:\\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?:日|天|周|星期|个?月|小时)(?:之)?(?:内|以内)`,
  'gu',
);
/** 申诉期为三天 */
const APPEAL_TERM =
  /申诉(?:的)?(?:期限?|时间|时限|截止(?:时间|日期|日)?)[^，,。\d一二三四五六七八九十]{0,14}(?!(?:10|十)(?:个)?(?:日|天))(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?:日|天|周|星期|月|小时)/gu;
/** The committee's own days, and those of the department above it. */
const ANSWER_TIME = /^[^，,。]{0,10}(?:答复|作出|复查|(?<!申诉)处理|决定|结论|回复|教育厅|教育行政|省)/u;
/** The clock starts when the student is served, not the family. */
const WRONG_START =
  /(?:家长|您|家里|父母)(?:[们]|本人)?(?:收到|接到|签收|看到|知悉)[^，,。]{0,10}(?:之日)?起[^，,。]{0,4}(?:10|十)(?:日|天)|(?:作出|公布|公示|发布|发文|印发|落款)之?日起[^，,。]{0,6}(?:10|十)(?:日|天)/gu;
const NO_APPEAL =
  /不容[^，,。]{0,4}申诉|(?:逾|超过|过了?)(?!10|十)(?:\d{1,3}|[一二三四五六七八九两]{1,3})个?[日天周][^，,。]{0,6}申诉|(?:家长|您)(?:们)?(?:可以?|有权|可)(?:替|代|帮|为)(?!.{0,12}(?:委托|授权|准备|看))(?:孩子|他|她)?[^，,。]{0,12}申诉|申诉期[^。]{0,16}(?:一共|总共|只有|就)(?:[一二三四五六七八九]|\d)天|(?:请勿|不建议|最好不要|最好别|劝您?别)[^，,。]{0,6}申诉|申诉[^。]{0,8}(?:加重|更重|从重|影响(?:评|毕|入|不好)|对(?:孩子|他|她)(?:没|不|更))|(?:过了|超过|逾期)[^，,。]{0,8}(?:不能|不得|不再)[^，,。]{0,4}申诉|终局|(?:不得|不能|不可以?|不允许|不许|无权|没有?权利?|放弃|不用|不必|没必要)(?:再|提出|进行|去|任何|异议|[或和及、])*(?:书面)?申诉|(?:再|去|提)?申诉(?:了|也|都|是)*(?:无效|没用|没有用|无用|白搭|没(?:有)?意义|白费|改变不了|不(?:会|可能)(?:改|成功))|没有?(?:再)?申诉的?(?:必要|意义)|(?:(?<!要)不要|别|甭)(?:再)?(?:提|去|想)?申诉(?!期)|(?:决定|处理|处分)[^，,。]{0,6}(?:不能|不可|不会|无法)(?:再)?(?:更改|改变|撤销|变更)|不(?:接受|受理)(?:任何|学生|其)*申诉|最终决定|(?:家长|您)(?:可以?|有权|可)(?:向[^，,。]{0,12})?(?:提出|提起)?(?:书面)?申诉/gu;
const APPEAL = /申诉|处分|异议|复议|申辩|复查|复核|不服/u;

export const lawRules: readonly GuardRule[] = [
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
    // 教育部令第41号 gives 10 days; old forms still print working days (domain.md finding 10).
    id: 'stale_deadline',
    decisions: { group: 'block', private: 'block' },
    find: ({ compact, previous }) => [
      ...(APPEAL.test(compact) || /申诉|异议/u.test(previous)
        ? [
            ...findWords(compact, STALE_DEADLINE, (_before, after) => !ANSWER_TIME.test(after)),
            ...findWords(compact, WRONG_START),
          ]
        : []),
      ...(/申诉|异议|复议|复查申请|申请复查|复核|不服|有意见/u.test(compact)
        ? findWords(compact, DAYS, (_before, after) => !ANSWER_TIME.test(after))
        : []),
      ...findWords(compact, APPEAL_TERM),
      ...findWords(compact, NO_APPEAL),
    ],
  },
];
