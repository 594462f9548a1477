import { unifyCharacters } from './normalise.ts';

const GREETING = /^(?:[你您]好|老师好|早上好|上午好|中午好|下午好|晚上好|嗨|哈喽)[呀啊哈吗，。！!\s~]*$/u;
const THANKS =
  /^(?:好的?|嗯+|行|收到|[，。\s])*(?:谢谢|多谢|感谢|谢了|谢啦|辛苦(?:你|您)?了?|麻烦(?:你|您)?了)(?:你|您|啦|了|哈|啊|呀|老师|小信|助手|家信|[，。！!\s~])*$/u;

/** 谢谢, 辛苦了: nothing is asked, and nothing is answered by it. */
export function saysThanks(line: string): boolean {
  return THANKS.test(unifyCharacters(line).trim());
}

/** Is the whole line a greeting or thanks? */
export function isCourtesy(line: string): boolean {
  return GREETING.test(unifyCharacters(line).trim()) || saysThanks(line);
}
