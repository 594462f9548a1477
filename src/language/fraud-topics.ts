/** Folders under `templates/fraud/` and the words by which counsellors ask for them. */
const FRAUD_TOPICS: readonly (readonly [string, RegExp])[] = [
  ['brushing', /刷单|刷信誉|点赞返|返利|做任务返|兼职诈骗|垫付/],
  ['refund', /退款|理赔|快递|冒充(?:电商|平台|网购)?客服|客服|百万保障|退货/],
  ['impersonate_police', /公检法|安全账户|假警察|冒充(?:警察|民警|公安)|通缉/],
  ['credit_repair', /征信/],
  ['cancel_campus_loan', /注销[^，。]{0,6}(?:贷|账户|账号)|注销校园贷|学生账户|(?:校园贷|网贷|账户).{0,4}注销/],
  ['nude_loan', /裸贷|裸聊|裸照/],
  ['training_loan', /培训贷|培训(?:费|机构)?(?:诈骗|骗局)|招转培/],
  ['trap_loan', /套路贷|校园贷|网贷|不良贷|高利贷|虚假贷款/],
  ['game_trade', /游戏|皮肤|装备|买卖账号|游戏交易|代练/],
  ['romance_invest', /杀猪盘|网恋|婚恋|投资|理财|荐股|炒币|虚拟币/],
  ['card_lending', /两卡|银行卡|电话卡|借卡|出租.{0,4}卡|卖卡|帮信|跑分|断卡/],
  ['fake_teacher', /假老师|冒充老师|冒充(?:班主任|辅导员|领导)|假.{0,2}(?:老师|班主任|辅导员)|收费诈骗|群里收费|假群/],
  ['ticket_exam', /票务|演唱会|门票|车票|黄牛|考试答案|买答案|四六级答案|考试(?:诈骗|骗局)|卖答案|包过/],
  ['ai_face_swap', /换脸|[aA][iI]|拟声|深度伪造|变声/],
];

/** Slug of the anti-fraud topic that the text names; null = by rotation. */
export function findFraudTopic(text: string): string | null {
  for (const [slug, pattern] of FRAUD_TOPICS) if (pattern.test(text)) return slug;
  return null;
}

/** Words that ask for something against fraud. */
export const FRAUD_WORDS =
  /反诈|防诈|防骗|反骗|诈骗|骗局|电信诈骗|电诈|刷单|杀猪盘|校园贷|套路贷|裸贷|裸聊|公检法|两卡|AI换脸|ai换脸|换脸|培训贷|假老师|虚假征信|网贷|冒充客服|假客服|冒充老师/;
