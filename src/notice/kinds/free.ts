import { noticeTexts as texts } from '../texts.zh.ts';
import type { KindRules } from './kind.ts';

/** The sender's own words; what they may say is for the guard to judge. */
export const freeRules: KindRules = {
  action: 'send_private_notice',
  needsStudent: false,
  defaultAudience: null,
  findObstacle: ({ audience }) =>
    audience === null
      ? {
          kind: 'question',
          step: 'audience',
          text: texts.askAudience,
          options: [
            { key: 'groups', label: texts.toGroups },
            { key: 'families', label: texts.toEachFamily },
            { key: 'cancel', label: texts.cancel },
          ],
          acceptsText: false,
        }
      : undefined,
  takeAnswer: (composition, step, { optionKey }) =>
    step === 'audience' && (optionKey === 'groups' || optionKey === 'families')
      ? { ...composition, audience: { kind: optionKey, classNames: composition.audience?.classNames ?? [] } }
      : undefined,
};
