import { findGroupObstacle } from '../../template/index.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import type { KindRules } from './kind.ts';

/**
 * Good news. Private unless the sender wants the class's group, and then only with the student's agreement; what tells of a
 * family's means never goes to a group, whoever agrees (domain.md §4.2, §4.4).
 */
export const awardRules: KindRules = {
  action: 'send_private_notice',
  needsStudent: true,
  defaultAudience: 'family',
  findObstacle: (composition, template) => {
    if (composition.audience?.kind !== 'groups') return undefined;
    if (composition.students.length > 1) return { kind: 'refusal', text: texts.awardOneStudentToGroup };
    const obstacle = template && findGroupObstacle(template, composition.fields);
    if (obstacle) {
      return {
        kind: 'question',
        step: 'group_choice',
        text: texts.awardNeverToGroup(obstacle.word, obstacle.why),
        options: [PRIVATELY, CANCEL],
        acceptsText: false,
      };
    }
    if (composition.agreement !== null || composition.fields.award === undefined) return undefined;
    return {
      kind: 'question',
      step: 'group_choice',
      text: texts.askAgreement(composition.students[0]?.name ?? ''),
      options: [{ key: 'yes', label: texts.studentAgreed }, PRIVATELY, CANCEL],
      acceptsText: false,
    };
  },
  takeAnswer: (composition, step, { optionKey, text, line }) => {
    if (step !== 'group_choice') return undefined;
    if (optionKey === 'yes')
      return { ...composition, agreement: line === text ? text : texts.agreedInWords(text, line) };
    if (optionKey === 'private' || optionKey === 'no') {
      return { ...composition, audience: { kind: 'family', classNames: [] } };
    }
    return undefined;
  },
  tidyField: (name, value) => (name === 'award' ? value.replace(/^(?:荣获|获得|获|得了|得)(?:了)?/u, '') : value),
};

const PRIVATELY = { key: 'private', label: texts.tellFamilyOnly };
const CANCEL = { key: 'cancel', label: texts.cancel };
