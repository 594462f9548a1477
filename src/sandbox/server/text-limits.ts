import { byteLength } from '../../shared/bytes.ts';
import type { FaultBoard } from './faults.ts';

/** A text as it arrives: whole, cut at the limit, or undefined = refused with 45002 (mode `over_length`). */
export interface FittedText {
  readonly text: string;
  readonly isCut: boolean;
}

/** Applies a byte limit as the server does. Cutting is rude on purpose: it may split a sentence, never a character. */
export function fitText(text: string, maxBytes: number, faults: FaultBoard): FittedText | undefined {
  if (byteLength(text) <= maxBytes) return { text, isCut: false };
  if (faults.mode('over_length') === 'error') return undefined;
  return { text: cutAtBytes(text, maxBytes), isCut: true };
}

/** The longest head of `text` with at most `maxBytes` UTF-8 bytes. */
export function cutAtBytes(text: string, maxBytes: number): string {
  let used = 0;
  let head = '';
  for (const char of text) {
    used += byteLength(char);
    if (used > maxBytes) return head;
    head += char;
  }
  return head;
}
