import { KIN_WORD } from './relation.ts';

const STRANGER =
  '(?:(?:邻居|隔壁|亲戚|村里|一个)家?的?(?:人|孩子|小孩|大妈|大姐|大叔|大爷|阿姨|老人)|工友|上司|主管|经理|组长|工长|包工头|值班的?|总机|车间|宿管|同事|同乡|老乡|老板娘?|工头|班组长|领导|前台|门卫|保安|室友|舍友|保姆|阿姨|护工|护士|小孩|小朋友|邻居|房东|服务员|店员|司机|秘书|助理|徒弟|师傅|学徒|快递员?|外卖(?:小哥|员)?|中介|客服|朋友|战友|租客|男的|女的|单位的?人?|厂里的?人?|店里的?人?|公司的?人?)';
const WHOSE = '(?:[他她]们?|家里|单位|厂里|公司|饭店|酒店|餐馆|超市|店里|工地|医院|物业|一个|某个|个|的){0,3}';
const ANSWERED = new RegExp(
  `${STRANGER}(?:帮忙?|代|替)?(?:[他她])?(?:接(?:的|了|起|听|走|电话)|听的|(?:代|替)为?接(?:听)?(?=[，。；\\s]|$))|接(?:起来|起|听|电话)?的?(?:人)?(?:说?是)${WHOSE}${STRANGER}|[打拨]过去(?:说?是)${WHOSE}${STRANGER}`,
  'u',
);
const NOT_THEIRS = /不认识|打错|不是(?:他|她|家长|本人|这家)?|没这个人|查无/u;
const HANDED_OVER =
  /转给|递给|喊来|叫来|喊了?[他她]|叫了?[他她]|去喊|去叫|换[他她]|后来|最后|终于|回(?:电|拨|过来|了)/u;

/** Somebody outside the family took the call: `wrong_number` when the number is not theirs, else nobody was reached. */
export function findStranger(text: string): { outcome: 'no_answer' | 'wrong_number'; words: string } | undefined {
  const match = ANSWERED.exec(text);
  if (!match) return undefined;
  const rest = text.slice(match.index + match[0].length);
  if (HANDED_OVER.test(rest)) return undefined;
  return { outcome: NOT_THEIRS.test(rest) ? 'wrong_number' : 'no_answer', words: match[0] };
}

const KIN_TOOK_IT = new RegExp(
  `(?<!某的?)(?:${KIN_WORD}|儿子|女儿|闺女|孙子|孙女|小的|家里(?:其他)?人)(?:代|帮忙?|替[他她]?)?(?:接(?:的|了|起来?|听|电话)(?:的|了)?|听的)`,
  'u',
);
const AWAY =
  /不在|没在|出[去门车工海差]|上[班山工课]|下地|地里|山上|干活|睡|买菜|赶集|没回|还没|晚[上点]|下午|中午|再打|再联系|回来|下来|听不[清懂]|^[一二两三四五六七八九十\d]{1,3}(?:来)?岁|小孩|年纪|忙/u;
const TALKED = /聊|谈|讲|知道|转[告达]|带话|捎话|的事|会(?!儿)|同意|让我|问|住院|出事|去世|病/u;

/** Kin of another age took the call and said no more than that the one we wanted is away: 他弟接的，说晚上才下来. */
export function isOnlyAway(text: string): boolean {
  const match = KIN_TOOK_IT.exec(text);
  if (!match) return false;
  const rest = text
    .slice(match.index + match[0].length)
    .split(/[，。；！\s]/u)
    .filter((clause) => clause !== '');
  return rest.length > 0 && rest.every((clause) => AWAY.test(clause) && !TALKED.test(clause));
}
