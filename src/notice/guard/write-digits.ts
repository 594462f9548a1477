const FIGURES: Readonly<Record<string, string>> = {
  〇: '0',
  '○': '0',
  零: '0',
  幺: '1',
  一: '1',
  壹: '1',
  二: '2',
  两: '2',
  贰: '2',
  三: '3',
  叁: '3',
  四: '4',
  肆: '4',
  五: '5',
  伍: '5',
  六: '6',
  陆: '6',
  七: '7',
  柒: '7',
  八: '8',
  捌: '8',
  九: '9',
  玖: '9',
};
/** As long as a telephone number at least: shorter runs are ordinary words. */
const RUN = /[\d〇○零幺一二两三四五六七八九壹贰叁肆伍陆柒捌玖]{10,}/gu;

/** A text with long runs of Chinese figures as digits: 一三九… is a telephone number too. */
export function writeDigits(text: string): string {
  return text.replace(RUN, (run) => run.replace(/\D/gu, (figure) => FIGURES[figure] ?? figure));
}
