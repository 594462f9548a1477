import { CANCEL_BUTTON } from '../conversation/ask.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import type { KindRules, Obstacle } from './kind.ts';
import { findEachFamilyObstacle, tellOnlyFamily } from './only-family.ts';

/** The sender's own words; what they may say is for the guard to judge. */
export const freeRules: KindRules = {
  action: 'send_private_notice',
  needsStudent: false,
  defaultAudience: null,
  findObstacle: (composition) => (composition.audience === null ? ASK_AUDIENCE : findEachFamilyObstacle(composition)),
  takeAnswer: (composition, step, { optionKey }) => {
    if (step === 'group_choice' && optionKey === 'private') return tellOnlyFamily(composition);
    return step === 'audience' && (optionKey === 'groups' || optionKey === 'families')
      ? { ...composition, audience: { kind: optionKey, classNames: composition.audience?.classNames ?? [] } }
      : undefined;
  },
};

const ASK_AUDIENCE: Obstacle = {
  kind: 'question',
  step: 'audience',
  text: texts.askAudience,
  options: [{ key: 'groups', label: texts.toGroups }, { key: 'families', label: texts.toEachFamily }, CANCEL_BUTTON],
  acceptsText: false,
};
