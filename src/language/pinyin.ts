import { pinyin } from 'pinyin-pro';

/** The ways in which a name may be typed in Latin letters: full readings and initials, lower case, without tones. */
export interface Spelling {
  readonly full: readonly string[];
  readonly initials: readonly string[];
}

const plain = (syllable: string): string =>
  /^[a-z]+$/.test(syllable)
    ? syllable
    : syllable
        .toLowerCase()
        .replace(/ü/g, 'v')
        .replace(/[^a-z]/g, '');

/**
 * Spellings of a Chinese name. A polyphonic surname counts in its reading as a surname (单 shan, 解 xie, 仇 qiu) and in
 * the everyday one, because people type both.
 */
export function spellName(name: string): Spelling {
  const letters = name.replace(/[·\s]/g, '');
  const asName = pinyin(letters, { toneType: 'none', type: 'array', surname: 'head' }).map(plain);
  const asWord = pinyin(letters, { toneType: 'none', type: 'array', surname: 'off' }).map(plain);
  const full = new Set<string>();
  const initials = new Set<string>();
  for (const syllables of [asName, asWord]) {
    const joined = syllables.join('');
    full.add(joined);
    if (joined.includes('v'))
      full.add(joined.replace(/v/g, 'u')).add(joined.replace(/lv|nv/g, (pair) => `${pair[0]}yu`));
    initials.add(syllables.map((syllable) => syllable.slice(0, 1)).join(''));
  }
  return { full: [...full], initials: [...initials] };
}

/** The syllables of a text in their everyday reading, lower case, without tones. */
export function spellSyllables(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array' }).map(plain);
}
