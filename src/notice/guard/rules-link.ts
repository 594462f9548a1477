import { findWords, isNegated } from './draft.ts';
import { CODE_WORDS } from './homophones.ts';
import type { GuardRule } from './rule.ts';

/** QR codes, links, and calls that ring every phone (domain.md finding 5: a parents' group is a target of fraud). */

const QR_CODE = new RegExp(
  `${CODE_WORDS}|(?:二|2)维码|2wei码|qr码|qrcode|小程序码|群码|收钱码|赞赏码|扫码|扫[玛马吗妈麻](?=入|进|填|付|登|报|加|领|缴|交|[，,。！!]|$)|扫扫|码在(?:图|下|上|群)|(?<![打清])扫(?=就行|就好|即可|完|了就)|对[准着][^，,。]{0,6}扫|(?<![打清])扫(?:一?下)?(?:这|那|上|下)(?:一?[个张]|面|方)|(?:方块|格子|黑白)(?:码|图)|(?:保存|长按)[^，,。]{0,4}(?:图片?|照片)[^，,。]{0,12}(?:识别|扫|打开)|微信识别|扫一?下|扫个码|扫一扫|扫描(?:下方|下面|上方|图中|图片)|长按(?:识别|图片|下图)|识别(?:图中|下图|图片)|(?:扫|识别)[^，,。]{0,4}(?:图|码)|下图的?码|方块码|方格码`,
  'gu',
);

/** A warning does not make its own code safe: 谨防诈骗，请扫描下方二维码认证. */
const SCAN_ASKED =
  /(?:请|大家|各位|立即|尽快|马上|快)(?:您|先|都|家长们?|尽快|及时|立即)*(?:用微信|打开微信)?(?:扫描?|长按|识别)(?:一?下|一扫)?[^，,。]{0,6}(?:码|图)/gu;

/** A link that stands somewhere else: 点我朋友圈里那个链接. Our own notices have theirs under the text. */
const LINK_TOLD =
  /点(?:击|开|一下|进)?[^，,。]{0,8}(?:蓝色?字|卡片|网页|蓝色部分)|(?:点|打开|进入?|填|戳|复制|通过|登录)[^，,。]{0,14}(?:链接|网址|小程序|问卷星|腾讯文档|石墨|金数据)|(?:链接|网址)[^，,。]{0,8}(?:填|登记|点开?|打开|进)/gu;
const OWN_LINK = /通知(?:下方|下面|里)|本通知|确认链接|报名链接在?通知|官网|学校网站|教务系统/u;

/** 陌生人发来的二维码不要扫 */
const REFUSED_AFTER = /^[^，,。]{0,6}(?:(?:都|全|肯定|一定)?是(?:假|骗)|不要?|别|勿|不能|不可)(?:扫|点|信|识别|加|转)/u;

/** Endings that are looked for behind a hidden dot; an open dot makes every ending a link. */
const HIDDEN_ENDINGS =
  'com|cn|net|org|top|xyz|vip|cc|info|shop|site|club|app|io|link|me|ly|tk|online|fun|work|ltd|co|tv|icu|pro|live|wang|tech|ru|store|ink|cloud';
const HAN_ENDINGS = '中国|公司|网络|网址|中文网|集团|在线|我爱你|手机|商城|网店';
const FILE_ENDINGS = 'docx?|xlsx?|pptx?|pdf|jpe?g|png|gif|txt|mp[34]|wps|zip|rar|js';
/** `mr.li` and `e.g.` are no hosts; neither is what stands before the @ of an address. */
const LINK = new RegExp(
  `(?:#?[\\u4e00-\\u9fff]{2,5}|https?|weixin|wxwork|alipays?|[a-z][a-z0-9+]{2,12})://[^\\s，。；、）)】"]+` +
    `|(?<![@\\w.-])(?!(?:dr|mrs?|ms|prof|no|vol)\\.)(?:[a-z0-9-]{1,63}\\.)+(?!(?:${FILE_ENDINGS})(?![a-z0-9.-]))[a-z]{2,24}(?![a-z0-9-]|[\\w.]*@)(?:[/:?][^\\s，。；、）)】"]*)?` +
    `|(?<![\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\d.])(?:[/:?][^\\s，。；、）)】"]*)?` +
    `|[a-z0-9\\u4e00-\\u9fff-]{0,40}[a-z\\u4e00-\\u9fff-]\\.(?:${HAN_ENDINGS}|xn--[a-z0-9]+)`,
  'gu',
);
const PASSWORD_LINK = /[¥￥$€£][a-z0-9]{8,}[¥￥$€£]/giu;
/** `abc 点 com`, `abc。com`, `w w w . abc . com` */
const HIDDEN_DOT = new RegExp(
  `\\s*(?:点|。|(?<=\\s)dot(?=\\s)|\\(dot\\)|\\[dot\\]|\\.)\\s*(?=(?:[a-z0-9-]+\\s*\\.\\s*)*(?:${HIDDEN_ENDINGS})(?![a-z0-9]))`,
  'gu',
);
/** Authorities; a college's address is anybody's who works there, so it is looked at again. */
const AUTHORITY_HOSTS = ['gov.cn', 'www.xszz.edu.cn', 'www.chsi.com.cn'];
const COLLEGE_HOSTS = ['edu.cn'];

export const linkRules: readonly GuardRule[] = [
  {
    id: 'qr_code',
    decisions: { group: 'block', private: 'flag' },
    find: ({ bare, compact, isWarning }) =>
      findWords(
        isWarning ? bare : compact,
        isWarning ? SCAN_ASKED : QR_CODE,
        (before, after) => !isNegated(before) && !REFUSED_AFTER.test(after),
      ),
  },
  {
    id: 'unknown_link',
    decisions: { group: 'block', private: 'flag' },
    find: ({ plain }, { allowedLinkHosts }) => {
      const open = unhide(plain);
      const links = findWords(open, LINK).filter((link) => rateLink(link, allowedLinkHosts) === 'unknown');
      return [...links, ...findWords(open, PASSWORD_LINK)];
    },
  },
  {
    id: 'link_elsewhere',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ bare, isWarning }) =>
      isWarning || OWN_LINK.test(bare)
        ? []
        : findWords(bare, LINK_TOLD, (before, after) => !isNegated(before) && !REFUSED_AFTER.test(after)).filter(
            (words) => !/不要|别|勿|都不/u.test(words),
          ),
  },
  {
    id: 'college_link',
    decisions: { group: 'flag', private: 'flag' },
    find: ({ plain }, { allowedLinkHosts }) =>
      findWords(unhide(plain), LINK).filter((link) => rateLink(link, allowedLinkHosts) === 'college'),
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

/** Who stands behind a link. A port that is not the scheme's own makes it another server. */
function rateLink(link: string, allowedHosts: readonly string[]): 'known' | 'college' | 'unknown' {
  const [, scheme = 'https', address] = /^(?:(https?):\/\/)?([^/?#@]+)(?=[/?#]|$)/u.exec(link) ?? [];
  if (address === undefined) return 'unknown';
  const host = address.replace(scheme === 'http' ? /:80$/u : /:443$/u, '');
  const isUnder = (parent: string) => host === parent || host.endsWith(`.${parent}`);
  if (allowedHosts.some((allowed) => host === allowed.toLowerCase()) || AUTHORITY_HOSTS.some(isUnder)) return 'known';
  return COLLEGE_HOSTS.some(isUnder) ? 'college' : 'unknown';
}
