import type { Composition } from '../conversation/composition.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import type { KindRules, Obstacle } from './kind.ts';

/**
 * Own words to one family may say anything but a decision about the student: a punishment or an academic warning has a kind of
 * its own, with who may send it, a second person where the college wants one, and the student told first.
 */
export function freeRules(plain: KindRules): KindRules {
  return {
    ...plain,
    findLateObstacle: (composition, template) =>
      findDecision(composition) ?? plain.findLateObstacle(composition, template),
  };
}

const PUNISHED =
  /(?:给予|给了?|受到?了?|被|挨了?|背了?|处以|予以|决定)[^，。；！？\n]{0,10}(?:警告|严重警告|记过|记大过|留校察看|开除学籍|处分)|(?:警告|记过|留校察看|开除学籍)处分|处分决定/u;
const WARNED = /(?:进入|列入|达到|给予|发出|被|是|属于)[^，。；！？\n]{0,8}学业预警|[黄橙红]色?(?:学业)?预警/u;
/** 如果…会受到处分 and 没有受到处分 tell of no decision. */
const SUPPOSED = /(?:如果|要是|万一|可能|否则|避免|以免|不会|没有|没|并未|未|不)[^，。；！？\n]{0,12}$/u;

function findDecision({ audience, students, fields }: Composition): Obstacle | undefined {
  if (audience?.kind !== 'family' || students.length === 0) return undefined;
  const body = fields.body ?? '';
  const name = students[0]?.name ?? '';
  if (isStated(PUNISHED, body)) return { kind: 'refusal', text: texts.useDiscipline(name) };
  return isStated(WARNED, body) ? { kind: 'refusal', text: texts.useWarning(name) } : undefined;
}

function isStated(decision: RegExp, body: string): boolean {
  const found = decision.exec(body);
  return found !== null && !SUPPOSED.test(body.slice(0, found.index));
}
