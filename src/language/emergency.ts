import { tellsOfLifeDanger } from './life-danger.ts';

/** Natural words of an emergency; the caller has made sure that the line is no record, notice or broadcast. */
const ACUTE =
  /晕倒|昏倒|昏迷|休克|昏过去|不省人事|吐血|大出血|车祸|被车撞|撞了|骨折|抽搐|中毒|溺水|落水|触电|烧伤|烫伤|被(?:捅|砍|打伤|刺)|打(?:破头|出血|伤了)|摔下|坠楼|坠落|心脏(?:骤停|病发)|急救|抢救|送(?:到|去|往|了)?[^，。\s]{0,8}(?:医院|急诊|ICU|icu)|120|高烧|烧到(?:39|40|41)|急性|呼吸困难|煤气|着火|起火|火灾|失去意识|出事了|受伤了|流(?:了)?很多血|猝死|癫痫发作/;
const MISSING =
  /失联|失踪|联系不[上到]|找不[到着]人|不见了|离(?:校|家)出走|出走|(?:一|两|三|几)(?:整)?(?:天|夜|晚|宿|个晚)(?:上)?(?:都)?(?:没|未)(?:见|回|归)|彻夜未归|没回(?:宿舍|寝室|学校)|人(?:没|不)(?:了|在)|走失|去向不明|下落不明|不知去向/;
const FRAUD_VICTIM =
  /(?<!差点|差一点|险些|谨防|防止|避免|别|不|免|被人|没|未|预防|警惕|小心|家长说.{0,8})(?:被(?:人)?(?:诈)?骗(?:了|走|\d|去|进|[一二两三四五六七八九十几]|，|。|\s|$)|受骗(?:了|上当|，|。|\s|$)|上当(?:了|受骗)|遭(?:遇|到)?(?:了)?(?:电信)?诈骗|被诈骗|被(?:骗子|对方)(?:骗|转)|给骗子转|转账给骗子|钱被(?:转|骗)|被(?:刷单|杀猪盘|套路贷|裸贷|裸聊)(?:骗|坑|敲诈|威胁|了)|被(?:敲诈|勒索)|裸聊被|催收(?!说)|被催债)/;
const OPENING =
  /^(?:紧急(?!联系)|应急|救命|SOS|sos|急急+|急(?=[\s，!！:：。]|$|[\p{Script=Han}]{2,4}(?:在|晕|失|被|受|送|摔|自|跳|烧|高|突|昏|不|没|从|刚|出|喝|吃|割|走|说|人)))/u;
const STOP = /应急(?:结束|解除|关闭|终止|完毕|进展|记录)|(?:结束|解除)应急|人找到了|已(?:经)?找到(?:人|了)/;

export type EmergencyKind = 'acute' | 'missing' | 'fraud_victim';

/** Does the line begin as an emergency (急 …)? */
export function opensAsEmergency(text: string): boolean {
  return OPENING.test(text) || STOP.test(text);
}

/** The kind of emergency that the words tell of; null when they tell of none. */
export function findEmergency(text: string): EmergencyKind | null {
  if (FRAUD_VICTIM.test(text)) return 'fraud_victim';
  const kinIsVictim =
    /(?:爸|妈|父|母|爷|奶|公|婆|家里|家属|亲戚|弟|妹|哥|姐)(?:亲)?(?:刚|突然|最近|前|今|昨|天)*(?:出了?|被|住|骨折|摔|送|车祸|受伤|急|病|昏|晕|去世|中风)/.test(
      text,
    );
  if (
    MISSING.test(text) &&
    !/(?:[爸妈父母爷奶公婆叔姑舅姨哥姐]|父亲|母亲)(?:离家)?出走|(?:家长|[爸妈父母爷奶]|家里|家人|家属)(?:亲|也|都|又|还|一直|手机|电话|的)*(?:也|都|又|还|一直)*(?:失联|联系不[上到]|找不[到着])|联系不[上到](?:家长|他[爸妈]|她[爸妈]|[^，。]{0,4}(?:家长|爸|妈|父|母))/.test(
      text,
    )
  )
    return 'missing';
  if (tellsOfLifeDanger(text) || (ACUTE.test(text) && !kinIsVictim)) return 'acute';
  return null;
}
