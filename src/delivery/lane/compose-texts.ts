import { byteLength } from '../../shared/bytes.ts';

/** Below this many free slots in the minute, waiting texts are joined so that the pace suffices. */
export const TIGHT_BELOW = 10;
const SEPARATOR = '\n\n';

/**
 * How many of these texts, which wait in this order, go out in the next message: one, or when the pace is tight as many as
 * fit into `maxBytes` together.
 */
export function countJoinable(texts: readonly string[], isTight: boolean, maxBytes: number): number {
  let bytes = byteLength(texts[0] ?? '');
  if (!isTight) return Math.min(1, texts.length);
  let count = 1;
  for (const text of texts.slice(1)) {
    bytes += byteLength(SEPARATOR) + byteLength(text);
    if (bytes > maxBytes) break;
    count += 1;
  }
  return Math.min(count, texts.length);
}

export function joinTexts(texts: readonly string[]): string {
  return texts.join(SEPARATOR);
}
