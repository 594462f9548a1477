/**
 * Words about money as they sound. A fraudster writes 收款玛, 洪包 or zhuan zhang; each syllable stands for the characters that
 * share it (common ones, tones apart) and for its letters.
 */
const SYLLABLES = {
  zhuan: '转砖赚撰篆啭',
  zhang: '账张章涨掌丈障杖胀仗彰',
  hong: '红洪虹宏鸿弘泓轰烘',
  bao: '包苞胞宝煲褒孢龅',
  ban: '班斑般搬扳颁',
  fei: '费废沸肥菲飞绯妃',
  shou: '收手首授售瘦',
  fu: '付附副负赴复',
  kuan: '款宽髋',
  ma: '码玛马吗妈麻骂嘛蚂',
  hui: '汇会惠慧绘荟',
  er: '二贰尔耳儿',
  wei: '维微薇威唯围为伟韦惟味未',
  zhi: '支芝知枝之',
  xin: '信芯心欣新鑫',
  da: '打搭',
  jiao: '交缴胶郊浇娇教',
  qian: '钱浅前千',
} as const;
type Syllable = keyof typeof SYLLABLES;

/** Words of other meaning that only sound like money. */
const INNOCENT =
  '(?!专长|首款|手款|大款|打宽|缴前|交前|教钱|教千|打前|首付|付费(?:版|用户)|会款|为码|为吗|未吗|会宽|张章|班飞|搬费用?表|(?:打|交)浅)';

function sound(...syllables: readonly Syllable[]): string {
  return syllables.map((syllable) => `(?:[${SYLLABLES[syllable]}]|${syllable})`).join('');
}

/** Pattern of the money words whose sound alone gives them away, with the initials that people type for them. */
export const SOUND_WORDS = [
  `${INNOCENT}(?:${[
    sound('zhuan', 'zhang'),
    sound('hong', 'bao'),
    sound('ban', 'fei'),
    sound('shou', 'kuan'),
    sound('fu', 'kuan'),
    sound('hui', 'kuan'),
    sound('da', 'kuan'),
    `(?:[交缴胶娇]|jiao)(?:[费废钱]|fei|qian)`,
  ].join('|')})`,
  '(?<![a-z])(?:hb|bf|skm|fkm|zfb|zz|jf|sk)(?![a-z])',
].join('|');

/** Pattern of the words for a code to be scanned. */
export const CODE_WORDS = `${sound('er', 'wei', 'ma')}(?<!而为吗)|${sound('shou', 'kuan', 'ma')}|${sound('fu', 'kuan', 'ma')}|(?<![a-z])(?:ewm|skm|fkm)(?![a-z])`;
