import { TEXTS } from './texts.zh.ts';

const TO_A_GROUP = /群(?!体|众|殴)|大家|所有家长|全体家长|各位家长|全班家长|每位家长|家长们|公开|公示|通报一下|公布/;
const SENDS = /发|说|公布|通报|讲|贴|晒|公示|通知|告诉|转|提|@|念|宣布|挂/;
const RANKS =
  /排名|名次|排行|成绩单|(?:全班|班级|班上|各科|期[中末])(?:的)?(?:同学)?(?:的)?成绩(?!通知|查询|复核|出来|怎么|可以|将)|倒数|第[\d一二三四五六七八九十]+名|分数(?:表|线|排)|成绩(?:排|表|汇总|发群|发到群|都发|晒)|(?:挂科|不及格|补考|预警)(?:的)?(?:名单|同学名字|学生名单)|谁(?:挂科|没过|不及格)/;
const PRIVATE_MATTER =
  /抑郁|焦虑症|双相|心理(?:问题|疾病|测评结果|异常|状况|情况|有问题|普查结果)|自杀|自残|自伤|轻生|精神(?:病|疾病|分裂|问题)|处分|记过|警告(?!线)|留校察看|开除|违纪|作弊|贫困|低保|困难(?:学生|生|家庭|认定|情况)|特困|建档立卡|孤儿|单亲|疾病|病情|艾滋|乙肝|怀孕/;
const GENERAL_MATTER =
  /申请|通知|讲座|政策|办法|流程|条件|知识|宣传|开始|截止|材料|认定工作|文件|规定|说明会|咨询|热线|不公开|放假/;
const NAMES_LIST = /名单|情况|谁|哪些(?:学生|同学|人)|名字|几个(?:学生|同学)|的事|结果/;
const MONEY =
  /班费|红包|收款码|收款二维码|付款码|转(?:给)?我(?!们老师)|转到我|打到我|打我(?:卡|账|支付宝|微信)|(?:转|交|缴|付|收)[^，。\s]{0,6}(?:给我|到我|我(?:的)?(?:微信|支付宝|卡))|每(?:人|家|户|个)(?:交|缴|收|出|凑|转)?\s?[\d一二两三四五六七八九十百]+\s?(?:元|块|)(?:钱)?|赞助|众筹|集资|捐(?:款|钱|点)|凑(?:钱|份子)|收(?:点|一下|取|个)?(?:钱|费|材料费|资料费|服装费|水电费|教材费|班服费|保险费|押金|费用)|(?<![A-Za-z0-9])AA(?![A-Za-z0-9])|份子钱|请客|送礼|买礼物|购物卡|给老师(?:买|送)|打款|转账(?:给|到)/;
const NEGATED = /不|勿|别|莫|严禁|禁止|从未|谨防|防|警惕|小心|切勿|拒绝|拒收|没收|退(?:了|回|还)|谢绝|骗|假/;
const ASKS = /让|叫|请|要求|通知|提醒|给|跟|向|找|群|发|收|催|问|号召|动员|帮我|家长/;

/** A kind sentence when the line asks for what is never done; null otherwise. `record` lines are not asked here. */
export function findRefusal(text: string, noticeText: string | null, hasStudent: boolean): string | null {
  const whole = noticeText ? `${text} ${noticeText}` : text;
  const money = MONEY.exec(whole);
  if (money && ASKS.test(text) && /家长|爸|妈|群|家里|家属/.test(text)) {
    const around = whole.slice(Math.max(0, money.index - 8), money.index + money[0].length + 4);
    if (
      !NEGATED.test(around) &&
      !/家长(?:非要|要|想|说|问|硬|执意|给我|送)|(?:妈|爸)(?:非要|想给|要给|说|问|硬要)/.test(text)
    )
      return TEXTS.refuseMoney;
  }
  if (!TO_A_GROUP.test(text) || !SENDS.test(text)) return null;
  if (RANKS.test(whole) && !/不(?:排名|公布|排)/.test(whole)) return TEXTS.refuseRanks;
  if (PRIVATE_MATTER.test(whole) && (hasStudent || (NAMES_LIST.test(whole) && !GENERAL_MATTER.test(whole))))
    return TEXTS.refusePrivate;
  return null;
}
