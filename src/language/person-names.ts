import { hasHardBorders, isInDanger, isLetter, isOpenAfter, isOpenBefore } from './lexicon/borders.ts';
import { COMPOUND_SURNAMES, SURNAMES, WORD_NAMES } from './lexicon/names.ts';
import { type ClassSpan, type Found, KIN_OR_FAMILY_AHEAD } from './person-places.ts';
import type { RosterIndex } from './roster-index.ts';

/**
 * Whole names of students where a name can stand; places of longer names that the roster lacks go to `unknown`. In an
 * emergency a name that is a word (白云晕倒了) also counts where somebody in danger is named.
 */
export function findNames(
  text: string,
  roster: RosterIndex,
  { classes, isEmergency }: { readonly classes: readonly ClassSpan[]; readonly isEmergency: boolean },
  unknown: { start: number; end: number }[],
): Found[] {
  const hits: Found[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const hit = roster.nameAt(text, start);
    if (hit) hits.push({ students: hit.students, start, end: start + hit.words.length, why: 'name' });
  }
  if (hits.length === 0) return hits;
  const longestFirst = hits.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: Found[] = [];
  for (const hit of longestFirst) {
    if (!kept.some((other) => hit.start < other.end && other.start < hit.end)) kept.push(hit);
  }
  kept.sort((a, b) => a.start - b.start);
  const ends = new Set([...kept.map((hit) => hit.end), ...classes.map((span) => span.end)]);
  const starts = new Set(kept.map((hit) => hit.start));
  return kept.filter((hit) => {
    if (isNameHere(text, hit, ends, starts, unknown)) return true;
    return isEmergency && WORD_NAMES.has(text.slice(hit.start, hit.end)) && isInDanger(text, hit.start, hit.end, ends);
  });
}

/** 祝贺王五拿到…: 贺 is a surname too, but here whoever won follows. */
const CONGRATULATED = /(?:恭喜|祝贺|道贺|道喜|表扬|表彰)(?:一下|我班的?|我们班的?)?$/u;
const WON = /^(?:同学)?(?:获|得|拿|荣|评|被评|考|当选|入选|夺|喜|成功|在)/u;

function isNameHere(
  text: string,
  hit: Found,
  ends: ReadonlySet<number>,
  starts: ReadonlySet<number>,
  unknown: { start: number; end: number }[],
): boolean {
  const { start, end } = hit;
  const words = text.slice(start, end);
  if (WORD_NAMES.has(words)) return hasHardBorders(text, start, end, ends);
  if (CONGRATULATED.test(text.slice(0, start)) && WON.test(text.slice(end))) return true;
  if ([...words].length >= 3) return !isInsideLongerName(text, start, ends);
  if (isInsideLongerName(text, start, ends)) {
    unknown.push({ start: start - 1, end });
    return false;
  }
  if (starts.has(end)) return isOpenBefore(text, start, ends);
  if (!isOpenAfter(text, end)) {
    // 李明明妈 is not 李明: one more character and then the family or a border.
    const next = String.fromCodePoint(text.codePointAt(end) ?? 32);
    const rest = text.slice(end + next.length);
    if (KIN_OR_FAMILY_AHEAD.test(rest) || rest === '' || !isLetter(rest[0] ?? ' ')) {
      unknown.push({ start, end: end + next.length });
      return false;
    }
    return isHardStart(text, start, ends);
  }
  // Before the family or kin only a name can stand, whatever precedes it (古城区张三家).
  return isOpenBefore(text, start, ends) || KIN_OR_FAMILY_AHEAD.test(text.slice(end, end + 8));
}

function isHardStart(text: string, start: number, ends: ReadonlySet<number>): boolean {
  return (
    start === 0 ||
    ends.has(start) ||
    !isLetter(text[start - 1] ?? ' ') ||
    /[给跟和与记查就对因把将替为]$/.test(text.slice(0, start))
  );
}

/** 文静 in 李文静妈, 明月 in 欧阳明月: a surname stands before, itself behind a border. */
function isInsideLongerName(text: string, start: number, ends: ReadonlySet<number>): boolean {
  if (start === 0 || ends.has(start)) return false;
  const before = text[start - 1] ?? ' ';
  if (!SURNAMES.has(before) && !COMPOUND_SURNAMES.includes(text.slice(Math.max(0, start - 2), start))) return false;
  // These are surnames too, but stand before names as prepositions, verbs or kin.
  if (/[和于时史查管班记单程系成同对问联解经言相向与跟给急别让任钟关谈连计施通]/.test(before)) return false;
  const twoBefore = text[start - 2];
  return (
    twoBefore === undefined || !isLetter(twoBefore) || ends.has(start - 1) || /[给跟和与对找问约叫记查]/.test(twoBefore)
  );
}
/** A guardian's own name (刘建国打电话来): his or her children, always a guess. */
export function findGuardians(text: string, roster: RosterIndex): Found[] {
  const hits: Found[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const hit = roster.guardianAt(text, start);
    if (!hit) continue;
    const end = start + hit.words.length;
    const isHere = WORD_NAMES.has(hit.words)
      ? hasHardBorders(text, start, end, new Set())
      : isOpenBefore(text, start, new Set()) && isOpenAfter(text, end) && !isInsideLongerName(text, start, new Set());
    if (isHere) hits.push({ students: hit.students, start, end, why: 'guardian' });
    start = end - 1;
  }
  return hits;
}
