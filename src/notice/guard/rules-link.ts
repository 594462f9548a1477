import { findWords, isNegated } from './draft.ts';
import type { GuardRule } from './rule.ts';

/** QR codes, links, and calls that ring every phone (domain.md finding 5: a parents' group is a target of fraud). */

const QR_CODE =
  /(?:二|2)维码|erweima|qr码|qrcode|小程序码|收款码|付款码|收钱码|扫码|扫一扫|扫描(?:下方|下面|上方|图中)|长按识别|识别图中/gu;

/** 陌生人发来的二维码不要扫 */
const REFUSED_AFTER = /^[^，,。]{0,6}(?:不要?|别|勿|不能|不可)(?:扫|点|信|识别|加|转)/u;

const TOP_LEVEL =
  'com|cn|net|org|top|xyz|vip|cc|info|shop|site|club|app|io|link|me|ly|tk|online|fun|work|ltd|co|tv|icu|pro|live';
const LINK = new RegExp(
  `(?:https?|weixin|wxwork|alipays?)://[^\\s，。；、）)】"]+|(?<![@\\w.-])(?:[a-z0-9-]+\\.)+(?:${TOP_LEVEL})(?![a-z0-9-])(?:[/:?][^\\s，。；、）)】"]*)?`,
  'gu',
);
const PASSWORD_LINK = /[¥￥$€£][a-z0-9]{8,}[¥￥$€£]/giu;
/** `abc 点 com`, `abc。com`, `w w w . abc . com` */
const HIDDEN_DOT = new RegExp(
  `\\s*(?:点|。|\\(dot\\)|\\[dot\\]|\\.)\\s*(?=(?:[a-z0-9-]+\\s*\\.\\s*)*(?:${TOP_LEVEL})(?![a-z0-9]))`,
  'gu',
);
const PUBLIC_HOSTS = ['gov.cn', 'edu.cn'];

export const linkRules: readonly GuardRule[] = [
  {
    id: 'qr_code',
    decisions: { group: 'block', private: 'flag' },
    find: ({ compact, isWarning }) =>
      isWarning ? [] : findWords(compact, QR_CODE, (before, after) => !isNegated(before) && !REFUSED_AFTER.test(after)),
  },
  {
    id: 'unknown_link',
    decisions: { group: 'block', private: 'flag' },
    find: ({ plain }, { allowedLinkHosts }) => {
      const open = unhide(plain);
      const links = findWords(open, LINK).filter((link) => !isKnown(link, allowedLinkHosts));
      return [...links, ...findWords(open, PASSWORD_LINK)];
    },
  },
  {
    id: 'mention_all',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ plain }) => findWords(plain, /@\s*(?:所有人|全体成员|全体|全员|all|everyone)/gu),
  },
];

function unhide(plain: string): string {
  return plain
    .replace(/(?<=\b[a-z0-9])\s(?=[a-z0-9]\b)/gu, '')
    .replace(HIDDEN_DOT, '.')
    .replace(/h\s*t\s*t\s*p\s*(s?)\s*:/gu, 'http$1:');
}

function isKnown(link: string, allowedHosts: readonly string[]): boolean {
  const host = /^(?:https?:\/\/)?([^/:?#@]+)(?=[/:?#]|$)/u.exec(link)?.[1];
  if (host === undefined) return false;
  const isUnder = (parent: string) => host === parent || host.endsWith(`.${parent}`);
  return allowedHosts.some((allowed) => host === allowed.toLowerCase()) || PUBLIC_HOSTS.some(isUnder);
}
