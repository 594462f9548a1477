import { toDay } from '../../calendar/index.ts';
import type { Answer, CommandContext, OpenQuestion, Reply } from '../../command/index.ts';
import { getTemplateKind } from '../../template/index.ts';
import { chooseRound, showAllNames } from '../draft/choose-round.ts';
import { confirmNotice, dropNotice } from '../draft/confirm-notice.ts';
import { rulesOf } from '../kinds/index.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { saveSchedule } from '../schedule/save-schedule.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { takeSendTime } from '../timed/ask-send-time.ts';
import { advance } from './advance.ts';
import { ask, CANCEL_BUTTON } from './ask.ts';
import { askAboutDay, findDayDoubt, settleDayDoubt, settleSaidYears, writeOutFields } from './check-days.ts';
import { type Composition, type ConversationState, type Step, stateSchema } from './composition.ts';
import { askEdit } from './edit-draft.ts';
import { type AnsweredKind, takeAnswer } from './take-answer.ts';

/** Goes on with a conversation of this folder from the answer to its open question. */
export async function converse(
  context: CommandContext,
  dependencies: NoticeDependencies,
  question: OpenQuestion,
  answer: Answer,
): Promise<Reply> {
  const state = stateSchema.parse(question.state);
  if (answer.optionKey === 'cancel' || (answer.optionKey === null && context.reading.answer.cancel)) {
    return state.noticeId === undefined ? { text: texts.cancelled } : dropNotice(context, dependencies, state.noticeId);
  }
  if (state.step === 'confirm') return answerDraft(context, dependencies, state, answer);
  const { composition } = state;
  if (composition === undefined) return { text: texts.notUnderstood };
  if (state.step === 'confirm_schedule') {
    return answer.optionKey === 'confirm'
      ? saveSchedule(context, dependencies, composition)
      : { text: texts.cancelled };
  }
  if (state.step === 'edit') return editField(context, dependencies, composition, answer);
  if (state.step === 'year' || state.step === 'past_day') {
    return answerDayDoubt(context, dependencies, composition, answer);
  }

  if (state.step === 'send_time') {
    const when = { now: context.now, timeZone: dependencies.timeZone };
    const taken = takeSendTime(composition, answer, when);
    if (taken !== undefined) return advance(context, dependencies, taken);
    const again = await advance(context, dependencies, composition);
    return { ...again, text: `${texts.notUnderstood}\n${again.text}` };
  }
  if (answer.optionKey === 'clear_field' && state.step.startsWith('field:')) {
    const { [state.step.slice('field:'.length)]: _cleared, ...fields } = composition.fields;
    return advance(context, dependencies, { ...composition, fields });
  }
  return advanceAfter(context, dependencies, { composition, step: state.step }, answer);
}

/** The preview with one field changed, or the question why it cannot be. */
export async function advanceWith(
  context: CommandContext,
  dependencies: NoticeDependencies,
  composition: Composition,
  { name, value }: { readonly name: string; readonly value: string },
): Promise<Reply> {
  const step = `field:${name}` as const;
  return advanceAfter(context, dependencies, { composition, step }, { optionKey: null, text: value });
}

async function advanceAfter(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { composition, step }: { readonly composition: Composition; readonly step: Step },
  answer: Answer,
): Promise<Reply> {
  const kind = kindOf(context, dependencies, composition);
  const taken = takeAnswer(composition, step, answer, context.reading, kind);
  if ('composition' in taken) {
    const fields = writeOutFields(composition.kind, taken.composition.fields, kind.today);
    const next = { ...taken.composition, fields };
    return advance(context, dependencies, step.startsWith('field:') ? settleSaidYears(next, answer.text) : next);
  }
  const again = await advance(context, dependencies, composition);
  return { ...again, text: `${taken.problem}\n${again.text}` };
}

async function answerDraft(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { noticeId, composition }: ConversationState,
  { optionKey }: Answer,
): Promise<Reply> {
  if (noticeId === undefined) return { text: texts.notUnderstood };
  if (optionKey === 'confirm') return confirmNotice(context, dependencies, { noticeId, composition });
  if (optionKey === 'low' || optionKey === 'now') {
    return chooseRound(context, dependencies, { noticeId, composition, isLow: optionKey === 'low' });
  }
  if (optionKey === 'names') return showAllNames(context, dependencies, { noticeId, composition });
  if (optionKey !== 'edit' || composition === undefined) return { text: texts.notUnderstood };
  const dropped = await dropNotice(context, dependencies, noticeId);
  return dropped.text === texts.cancelled ? askEdit(dependencies, composition) : dropped;
}

/** The year was guessed, or the day is over: settled, changed, or asked again. */
async function answerDayDoubt(
  context: CommandContext,
  dependencies: NoticeDependencies,
  composition: Composition,
  { optionKey, text }: Answer,
): Promise<Reply> {
  const { findField, today } = kindOf(context, dependencies, composition);
  const template = getTemplateKind(dependencies.library, composition.kind).templates[0];
  const doubt = template && findDayDoubt(composition, template, today);
  if (doubt === undefined) return advance(context, dependencies, composition);
  const settled = settleDayDoubt(composition, doubt, { optionKey, text }, today);
  if (settled !== undefined) return advance(context, dependencies, settled);
  const again = askAboutDay(doubt, composition);
  const isAsked = optionKey === 'other_day';
  const label = findField(doubt.name)?.label ?? '';
  if (isAsked) return ask(texts.askNewDay(label), { step: `field:${doubt.name}` }, composition);
  return { ...again, text: `${texts.notUnderstood}\n${again.text}` };
}

async function editField(
  context: CommandContext,
  dependencies: NoticeDependencies,
  composition: Composition,
  { optionKey }: Answer,
): Promise<Reply> {
  const name = optionKey?.startsWith('edit_') ? optionKey.slice('edit_'.length) : undefined;
  if (name === undefined) return askEdit(dependencies, composition, texts.notUnderstood);
  const field = kindOf(context, dependencies, composition).findField(name);
  if (field !== undefined && !field.required) {
    const options = [{ key: 'clear_field', label: texts.clearField }, CANCEL_BUTTON];
    return ask(`${texts.askNewDay(field.label)}${field.ask ?? ''}`, { step: `field:${name}`, options }, composition);
  }
  const { [name]: _changed, ...fields } = composition.fields;
  return advance(context, dependencies, { ...composition, fields });
}

function kindOf(
  { now }: CommandContext,
  { library, timeZone }: NoticeDependencies,
  { kind }: Composition,
): AnsweredKind {
  const fields = getTemplateKind(library, kind).templates[0]?.fields ?? [];
  return {
    rules: rulesOf(library, kind),
    findField: (name) => fields.find((field) => field.name === name),
    today: toDay(now, timeZone),
  };
}
