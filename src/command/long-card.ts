import type { CardButton } from '../platform/port.ts';
import { byteLength } from '../shared/bytes.ts';
import type { MemberMessageDraft } from './member-message.store.ts';

/** Beyond this a card becomes hard to read on a telephone, and far beyond it WeCom takes none: the text goes first as a message. */
export const MAX_CARD_TEXT_BYTES = 300;

export interface CardWords {
  readonly title: string;
  readonly text: string;
  /** What the card says when the text is too long for it. */
  readonly short: string;
  readonly buttons: readonly CardButton[];
}

/** One card, or a long text as a message of its own before a card with the short one. */
export function draftCard({ title, text, short, buttons }: CardWords): MemberMessageDraft[] {
  if (byteLength(text) <= MAX_CARD_TEXT_BYTES) return [{ kind: 'card', card: { title, text, buttons } }];
  return [
    { kind: 'text', text },
    { kind: 'card', card: { title, text: short, buttons } },
  ];
}
