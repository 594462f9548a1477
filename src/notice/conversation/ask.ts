import type { Question, Reply, ReplyButton } from '../../command/index.ts';
import type { Obstacle } from '../kinds/kind.ts';
import { DRAFT_LIFETIME_MS } from '../notice-states.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import type { Composition, ConversationState, Step } from './composition.ts';

export const CANCEL_BUTTON: ReplyButton = { key: 'cancel', label: texts.cancel, style: 'danger' };

/** A reply that asks one thing and keeps everything said so far in its state. */
export function ask(
  text: string,
  question: { readonly step: Step; readonly options?: readonly ReplyButton[]; readonly acceptsText?: boolean },
  composition: Composition,
): Reply {
  const state: ConversationState = { step: question.step, composition };
  const asked: Question = {
    options: question.options ?? [CANCEL_BUTTON],
    acceptsText: question.acceptsText ?? true,
    // Whoever was asked for the words of a notice may well quote a parent; that is no record of a talk.
    ...(question.step === 'field:body' ? { takes: ['record', 'attempt'] as const } : {}),
    state,
    expiresInMs: DRAFT_LIFETIME_MS,
  };
  return { text, question: asked };
}

/** What stands in the way, as a reply. */
export function replyTo(obstacle: Obstacle, composition: Composition): Reply {
  return obstacle.kind === 'refusal' ? { text: obstacle.text } : ask(obstacle.text, obstacle, composition);
}
