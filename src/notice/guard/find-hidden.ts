const PICTURE = '[\\p{Extended_Pictographic}\\u{1F3FB}-\\u{1F3FF}\\uFE0F\\u{E007F}]';
const EMOJI_PARTS = new RegExp(
  `(?<=${PICTURE})\\u200D(?=\\p{Extended_Pictographic})|\\u{1F3F4}[\\u{E0020}-\\u{E007F}]+`,
  'gu',
);
const HIDDEN = /\p{Bidi_Control}|\p{Cf}|[\u3164\u115F\u1160\uFFA0]/gu;

/** The invisible and direction-turning characters of a text, by their numbers; what joins an emoji is none. */
export function findHidden(text: string): readonly string[] {
  const found = [...text.replace(EMOJI_PARTS, '').matchAll(HIDDEN)].map(
    ([character]) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return [...new Set(found)];
}
