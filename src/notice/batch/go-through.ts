import type { Answer, CommandContext, Reply, ReplyButton } from '../../command/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import { findTemplate, type TemplateField } from '../../template/index.ts';
import { approvalTexts } from '../approval/texts.zh.ts';
import { confirmDrafts } from '../draft/confirm-drafts.ts';
import { describeGoing } from '../draft/describe-going.ts';
import { confirmationOf } from '../draft/show-draft.ts';
import { dropNotices } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { noticeTexts } from '../texts.zh.ts';
import { type BatchDraft, listBatchDrafts, putFields } from './batch.store.ts';
import type { OneState } from './batch-state.ts';
import { examineDrafts } from './examine-drafts.ts';
import { exceptionFields, findMatter, type Matter, statedFields, whyConsent } from './first-matters.ts';
import { ask, LATER_BUTTON } from './show-batch.ts';
import { batchTexts as texts } from './texts.zh.ts';

/** Going through a batch one draft at a time: each is shown exactly as it would go out. */

interface Place {
  readonly drafts: readonly BatchDraft[];
  readonly index: number;
  /** It came by itself after another one: a 确认 typed for that one must not send it, only its own button. */
  readonly isUnasked: boolean;
}

/** Shows the first draft of the batch, or the one at `index` counted from 0. */
export async function showDraftAt(
  context: CommandContext,
  dependencies: NoticeDependencies,
  batchId: string,
  index = 0,
  isUnasked = false,
): Promise<Reply> {
  const drafts = await listBatchDrafts(context.db, { batchId, staffId: context.sender.staff.staffId });
  const draft = drafts[Math.min(index, drafts.length - 1)];
  if (draft === undefined) return { text: texts.lastOne };
  return showOne(context, dependencies, draft, { drafts, index: drafts.indexOf(draft), isUnasked });
}

async function showOne(
  context: CommandContext,
  dependencies: NoticeDependencies,
  draft: BatchDraft,
  { drafts, index, isUnasked }: Place,
): Promise<Reply> {
  const [result] = await examineDrafts(context, dependencies, [draft]);
  const { noticeId, noticeCode, batchId, title } = draft.notice;
  const place = texts.place(index + 1, drafts.length);
  const state: OneState = { step: 'one', batchId: batchId ?? '', noticeId };
  const steps: ReplyButton[] = [
    ...(index + 1 < drafts.length ? [{ key: 'next', label: texts.next }] : []),
    ...(isUnasked ? [{ key: 'again', label: texts.again }] : []),
    ...(index > 0 && !isUnasked ? [{ key: 'previous', label: texts.previous }] : []),
    { key: 'edit', label: texts.edit },
    { key: 'drop', label: texts.dropOne, style: 'danger' },
    LATER_BUTTON,
  ];
  const heading = noticeTexts.previewTitle(title);
  if (result === undefined || result.examined.problem !== null) {
    const why = texts.problem(draft.studentName, result?.examined.problem ? result.examined.text : texts.draftGone);
    return { title: heading, text: `${place}\n${why}`, question: ask(state, steps) };
  }
  const { worked, judgement } = result.examined;
  const flags = judgement.findings;
  const { text } = confirmationOf(context, dependencies, {
    worked,
    noticeCode,
    noticeId,
    isLow: false,
    composition: undefined,
    flags,
  });
  const confirm: ReplyButton = {
    key: isUnasked ? 'confirm_by_button' : 'confirm',
    label: texts.confirmOne,
    style: 'primary',
  };
  const lines = [place, text, ...(isUnasked ? [texts.readFirst] : [])];
  return { title: heading, text: lines.join('\n'), question: ask(state, [confirm, ...steps]) };
}

/** Takes the answer to a question about one draft. */
export async function answerOne(
  context: CommandContext,
  dependencies: NoticeDependencies,
  state: OneState,
  answer: Answer,
): Promise<Reply> {
  const { batchId, noticeId } = state;
  const drafts = await listBatchDrafts(context.db, { batchId, staffId: context.sender.staff.staffId });
  const index = drafts.findIndex(({ notice }) => notice.noticeId === noticeId);
  const draft = drafts[index];
  if (draft === undefined) {
    return goOn(context, dependencies, { batchId, index: 0 }, texts.draftGone);
  }
  const about = { draft, index };
  switch (state.step) {
    case 'one':
      return takeStep(context, dependencies, about, answer);
    case 'matter_one': {
      const fields = statedFields(state.matter, answer.optionKey);
      if (fields === undefined) return askReason(state);
      await putFields(context.db, [noticeId], fields);
      return showDraftAt(context, dependencies, batchId, index);
    }
    case 'told_reason': {
      const reason = toStorableText(answer.text).trim();
      if (reason === '') return askReason(state);
      await putFields(context.db, [noticeId], exceptionFields(reason));
      return showDraftAt(context, dependencies, batchId, index);
    }
    case 'edit':
      return askField(dependencies, draft, state, answer.optionKey ?? '');
    case 'field':
      return takeField(context, dependencies, about, { name: state.name, text: answer.text });
  }
}

interface AtDraft {
  readonly draft: BatchDraft;
  readonly index: number;
}

