import type { Relation } from './reading.ts';
import { remember } from './remember.ts';

/** Words for kin and the canonical relation (contract §6); dialect of the south-west included (孃孃, 老汉, 幺爸). */
const KIN: Readonly<Record<Relation, string>> = {
  父亲: '父亲 爸爸 老爸 阿爸 爸 爹爹 老爹 阿爹 爹 父 老汉儿 老汉 爹地 老爷子 老倌 老豆 粑粑 爸比 老父亲',
  母亲: '母亲 妈妈 老妈 阿妈 妈咪 妈 亲娘 老娘 姆妈 老妈妈 娘 母 老母亲 麻麻 老妈子 阿嬷 阿娘',
  继父: '继父 后爸 后爹 后父',
  继母: '继母 后妈 后娘 后母',
  爷爷: '爷爷 阿爷 祖父 爷 阿老 老祖',
  奶奶: '奶奶 阿奶 祖母 奶',
  外公: '外公 姥爷 外祖父 外爷 家公 阿公',
  外婆: '外婆 姥姥 外祖母 家婆 阿婆 婆婆',
  伯父: '大伯父 大伯 二伯 三伯 伯伯 伯父 大爹 大爷 伯',
  伯母: '伯母 伯娘 大伯母 大妈 大娘',
  叔叔: '小叔叔 小叔 二叔 三叔 四叔 大叔 幺叔 叔叔 叔父 幺爸 满叔 堂叔 叔',
  婶婶: '婶婶 婶子 二婶 三婶 小婶 幺妈 大婶 婶娘 婶',
  姑姑: '姑姑 姑妈 姑母 大姑 二姑 三姑 小姑 幺姑 孃孃 嬢嬢 娘娘 姑娘娘 姑',
  姑父: '姑父 姑爹 姑丈 姑夫 大姑父 小姑父',
  姨妈: '姨妈 姨母 小姨妈 大姨妈 小姨 大姨 二姨 三姨 姨娘 阿姨 姨姨 姨',
  姨父: '姨父 姨夫 姨爹 姨丈 小姨父 大姨父 小姨夫',
  舅舅: '舅舅 大舅 二舅 三舅 小舅 幺舅 舅父 舅爷 舅',
  舅妈: '舅妈 舅母 舅娘 大舅妈 小舅妈 二舅妈 妗子 妗',
  哥哥: '哥哥 大哥 二哥 亲哥 表哥 堂哥 哥',
  姐姐: '姐姐 大姐 二姐 亲姐 表姐 堂姐 姐',
  监护人: '监护人 养父 养母',
  其他: '弟弟 妹妹 嫂子 嫂嫂 姐夫 表叔 表舅 干爹 干妈 干爸 表姑 表姨 堂弟 堂妹 表弟 表妹 太奶奶 太爷爷 太奶 邻居 亲戚 男朋友 女朋友 弟 妹夫 姨婆 舅公 姑婆 叔公',
};
const RELATION_OF = new Map<string, Relation>();
for (const [relation, words] of Object.entries(KIN))
  for (const word of words.split(' ')) RELATION_OF.set(word, relation as Relation);
const BOTH_PARENTS = '爸爸妈妈 妈妈爸爸 爸妈 父母亲 父母 爹妈 双亲 爹娘 妈爸';
const BOTH_GRANDPARENTS = '爷爷奶奶 爷奶 奶奶爷爷';
const BOTH_OTHERS = '外公外婆 外婆外公 姥姥姥爷 姥爷姥姥';

const sorted = [...RELATION_OF.keys()].sort((a, b) => b.length - a.length);
/** One word of kin, longest first; single characters are guarded by their neighbours (妈的, 大爷, 父辈). */
export const KIN_WORD = `(?:${BOTH_PARENTS.split(' ').join('|')}|${BOTH_GRANDPARENTS.replace(/ /g, '|')}|${BOTH_OTHERS.replace(/ /g, '|')}|${sorted.join('|')})`;
/** Words for the family without a relation. */
export const FAMILY_WORD = '(?:家长们?|家里人?|家属|家人|家中|家庭)';

const PATTERN = new RegExp(
  `(?<!姑奶|公婆|大)(?:${BOTH_PARENTS.replace(/ /g, '|')}|${BOTH_GRANDPARENTS.replace(/ /g, '|')}|${BOTH_OTHERS.replace(/ /g, '|')}|${sorted.join('|')})(?!的话|辈|朋友圈)`,
  'g',
);
const BOTH: Readonly<Record<string, readonly [Relation, Relation]>> = Object.fromEntries([
  ...BOTH_PARENTS.split(' ').map((words) => [words, /^妈/.test(words) ? ['母亲', '父亲'] : ['父亲', '母亲']]),
  ...BOTH_GRANDPARENTS.split(' ').map((words) => [words, /^奶/.test(words) ? ['奶奶', '爷爷'] : ['爷爷', '奶奶']]),
  ...BOTH_OTHERS.split(' ').map((words) => [words, /^(?:外婆|姥姥)/.test(words) ? ['外婆', '外公'] : ['外公', '外婆']]),
]);

export interface KinHit {
  readonly relations: readonly Relation[];
  readonly words: string;
  readonly start: number;
  readonly end: number;
}

/** Every word of kin in the text. */
export const findKin = remember((text: string): readonly KinHit[] => {
  const hits: KinHit[] = [];
  PATTERN.lastIndex = 0;
  for (let match = PATTERN.exec(text); match; match = PATTERN.exec(text)) {
    const words = match[0];
    const start = match.index;
    const end = start + words.length;
    if (words.length === 1 && !isSingleKin(text, start, words)) continue;
    const both = BOTH[words];
    const one = RELATION_OF.get(words);
    if (both) hits.push({ relations: both, words, start, end });
    else if (one) hits.push({ relations: [one], words, start, end });
  }
  return hits;
});

/** A single character is kin only after a name or 他/她/的/家 or a word of address, and not inside another word. */
function isSingleKin(text: string, start: number, word: string): boolean {
  const before = text[start - 1] ?? ' ';
  const after = text[start + 1] ?? ' ';
  if (/[父母]/.test(word) && /[校语爱婴系]/.test(after)) return false;
  if (word === '奶' && /[粉牛茶]/.test(after)) return false;
  if (word === '娘' && /[姑新伴]/.test(before)) return false;
  if (word === '父' && /[家师]/.test(before)) return false;
  if (word === '母' && /[家字分酵父]/.test(before)) return false;
  if (word === '伯' && /[阿]/.test(before)) return false;
  if (/[爸妈]/.test(word)) return true;
  if (word === '姐' && /[小学空]/.test(before)) return false;
  if (word === '哥' && /[帅学小]/.test(before)) return false;
  if (word === '弟' && /[子学]/.test(before)) return false;
  if (word === '奶' && /[牛酸喝]/.test(before)) return false;
  return !/[子性系女儿]/.test(after);
}

/** The relation of one word (妈 → 母亲); undefined when it is no word of kin. */
export function relationOf(word: string): Relation | undefined {
  return RELATION_OF.get(word) ?? BOTH[word]?.[0];
}
