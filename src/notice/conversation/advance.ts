import { toDay } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import {
  findMissingFields,
  findTemplate,
  getTemplateKind,
  type Template,
  type TemplateLibrary,
  type TemplatePart,
} from '../../template/index.ts';
import { showDraft } from '../draft/show-draft.ts';
import { rulesOf } from '../kinds/index.ts';
import { tellOnlyFamily } from '../kinds/only-family.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { showScheduleDraft } from '../schedule/show-schedule.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { askForSendTime } from '../timed/ask-send-time.ts';
import { ask, CANCEL_BUTTON, replyTo } from './ask.ts';
import { askAboutDay, findDayDoubt } from './check-days.ts';
import type { Composition } from './composition.ts';
import { choiceKey } from './take-answer.ts';

/**
 * Goes one step on: asks for the first thing that is missing, in the order student → audience → fields → what the kind wants
 * to know besides, or shows the draft. One question a turn.
 */
export async function advance(
  context: CommandContext,
  dependencies: NoticeDependencies,
  composition: Composition,
): Promise<Reply> {
  const question = askForStudent(composition, dependencies.library);
  if (question) return question;

  const rules = rulesOf(dependencies.library, composition.kind);
  const today = toDay(context.now, dependencies.timeZone);
  const template = templateOf(dependencies.library, composition);
  const obstacle = rules.findObstacle(composition, template, today);
  if (obstacle) return replyTo(obstacle, composition);

  const fieldQuestion = template && askForField(composition, template);
  if (fieldQuestion) return fieldQuestion;

  const timeQuestion = askForSendTime(context, composition, rules.isUrgent);
  if (timeQuestion) return timeQuestion;

  const doubt = composition.schedule === null && template && findDayDoubt(composition, template, today);
  if (doubt) return askAboutDay(doubt, composition);

  const late = rules.findLateObstacle(composition, template);
  if (late) return replyTo(late, composition);
  return composition.schedule === null
    ? showDraft(context, dependencies, composition)
    : showScheduleDraft(context, dependencies, composition, composition.schedule);
}

function askForStudent(composition: Composition, library: TemplateLibrary): Reply | undefined {
  const [mention] = composition.openMentions;
  if (mention) {
    if (mention.candidates.length === 0) return { text: texts.noSuchStudent(mention.words) };
    const options = mention.candidates.slice(0, 5).map(({ studentId, name, className, studentNo }) => ({
      key: studentId,
      label: texts.studentLabel(name, className, studentNo),
    }));
    return ask(
      texts.whichStudent(mention.words),
      { step: 'student', options: [...options, CANCEL_BUTTON], acceptsText: true },
      composition,
    );
  }
  const { title, policy, audiences } = getTemplateKind(library, composition.kind);
  const audience = composition.audience?.kind ?? 'family';
  const mayBeGroup = audiences.includes('group');
  const isPersonal =
    policy.needsStudent && !(audience === 'groups' && mayBeGroup && !policy.groupNeedsStudentAgreement);
  if ((!isPersonal && audience !== 'family') || composition.students.length > 0) return undefined;
  if (!policy.needsStudent && composition.audience === null) return undefined;
  return audience === 'family' || mayBeGroup
    ? ask(texts.askStudent(title), { step: 'student' }, composition)
    : ask(texts.askStudentAlone(title), { step: 'student' }, tellOnlyFamily(composition));
}

/** The template whose fields are asked for; topics of a kind share them, so any will do. */
function templateOf(library: TemplateLibrary, { kind, topic }: Composition): Template | undefined {
  const first = library.kinds.find((entry) => entry.kind === kind)?.templates[0];
  return findTemplate(library, kind, topic ?? undefined) ?? first;
}

function askForField(composition: Composition, template: Template): Reply | undefined {
  const isGroup = composition.audience?.kind === 'groups';
  // A family that no channel reaches gets a call, so the outline's fields are needed as well.
  const parts: readonly TemplatePart[] = isGroup ? ['group'] : ['family', 'phone'];
  for (const { name, label, maxLength } of template.fields) {
    const length = composition.fields[name]?.length ?? 0;
    if (length > maxLength)
      return ask(texts.fieldTooLong(label, length, maxLength), { step: `field:${name}` }, composition);
  }
  const missing = findMissingFields(template, parts, composition.fields).find(({ filledBy }) => filledBy === 'sender');
  if (missing === undefined) return undefined;
  const { name, label, choices } = missing;
  const text = texts.askField(template.title, label, missing.ask ?? '');
  if (choices === undefined) return ask(text, { step: `field:${name}` }, composition);
  const options = choices.map((choice) => ({ key: choiceKey(choice, choices), label: choice }));
  return ask(text, { step: `field:${name}`, options: [...options, CANCEL_BUTTON] }, composition);
}