async function takeStep(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { draft, index }: AtDraft,
  { optionKey }: Answer,
): Promise<Reply> {
  const { noticeId } = draft.notice;
  const batchId = draft.notice.batchId ?? '';
  if (optionKey === 'next') return showDraftAt(context, dependencies, batchId, index + 1);
  if (optionKey === 'previous') return showDraftAt(context, dependencies, batchId, Math.max(0, index - 1));
  if (optionKey === 'edit') return askEdit(dependencies, draft);
  if (optionKey === 'drop') {
    await dropNotices(context.db, [noticeId]);
    return goOn(context, dependencies, { batchId, index }, texts.droppedOne);
  }
  if (optionKey !== 'confirm' && optionKey !== 'confirm_by_button')
    return showDraftAt(context, dependencies, batchId, index);
  const matter = findMatter(dependencies.library, draft);
  if (matter !== undefined) return askMatterOne(dependencies, draft, matter);
  const [outcome] = await confirmDrafts(context, dependencies, [noticeId]);
  const at = { batchId, index };
  switch (outcome?.kind) {
    case 'confirmed': {
      const { plan } = outcome.worked;
      const going = await describeGoing(context, dependencies, plan.planned, outcome.notice);
      const done = [noticeTexts.confirmed(outcome.notice.title, outcome.notice.noticeCode), ...going].join('\n');
      return goOn(context, dependencies, at, done);
    }
    case 'awaiting_approval': {
      const { notice, approvers } = outcome;
      return goOn(context, dependencies, at, approvalTexts.waits(notice.title, notice.noticeCode, approvers));
    }
    case 'changed':
      // It is not what was shown: the same draft comes again.
      return goOn(context, dependencies, at, noticeTexts.previewAgain);
    case 'problem':
      return goOn(context, dependencies, at, outcome.examined.text);
    default:
      return goOn(context, dependencies, at, outcome?.text ?? texts.draftGone);
  }
}

/** What was done, and the next draft. */
async function goOn(
  context: CommandContext,
  dependencies: NoticeDependencies,
  at: { readonly batchId: string; readonly index: number },
  done: string,
): Promise<Reply> {
  return withLead(done, await showDraftAt(context, dependencies, at.batchId, at.index, true));
}

function withLead(lead: string, reply: Reply): Reply {
  return { ...reply, text: `${lead}\n\n${reply.text}` };
}

function askMatterOne({ library }: NoticeDependencies, { notice, studentName }: BatchDraft, matter: Matter): Reply {
  const state: OneState = { step: 'matter_one', matter, batchId: notice.batchId ?? '', noticeId: notice.noticeId };
  if (matter === 'consent') {
    const options = [
      { key: 'yes', label: noticeTexts.consentYes },
      { key: 'rule', label: noticeTexts.consentByRule },
      LATER_BUTTON,
    ];
    return {
      text: noticeTexts.askConsent(studentName, whyConsent(library, notice.kind)),
      question: ask(state, options),
    };
  }
  const options = [
    { key: 'yes', label: noticeTexts.toldYes },
    { key: 'no', label: noticeTexts.toldException },
    LATER_BUTTON,
  ];
  return { text: noticeTexts.askTold(studentName), question: ask(state, options) };
}

function askReason({ batchId, noticeId }: OneState): Reply {
  const state: OneState = { step: 'told_reason', batchId, noticeId };
  return { text: noticeTexts.askToldReason, question: ask(state, [LATER_BUTTON], true) };
}

function listEditable({ library }: NoticeDependencies, { notice }: BatchDraft): readonly TemplateField[] {
  const fields = findTemplate(library, notice.kind)?.fields ?? [];
  return fields.filter(({ filledBy, name }) => filledBy === 'sender' && name !== 'toldStudent');
}

function askEdit(dependencies: NoticeDependencies, draft: BatchDraft): Reply {
  const { batchId, noticeId } = draft.notice;
  const state: OneState = { step: 'edit', batchId: batchId ?? '', noticeId };
  const options = listEditable(dependencies, draft).map(({ name, label }) => ({ key: name, label }));
  const text = options.length === 0 ? texts.editNothing : texts.editWhich;
  return { text, question: ask(state, [...options, LATER_BUTTON]) };
}

function askField(
  dependencies: NoticeDependencies,
  draft: BatchDraft,
  { batchId, noticeId }: OneState,
  name: string,
): Reply {
  const field = listEditable(dependencies, draft).find((one) => one.name === name);
  if (field === undefined) return askEdit(dependencies, draft);
  const state: OneState = { step: 'field', batchId, noticeId, name };
  return {
    text: texts.editField(field.label, draft.notice.fields[name] ?? ''),
    question: ask(state, [LATER_BUTTON], true),
  };
}

async function takeField(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { draft, index }: AtDraft,
  { name, text }: { readonly name: string; readonly text: string },
): Promise<Reply> {
  const { noticeId } = draft.notice;
  const batchId = draft.notice.batchId ?? '';
  const field = listEditable(dependencies, draft).find((one) => one.name === name);
  const value = toStorableText(text).trim();
  if (field === undefined || value === '') return askEdit(dependencies, draft);
  if (value.length > field.maxLength) {
    const state: OneState = { step: 'field', batchId, noticeId, name };
    return { text: texts.tooLong(field.label, field.maxLength), question: ask(state, [LATER_BUTTON], true) };
  }
  await putFields(context.db, [noticeId], { [name]: value });
  return showDraftAt(context, dependencies, batchId, index);
}
