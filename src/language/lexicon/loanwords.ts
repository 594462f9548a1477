/**
 * English, chat slang, dialect of the south-west and single-character shorthand, as the words that the rules know. Only
 * words of contact and outcome are put right; what a family is about stays as typed.
 */

/** Asked only of a text that has Latin letters. */
export const LATIN_WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /(?<![a-zA-Z])no[- ]?answer(?![a-zA-Z])|(?<![a-zA-Z])missed[- ]?call(?![a-zA-Z])|(?<![a-zA-Z])no[- ]?pick ?up(?![a-zA-Z])/gi,
    '没接',
  ],
  [/(?<![a-zA-Z])no[- ]?(?:reply|response)(?![a-zA-Z])/gi, '没回'],
  [/(?<![a-zA-Z])(?:power(?:ed)?|switched|phone)[- ]?off(?![a-zA-Z])/gi, '关机'],
  [/(?<=电话|手机|一直|还是|line |line)[ ]?busy(?![a-zA-Z])/gi, '占线'],
  [/(?<![a-zA-Z])(?:phone[- ]?)?call(?:ed|ing)?(?![a-zA-Z])/gi, '电话'],
  [/(?<![a-zA-Z])(?:tel|phone|dh)(?![a-zA-Z])/gi, '电话'],
  [/(?<![a-zA-Z])(?:wechat|we chat)(?![a-zA-Z])/gi, '微信'],
  [/(?<![a-zA-Z])(?:sms|text(?:ed)?)(?![a-zA-Z])/gi, '短信'],
  [/(?<![a-zA-Z])(?:video|facetime|zoom)(?:[- ]?call)?(?![a-zA-Z])/gi, '视频'],
  [/(?<![a-zA-Z])voice(?:[- ]?(?:call|msg|message))?(?![a-zA-Z])/gi, '语音'],
  [/(?<![a-zA-Z])(?:msg|message)(?![a-zA-Z])/gi, '消息'],
  [/(?<![a-zA-Z])(?:home|family)[- ]?visit(?:ed)?(?![a-zA-Z])/gi, '家访'],
  [/(?<![a-zA-Z])face[- ]?to[- ]?face(?![a-zA-Z])|(?<![a-zA-Z])f2f(?![a-zA-Z])/gi, '面谈'],
  [/(?<![a-zA-Z])reply(?![a-zA-Z])/gi, '回复'],
  [/(?<=\d) ?mins?(?![a-zA-Z])/gi, '分钟'],
  [/(?<=\d) ?h(?:ours?|rs?)?(?![a-zA-Z])/gi, '小时'],
  [/(?<=[妈爸长亲])(?:dd|DD)(?=我)/g, '微信'],
  [/(?<![a-zA-Z])(?:mum|mom|mama|mother)(?![a-zA-Z])/gi, '妈妈'],
  [/(?<![a-zA-Z])(?:dad|daddy|papa|father)(?![a-zA-Z])/gi, '爸爸'],
  [/(?<![a-zA-Z])(?:parents?)(?![a-zA-Z])/gi, '家长'],
];

export const SHORTHAND: readonly (readonly [RegExp, string])[] = [
  [/木有|没得(?=人|接|回|空|哪)|莫得|冇得?|么得/g, '没有'],
  [/没有(?=接(?![受触])|回[我复信消]|打通|通)/g, '没'],
  [/咋个/g, '怎么'],
  [/晓不得|不晓得/g, '不知道'],
  [/不消(?=担|管|来|说|操|急|打|去|怕|想)/g, '不用'],
  [/(?<=娃|他|她|孩子|都|要|没|也|不|又|我|我们)克(?=学校|外头|外面|上课|家|医院|昆明|找|看|打|哪|过|了)/g, '去'],
  [/(?<=[\s/|、，-])占(?=[\s/|、，-]|$)/g, '占线'],
  [/(?<=[\s/|、，-])关(?=[\s/|、，-]|$)/g, '关机'],
  [/(?<=[\s/|、，-])停(?=[\s/|、，-]|$)/g, '停机'],
  [/(?<=[\s/|、，-])空(?=[\s/|、，-]|$)/g, '空号'],
  [/(?<=[\s/|、，-])未(?=[\s/|、，-]|$)/g, '未接'],
  [/(?<=[\s/|、，.-])电(?=[\s/|、，.-])/g, '电话'],
  [/(?<=[\s/|、，.-])微(?=[\s/|、，.-])/g, '微信'],
  [/(?<=[\s/|、，.-])短(?=[\s/|、，.-])/g, '短信'],
  [/(?<=[\s/|、，.-])视(?=[\s/|、，.-])/g, '视频'],
  [/(?<=[\s/|、，.-])函(?=[\s/|、，.-])/g, '信函'],
];
