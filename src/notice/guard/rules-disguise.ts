import { parseNoticeCode } from '../../shared/ids.ts';
import { findWords, isNegated } from './draft.ts';
import type { GuardRule } from './rule.ts';

/** What makes a text look like something that it is not: hidden characters, our own footer, a stranger's contact. */

const FOOTER =
  /【[^】]{1,30}】[^。\n]{0,6}(?:核实码|查证码|验真码)|\[[^\]]{1,30}\][^。\n]{0,6}核实码|核实码\s*[:：是为]?\s*[a-z0-9][a-z0-9 -]{3,}|可到[^。]{0,60}查询真伪/gu;
const CODE_LIKE = /(?<![a-z0-9])jx[\s\p{Pd}]*[a-z0-9]{8}(?![a-z0-9])/gu;

const CHAT = '(?:(?<!企业)微信(?!支付|公众号)|[v薇威]信|(?<![a-z])(?:vx|wx|weixin|qq)|扣扣|企鹅)';
const ADD_CONTACT = new RegExp(
  `(?:请|大家|家长们?|各位|直接|记得|尽快|麻烦|可以|需要|先|统一|^|[，,。])(?:您|你|都|也)?(?:添?加|进|搜索?|扫码加)(?:一?下|入|上|我|老师|这个|新|该|班级|学校|家长|客服)*的?${CHAT}(?:群|号|好友)?` +
    `|加我?${CHAT}(?:群|号)?[:：]?[a-z0-9]|wxid_?[a-z0-9]*|加(?:一下)?我[^，,。\\d]{0,3}[a-z][a-z0-9_]{4,}|${CHAT}(?:群|号)?(?:号码)?[:：是]?(?:[a-z][a-z0-9]{5,}|\\d{5,})|(?:请|大家|家长们?|麻烦)[^，,。]{0,4}加(?!强|油|快|大|深)[^，,。]{0,10}${CHAT}(?!群里|公众号)|加[v薇威](?:我|:|：|[a-z0-9])` +
    // V: abc123, Q号29384756, 加我私聊, 加客服为好友
    `|(?<![a-z0-9])(?:[vqw]|薇|扣)(?:号|号码|心)?(?:[:：是号心]|号码)+(?:[a-z][a-z0-9]{4,}|\\d{6,})|(?<=^|[，,。！!])(?:请|有事|直接|可以|都)*加我(?=私|好友|聊|细|详|[，,。！!]|$)|(?:添加|加)[^，,。]{0,8}(?:为好友|好友)|(?:这是|用|加)(?:我|老师)(?:的)?(?:小|新|另一个|备用)号` +
    // 原来的群要解散了，请加新群
    `|(?:加|进|入|换到?|转到?|移步|搬到|迁到)(?:入|进)?(?:一个|这个|那个)?(?:新的?|另一个|另外一个|备用|下面的?)(?:家长)?群|群号(?:码)?[:：是为]?\\d|(?:原来?的?|旧|老|这个|本)群[^，,。]{0,6}(?:解散|作废|停用|弃用|不用了)`,
  'gu',
);

export const disguiseRules: readonly GuardRule[] = [
  {
    id: 'hidden_characters',
    decisions: { group: 'block', private: 'block' },
    find: (_sentence, { hidden }) => hidden,
  },
  {
    id: 'notice_code',
    decisions: { group: 'block', private: 'block' },
    find: ({ plain }) => {
      const code = parseNoticeCode(plain);
      return [...(code === undefined ? [] : [code]), ...findWords(plain, CODE_LIKE), ...findWords(plain, FOOTER)];
    },
  },
  {
    id: 'foreign_contact',
    decisions: { group: 'block', private: 'flag' },
    find: ({ bare, isWarning }) =>
      findWords(bare, ADD_CONTACT, (before) => !isNegated(before) && !(isWarning && /陌生人|对方|骗子/u.test(before))),
  },
];
