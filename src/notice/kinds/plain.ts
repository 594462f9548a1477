import { findGroupObstacle, type Template, type TemplateKind } from '../../template/index.ts';
import { CANCEL_BUTTON } from '../conversation/ask.ts';
import type { Composition, Step } from '../conversation/composition.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import type { GivenAnswer, KindRules, Obstacle } from './kind.ts';
import { ONLY_FAMILY_BUTTON, offerOnlyFamily, tellOnlyFamily } from './only-family.ts';
import { askConsent, takeConsentAnswer } from './student-consent.ts';
import { askToldFirst, takeToldAnswer } from './told-first.ts';

/** The rules that a kind's meta.json states; a kind that needs no more has no file of its own. */
export function plainRules(kind: TemplateKind): KindRules {
  const { policy } = kind;
  return {
    action: policy.permission,
    needsStudent: policy.needsStudent,
    defaultAudience: policy.defaultAudience === 'ask' ? null : policy.defaultAudience,
    isUrgent: policy.isUrgent,
    isLow: policy.isLow && !policy.isUrgent,
    findObstacle: (composition, template) => findAudienceObstacle(kind, composition, template),
    findLateObstacle: (composition) => findTalkObstacle(kind, composition),
    takeAnswer: takePlainAnswer,
    tidyField: (_name, value) => value,
  };
}

/** May these people read it? */
function findAudienceObstacle(
  { title, policy, audiences }: TemplateKind,
  { audience, students, fields }: Composition,
  template: Template | undefined,
): Obstacle | undefined {
  if (audience === null) return askAudience(audiences.includes('group'));
  const isGroup = audience.kind === 'groups';
  if (students.length > 0 && audience.kind !== 'family') {
    if (policy.whyNotGroup !== undefined) return offerOnlyFamily(texts.onlyForFamily(title, policy.whyNotGroup));
    // Told to the class, every family would read that it is about its own child; told in a group, everybody would know.
    if (!isGroup) return offerOnlyFamily(texts.onlyThisFamily(students.map(({ name }) => name)));
    if (policy.needsStudent && !policy.groupNeedsStudentAgreement) return offerOnlyFamily(texts.notNamedInGroup(title));
  }
  if (isGroup && policy.whyNotGroup !== undefined)
    return offerEachFamily(texts.neverToGroup(title, policy.whyNotGroup));
  if (students.length > 1 && !policy.severalStudents) return { kind: 'refusal', text: texts.oneStudentOnly(title) };
  if (!isGroup || !policy.groupNeedsStudentAgreement) return undefined;
  if (students.length > 1) return { kind: 'refusal', text: texts.oneStudentToGroup(title) };
  const obstacle = template && findGroupObstacle(template, fields);
  return obstacle && offerOnlyFamily(texts.wordNeverToGroup(obstacle.word, obstacle.why));
}

/** Has the student, an adult, been asked and told? */
function findTalkObstacle({ policy }: TemplateKind, composition: Composition): Obstacle | undefined {
  const { audience, agreement, students, fields } = composition;
  const name = students[0]?.name ?? '';
  if (audience?.kind === 'groups') {
    return policy.groupNeedsStudentAgreement && agreement === null ? askAgreement(name) : undefined;
  }
  const { studentConsent } = policy;
  const consentQuestion = studentConsent && askConsent(studentConsent, name, fields);
  if (consentQuestion) return consentQuestion;
  return policy.askStudentTold ? askToldFirst(name, fields) : undefined;
}

function takePlainAnswer(composition: Composition, step: Step, answer: GivenAnswer): Composition | undefined {
  switch (step) {
    case 'audience':
    case 'group_choice':
      return takeAudienceAnswer(composition, step, answer);
    case 'consent':
      return takeConsentAnswer(composition, answer);
    case 'told':
    case 'told_reason':
      return takeToldAnswer(composition, step, answer);
    default:
      return undefined;
  }
}

function takeAudienceAnswer(
  composition: Composition,
  step: Step,
  { optionKey, text, line }: GivenAnswer,
): Composition | undefined {
  if (optionKey === 'groups' || optionKey === 'families') {
    return { ...composition, audience: { kind: optionKey, classNames: composition.audience?.classNames ?? [] } };
  }
  if (step === 'audience') return undefined;
  if (optionKey === 'yes') return { ...composition, agreement: line === text ? text : texts.agreedInWords(text, line) };
  return optionKey === 'private' || optionKey === 'no' ? tellOnlyFamily(composition) : undefined;
}

function askAudience(mayBeGroup: boolean): Obstacle {
  return {
    kind: 'question',
    step: 'audience',
    text: texts.askAudience,
    options: [
      ...(mayBeGroup ? [{ key: 'groups', label: texts.toGroups }] : []),
      { key: 'families', label: texts.toEachFamily },
      CANCEL_BUTTON,
    ],
    acceptsText: false,
  };
}

function offerEachFamily(why: string): Obstacle {
  return {
    kind: 'question',
    step: 'group_choice',
    text: texts.eachFamilyInstead(why),
    options: [{ key: 'families', label: texts.toEachFamily }, CANCEL_BUTTON],
    acceptsText: false,
  };
}

function askAgreement(name: string): Obstacle {
  return {
    kind: 'question',
    step: 'group_choice',
    text: texts.askAgreement(name),
    options: [{ key: 'yes', label: texts.studentAgreed }, ONLY_FAMILY_BUTTON, CANCEL_BUTTON],
    acceptsText: false,
  };
}
