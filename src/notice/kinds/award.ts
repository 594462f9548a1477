import { findGroupObstacle } from '../../template/index.ts';
import { CANCEL_BUTTON } from '../conversation/ask.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import type { KindRules } from './kind.ts';
import { findEachFamilyObstacle, ONLY_FAMILY_BUTTON, offerOnlyFamily, tellOnlyFamily } from './only-family.ts';

/**
 * Good news. Private unless the sender wants the class's group, and then only with the student's agreement; what tells of a
 * family's means never goes to a group, whoever agrees (domain.md §4.2, §4.4).
 */
export const awardRules: KindRules = {
  action: 'send_private_notice',
  needsStudent: true,
  defaultAudience: 'family',
  findObstacle: (composition, template) => {
    const eachFamily = findEachFamilyObstacle(composition);
    if (eachFamily) return eachFamily;
    if (composition.audience?.kind !== 'groups') return undefined;
    if (composition.students.length > 1) return { kind: 'refusal', text: texts.awardOneStudentToGroup };
    const obstacle = template && findGroupObstacle(template, composition.fields);
    if (obstacle) return offerOnlyFamily(texts.awardNeverToGroup(obstacle.word, obstacle.why));
    if (composition.agreement !== null || composition.fields.award === undefined) return undefined;
    return {
      kind: 'question',
      step: 'group_choice',
      text: texts.askAgreement(composition.students[0]?.name ?? ''),
      options: [{ key: 'yes', label: texts.studentAgreed }, ONLY_FAMILY_BUTTON, CANCEL_BUTTON],
      acceptsText: false,
    };
  },
  takeAnswer: (composition, step, { optionKey, text, line }) => {
    if (step !== 'group_choice') return undefined;
    if (optionKey === 'yes')
      return { ...composition, agreement: line === text ? text : texts.agreedInWords(text, line) };
    return optionKey === 'private' || optionKey === 'no' ? tellOnlyFamily(composition) : undefined;
  },
  tidyField: (name, value) => (name === 'award' ? value.replace(/^(?:荣获|获得|获|得了|得)(?:了)?/u, '') : value),
};
