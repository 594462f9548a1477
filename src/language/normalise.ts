import { HOMOPHONES } from './lexicon/homophones.ts';
import { LATIN_WORDS, SHORTHAND } from './lexicon/loanwords.ts';
import { simplify } from './lexicon/traditional.ts';
import { remember } from './remember.ts';

/** Longer lines are not read but answered with a question (issue 3, "Bad input"). */
export const MAX_LINE_CHARACTERS = 5_000;

const BOT_NAMES = '家校助手|家校小助手|小助手|机器人|家信助手|家信|小信|助手|[bB]ot';
const OPENING_FILLER =
  /^(?:[\s，。！、~-]|(?:小)?助手|家信|老师(?=那个|就是|我|嗯|，|帮|麻烦|请)|那个(?!谁的)|那谁|这个(?=就是|嗯|呃|，)|就是说?|然后|嗯+|呃+|额(?=[，\s那就我])|哦+|唉|诶|哎|喂|您好|你好|在吗|麻烦(?:你|您|帮我?|了)?|劳驾|辛苦(?:你|您|了)*|请?帮(?:我|忙|个忙|一下|下)+|请(?=帮|记|查|把|给|登记|记录)|(?:给|替)我(?=记|查|登记|写|发|看|列|出)|我想(?=记|查|问|登记)|我要(?=记|查|登记)|想(?=记录|登记|问下|问一下))+/;
const CLOSING_FILLER =
  /(?:[\s，。！、~]|谢谢(?:你|您|啦|了|哈)*|多谢|感谢(?:你|您)?|辛苦(?:你|您|了|啦)+|麻烦(?:你|您|了|啦)+|拜托(?:了|你)*|thanks|thx|哈哈+|嘻嘻|哈(?=[，。！\s]*$)|嗯+|哦(?=[，。！\s]*$))+$/i;

const SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const CONTROL = new RegExp(
  `[${['\\u0000-\\u0008', '\\u000b-\\u001f', '\\u007f', '\\u200b-\\u200f', '\\u2028-\\u202e', '\\u2060', '\\ufeff', '\\ufe0f'].join('')}]`,
  'g',
);
/** Ticks and crosses of a list; ×3 is a number of times. */
const DONE_MARK = /[✅✔☑√]/gu;
const MISSED_MARK = /[❌✖✗✘❎]|×(?!\s?\d)/gu;
const EMOJI = /\p{Extended_Pictographic}|[\u{1F1E6}-\u{1F1FF}]|[\u{1F3FB}-\u{1F3FF}]/gu;

/** Marks that have a twin, as the rules know them. */
const TWIN_MARKS: Readonly<Record<string, string>> = { ',': '，', ';': '；', '!': '！', '?': '？', '｡': '。' };

/** Characters in one width and script, quotes and dots unified, emoji and invisible characters gone; words untouched. */
export const unifyCharacters = remember((text: string): string => {
  const plain = text
    .replace(/\r\n?/g, '\n')
    .replace(/🈚\ufe0f?/gu, '无')
    .replace(SURROGATE, ' ')
    .replace(CONTROL, ' ')
    .normalize('NFKC');
  return simplify(plain)
    .replace(/\[[\u4e00-\u9fff]{1,4}\]/g, ' ')
    .replace(DONE_MARK, ' 已联系 ')
    .replace(MISSED_MARK, ' 没接 ')
    .replace(/📵/gu, ' 关机 ')
    .replace(EMOJI, ' ')
    .replace(/[“”„‟〝〞＂"「」『』‘’‚‛]/g, '"')
    .replace(/[•‧・∙․⋅]/g, '·')
    .replace(/[,;!?｡]/g, (mark) => TWIN_MARKS[mark] ?? mark)
    .replace(/[—–~〜～]+/g, '-')
    .replace(/[\t \u00a0\u3000]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n');
});

const BOT_MENTION = new RegExp(`@\\s?(?:${BOT_NAMES})`, 'g');

type Replacements = readonly (readonly [RegExp, string])[];

/** Most lines hold nothing to put right: one search for any of the patterns tells so sooner than a search for each. */
function putRight(table: Replacements): (text: string) => string {
  const any = new RegExp(table.map(([pattern]) => `(?:${pattern.source})`).join('|'));
  return (text) => (any.test(text) ? table.reduce((rest, [pattern, word]) => rest.replace(pattern, word), text) : text);
}

const putHomophonesRight = putRight(HOMOPHONES);
const putShorthandRight = putRight(SHORTHAND);

function stripMentions(text: string): string {
  if (!text.includes('@')) return text;
  return text
    .replace(BOT_MENTION, ' ')
    .replace(/@([^\s@，。:]{1,24})(?=\s|$)/g, (_, name: string) => (/[爸妈爷奶]|家长/.test(name) ? name : ' '))
    .replace(/@/g, ' ');
}

/**
 * The line as the rules read it: one width, one script, no mention, no polite filler, known homophones of voice input
 * put right. `@家校助手 帮我记一下 張三媽电化打了，謝謝` → `记一下 张三妈电话打了`.
 */
export function normaliseLine(line: string): string {
  let text = stripMentions(unifyCharacters(line)).trim();
  text = text.replace(/(?<=[\s，。]|^)(?:嗯+|呃+|额+|啊+|那个)(?=[\s，。]|$)/g, ' ');
  text = text.replace(OPENING_FILLER, '').replace(CLOSING_FILLER, '');
  text = putHomophonesRight(text);
  if (/[a-zA-Z]/.test(text)) for (const [pattern, word] of LATIN_WORDS) text = text.replace(pattern, word);
  text = putShorthandRight(text);
  return text.replace(/ {2,}/g, ' ').trim();
}
