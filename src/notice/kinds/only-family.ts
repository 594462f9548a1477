import { CANCEL_BUTTON } from '../conversation/ask.ts';
import type { Composition } from '../conversation/composition.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import type { Obstacle } from './kind.ts';

export const ONLY_FAMILY_BUTTON = { key: 'private', label: texts.tellFamilyOnly };

/** Offers to tell the student's family alone, where the sender wanted others to read it. */
export function offerOnlyFamily(text: string): Obstacle {
  return {
    kind: 'question',
    step: 'group_choice',
    text,
    options: [ONLY_FAMILY_BUTTON, CANCEL_BUTTON],
    acceptsText: false,
  };
}

/** The composition for the student's family alone. */
export function tellOnlyFamily(composition: Composition): Composition {
  return { ...composition, audience: { kind: 'family', classNames: [] } };
}
