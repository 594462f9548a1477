import { signOf, wordsOf } from './words.ts';

/** Words of fraud itself: only where they stand may a text speak of somebody who was robbed. */
export const FRAUD = signOf('骗|诈(?!注册|app)|冒充|假冒|冒用|谎称|圈套|陷阱|不法分子|洗钱|敲诈|勒索');

/** The sentence warns of fraud or refuses money, so that it may name what fraudsters do. */
export const WARNING = signOf(
  // fraud and who does it
  '骗|诈|冒充|是假的|假冒|冒用|自称|谎称|圈套|陷阱|套路|谨防|警惕|当心|上当|不法分子|混[入进][^，,。]{0,4}群|盗用|假老师|违法|犯罪|洗钱|举报|监督(?:电话|举报)|欢迎[^，,。]{0,6}反映|名义私下|陌生(?:码|链接|来电|人|号码|短信|二维码)|被(?:扣|盗|转走)|敲诈',
  // whom to call
  '(?:银行卡|电话卡|手机卡|微信号|账号|身份证|流量卡)[^，,。]{0,12}(?:借|卖|租)',
  '已(?:经)?(?:删|撤回|报警|移出)|(?:删掉|移出)了?|没点就好|别急着|赶紧改密码|96110|12381|(?:打|拨打|拨)110|报警|(?:请|马上|立即|立刻|及时|第一时间)[^，,。]{0,4}(?:告诉|联系|告知|电话)(?:我|老师|辅导员|学院|学校)(?=核实|[，,。！!]|$)|(?:打|回)?电话[^，,。]{0,6}核实|核实后再',
  // never
  '从不收|安全账户|(?:不|没有?)(?:组织|收)(?:取)?(?:任何|一分)|都不是(?:学校|老师)|(?:不要|别|勿)(?:轻)?(?:相)?信|不可信|不予理会|不要理(?:会|睬)?|(?:不要|(?<![识特级区分类个])别|勿|不)[^，,。]{0,4}(?:付|转|汇|打)(?:款|钱|账|费)|(?:请勿|切勿|千万别|都不要|一律不要|都别)(?:付|转|扫|点|汇|交|给|加|理)',
  '(?:学校|学院|老师|我们|本群|咱们群)[^，,。]{0,8}(?:不会|不|从不|绝不|没有?)[^，,。]{0,8}(?:收|要|发|委托|抢)[^，,。]{0,8}(?:钱|费|款|码|红包)',
);

/** The teacher has talked, listened, planned or helps: a letter that may name what went wrong (obligation A03). */
const PROPOSAL = wordsOf(
  // together
  '一起|商量|想想?办法|计划|约好|约定|共同|帮(?:您|他|她|助|孩子|忙|着)|陪|疏导|辅导(?!员)|制定|安排了|已经安排|列了|答疑|补上|补课',
  // listening
  '听听|听他说|听她说|听孩子|聊聊|聊了|聊过|谈过|谈了|谈心|聊一聊|谈一谈|您的(?:看法|想法|意见|建议)|通个?电话|见面谈|面谈|视频聊|随时(?:找|联系|打|在)|您看(?:什么|哪|行|方便|可以)',
  // calm and care
  '别着急|不着急|别急|不用(?:太)?担心|请(?:您)?放心|不要(?:责备|责骂|打骂|批评)|别(?:太)?(?:责怪|责备|批评|凶|骂|怪(?=他|她|孩子)|训|吼|打(?=他|她|孩子))|别(?:太)?担心|不必担心|(?:给|帮)(?:他|她)(?:找|安排|请|配|补|约)|来得及|我(?:会|来|天天|每天|都)*(?:叫|盯|提醒)(?:他|她|着)|说开了?|和好|还有机会|先别|安慰|(?:补考|重修)(?:时间|安排|报名|在|定|课)|改(?:正|善|变)了|好(?:转|多了)|夸|进步(?!空间)|鼓励',
  // rights and the way out
  '申诉|解除|(?:我|我们|学院|学校)(?:会|来|先|再|可以|已经?|也)*(?:安排|联系了?(?!您)|约了?|跟进|开导|对接|落实|协调|请了|关心|关注|照顾|支持)',
);
/** Friendly words that excuse one fact and no judgement. */
const KINDNESS = wordsOf(
  '支持|沟通|关心|放心|努力|建议您|提醒(?!了?(?:多次|无效))|问问|了解一下|多?留意|关注|配合着|理解|感谢|谢谢',
);
const NO_HELP =
  /(?:不|没|没有|从不|毫无|看不到|无法|没法|拒绝|缺乏|难以|懒得|谈不上|别提|丝毫|半点|一点|也?不肯|不愿意?|不想|不够|多次|屡次|反复|怎么|如何|希望|请)(?:多|再|任何|什么|好好|认真|主动|及时|看到|跟|和|与|家长|您|老师|我|他|她|们|一点|让人|得到)*$/u;
const DEMANDED = /(?:希望|请)[^，,。]*$/u;

/** A letter that is not greeted, signed, caring, or glad: its first bad word is a reproach. */
const WARM = signOf(
  '[您你]好|家长好|妈妈好|爸爸好|我是|恭喜|祝|谢|报喜|喜讯|好消息|欢迎|放心|平安|正在找|畅通|辛苦|一切都好|没事|心意|自愿',
);
const SORE = wordsOf(
  '(?<![摔修弄损电灯机])坏|差(?!一|[两几]|不多|异|旅|价|事|别|遣|点)|[糟烂骂罚赔]|投诉|擅自|气人|操心|(?<![说是常直点些近])头疼|何必|凭什么|难道|(?<!不)太(?!极|阳|好|太|多了|紧张|累|晚|着急|担心|难为)|出息|前途',
);

/** The bad words of a text that has nothing else. */
export function findColdWords(whole: string): readonly string[] {
  return WARM.test(whole) ? [] : (whole.match(SORE) ?? []);
}

/** How much care a text shows: `proposal` may name anything, `kindness` one fact, `none` nothing. */
export type Care = 'none' | 'kindness' | 'proposal';

/** What a text offers beside its facts; what is negated or only demanded of the family does not count. */
export function rateCare(whole: string): Care {
  if (hasOwn(PROPOSAL, whole, (before) => !NO_HELP.test(before) || /请$/u.test(before))) return 'proposal';
  return hasOwn(KINDNESS, whole, (before) => !NO_HELP.test(before.replace(DEMANDED, ''))) ? 'kindness' : 'none';
}

function hasOwn(pattern: RegExp, whole: string, isMeant: (before: string) => boolean): boolean {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(whole); match !== null; match = pattern.exec(whole)) {
    if (isMeant(whole.slice(Math.max(0, match.index - 12), match.index))) return true;
  }
  return false;
}
