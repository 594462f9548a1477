import { matchesOf } from './matches.ts';

/**
 * Danger to a student's life, told of the present. It wins over every other meaning of a line (a mother who rings
 * because her child took pills is an emergency first and a record second). Wrongly silent is far worse than wrongly
 * alarmed: only what is clearly denied, long past, about kin or about a lecture is let through.
 */
const DEED =
  /吞(?:了|服|下|食)?(?:了)?[^，。；！？\s]{0,6}药(?!店|房)|(?:吃|服)(?:了|下)?(?:一整?瓶|半瓶|整瓶|一大把|一把|很多|好多|大量|过量|几十[片颗粒]|\d{2,}[片颗粒])[^，。；！？\s]{0,6}药|[吃服用]药过量|(?:喝|服)(?:了|下)?(?:农药|百草枯|毒药|敌敌畏|洗厕液)|服毒|割(?:了|过|开)?(?:自己)?(?:的)?(?:手)?腕|割手|划(?:了|伤)?(?:自己)?(?:的)?手(?:腕|臂)|自杀|自残|自伤|自尽|跳(?:了)?(?:楼(?!机|价)|河|江|湖|桥)|坠楼|轻生|寻死|寻短见|上吊|烧炭|(?<![累困热冷饿笑撑](?:得|到|的)?(?:都|就|快)?)(?:想|(?<!得)要|去|觉得|不如)(?:着)?死(?!记|磨|活|机|党|心|扛|撑|我|你|他|她|爸|妈|家|老师|这|那|啦|咯)|(?:不想|不愿|不要|懒得)(?:再)?活(?!动|跃|力|儿|泼)|活不下去|活(?:着)?(?:没|不)(?:有)?(?:意思|意义|起)|结束(?:自己(?:的)?)?生命|遗书|(?:站|爬|坐|翻|上|在)(?:在|上|到|了)*[^，。；！？\s]{0,4}(?:天台|楼顶|窗台|阳台栏杆|护栏)(?!拍|晒|玩|聚|聊|吃|活动|种|打|看书)/g;
const DENIED =
  /(?:没有?|无|未)(?:任何|明显|什么|过|再|出现|发现|表现出|流露出?|见|提到|有|他|她|孩子|学生)*(?:想|要|去|的|有)?$|(?:不存在|否认|排除|并非|不会|不至于|从没|从未|不再|谈不上|不是|防止|预防|避免|杜绝|谨防|反对)(?:有|再|过|他|她|孩子|学生|想|要|去)*$/;
const DENIED_WITH_NOUN = /(?:没有?|无|未)[^，。；！？\s]{0,8}$/;
const NOUN_AFTER = /^(?:的)?(?:倾向|想法|念头|行为|风险|意图|意念|迹象|苗头|言论|可能|史)/;
const NOT_AFTER = /^(?:的)?(?:倾向|想法|念头|行为|风险|意念)?(?:[:：])?(?:没有|无|均无|暂无|排除)/;
const LESSON_AFTER = /^(?:的)?(?:预防|干预(?:培训|讲座|知识|课)|讲座|知识|防范|主题|事件通报|新闻|培训)/;
const LESSON =
  /案例|讲座|班会|宣讲|宣传|知识|课件|培训|演练|电影|小说|电视剧|追剧|新闻|短视频里|(?:热线|手册|预案|条例)|防(?:范|治)/;
const PAST =
  /以前|曾|小时候|初中|高中|小学|中学|去年|前年|上学年|早年|前几年|当年|多年前|往年|[一二两三四五几\d]年前|既往|有过/;
const PAST_AFTER = /^(?:过(?!量|多)|史|经历|未遂史)/;
const NOW = /今|昨|刚|现在|这(?:次|两天|几天|会)|最近|近期|近日|正|又|还|仍|目前|一直/;
const CLOSED =
  /出院了|已(?:经)?(?:出院|康复|痊愈|结案|恢复(?:正常|上课))|早就(?:好|没事)|现在(?:已经)?(?:好了|没事了|正常了|恢复)/;
const OF_KIN =
  /(?:爸|妈|父|母|爷|奶|公|婆|哥|姐|弟|妹|叔|姨|舅|姑|伯|亲戚|邻居)(?:亲)?(?![^，。；！？\s]{0,14}(?:说|讲|称|反映|表示|来电|电话|微信|问|哭|喊|孩子|学生|娃|儿子|女儿|闺女|姑娘|本人|某|担心|怕|发现|看到|告诉|联系))[^，。；！？\s]{0,8}$/;

/** Does the text tell that a student's life is in danger now? */
export function tellsOfLifeDanger(text: string): boolean {
  for (const match of matchesOf(DEED, text)) if (isPresent(text, match.index, match[0].length)) return true;
  return false;
}

function isPresent(text: string, start: number, length: number): boolean {
  const clauseStart =
    Math.max(...['，', '。', '；', '！', '？', '\n', ' '].map((mark) => text.lastIndexOf(mark, start - 1))) + 1;
  const before = text.slice(clauseStart, start);
  const after = /^[^，。；！？\n ]*/.exec(text.slice(start + length))?.[0] ?? '';
  if (DENIED.test(before) || (DENIED_WITH_NOUN.test(before) && NOUN_AFTER.test(after)) || NOT_AFTER.test(after))
    return false;
  if (LESSON_AFTER.test(after) || LESSON.test(before + after)) return false;
  if (OF_KIN.test(before)) return false;
  if (CLOSED.test(text.slice(start))) return false;
  const deed = text.slice(start, start + length);
  const isPast = (PAST.test(before + after) || PAST_AFTER.test(after) || /过(?!量)/.test(deed)) && !NOW.test(before);
  return !isPast;
}
