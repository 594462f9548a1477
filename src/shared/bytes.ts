const encoder = new TextEncoder();

/** UTF-8 length. WeCom, like most Chinese platforms, limits bytes and not characters. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/**
 * Cuts `text` into pieces of at most `maxBytes` UTF-8 bytes, in order, preferably after a line break, else after a
 * sentence mark, else between two grapheme clusters. Nothing is lost: joined, the pieces are `text` less the line breaks
 * at the cuts.
 */
export function splitByBytes(text: string, maxBytes: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (byteLength(rest) > maxBytes) {
    const head = longestHead(rest, maxBytes);
    const cut = bestCut(head);
    pieces.push(rest.slice(0, cut).replace(/\n$/u, ''));
    rest = rest.slice(cut);
  }
  if (rest !== '' || pieces.length === 0) pieces.push(rest);
  return pieces;
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });

function longestHead(text: string, maxBytes: number): string {
  let used = 0;
  let end = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    used += byteLength(segment);
    if (used > maxBytes) break;
    end = index + segment.length;
  }
  if (end > 0) return text.slice(0, end);
  // One cluster larger than the limit (a pile of combining marks): fall back to code points.
  let head = '';
  for (const char of text) {
    if (byteLength(head + char) > maxBytes) break;
    head += char;
  }
  if (head === '') throw new RangeError(`maxBytes ${maxBytes} is smaller than one character`);
  return head;
}

function bestCut(head: string): number {
  const line = head.lastIndexOf('\n');
  if (line > head.length / 3) return line + 1;
  const sentence = Math.max(...['。', '！', '？', '；', '，', ' '].map((mark) => head.lastIndexOf(mark)));
  if (sentence > head.length / 2) return sentence + 1;
  return head.length;
}

/** What PostgreSQL can store: well-formed UTF-16, no NUL, no other control characters but tab and line break. */
export function toStorableText(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/gu, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: removing exactly these is the purpose
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/gu, '')
  );
}
