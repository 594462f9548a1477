import type { Answer, CommandContext, CommandSpec, OpenQuestion, Reply } from '../../command/index.ts';
import { kindOfDrafts } from '../../language/index.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { listBatchDrafts, putFields } from './batch.store.ts';
import { type BatchState, batchStateSchema } from './batch-state.ts';
import { confirmBatch, dropBatch } from './confirm-batch.ts';
import { findMatter, type Matter, statedFields } from './first-matters.ts';
import { answerOne, showDraftAt } from './go-through.ts';
import {
  ask,
  findBatchByWords,
  LATER_BUTTON,
  MAX_BATCHES,
  MORE_BATCHES,
  showBatch,
  showBatches,
  showBatchesOfKind,
} from './show-batch.ts';
import { batchTexts as texts } from './texts.zh.ts';

/** 看草稿: the private drafts that were made from facts, to be read and confirmed by the counsellor of the student. */
export function createBatchCommand(dependencies: NoticeDependencies): CommandSpec {
  return {
    name: 'show_drafts',
    intents: ['show_drafts'],
    action: 'send_private_notice',
    summary: texts.summary,
    examples: ['看草稿', '看草稿 学业预警'],
    run: async (context) => {
      const kind = kindOfDrafts(context.reading.normalised);
      const found = kind === null ? undefined : await showBatchesOfKind(context, dependencies, kind);
      return found ?? showBatches(context, dependencies);
    },
    answer: (context, question, answer) => answerAboutBatch(context, dependencies, question, answer),
  };
}

/** Whether the open question is one about a batch; one of these is also asked where a whole kind was ordered. */
export function isAboutBatch({ state }: OpenQuestion): boolean {
  return batchStateSchema.safeParse(state).success;
}

/** Goes on with a batch from the answer to its question. */
export async function answerAboutBatch(
  context: CommandContext,
  dependencies: NoticeDependencies,
  question: OpenQuestion,
  answer: Answer,
): Promise<Reply | undefined> {
  const state = batchStateSchema.parse(question.state);
  if (answer.optionKey === 'cancel' || (answer.optionKey === null && context.reading.answer.cancel)) {
    return { text: texts.left };
  }
  if (state.step === 'choose' && answer.optionKey === null) {
    const batchId = await findBatchByWords(context, answer.text);
    if (batchId !== undefined) return showBatch(context, dependencies, batchId);
    const isMore = /^(?:还有|看|下)?(?:更多|下一页|还有吗|还有呢|其他|别的)[\s。？?]*$/u.test(answer.text.trim());
    return isMore ? answerBatch(context, dependencies, state, MORE_BATCHES) : undefined;
  }
  if ('noticeId' in state) return answerOne(context, dependencies, state, answer);
  return answerBatch(context, dependencies, state, answer.optionKey ?? '');
}

async function answerBatch(
  context: CommandContext,
  dependencies: NoticeDependencies,
  state: Exclude<BatchState, { readonly noticeId: string }>,
  key: string,
): Promise<Reply> {
  if (state.step === 'choose') {
    return key === MORE_BATCHES
      ? showBatches(context, dependencies, state.from + MAX_BATCHES)
      : showBatch(context, dependencies, key);
  }
  const { batchId } = state;
  if (state.step === 'drop_all') {
    return key === 'yes' ? dropBatch(context, batchId) : showBatch(context, dependencies, batchId);
  }
  if (state.step === 'matter') {
    const fields = statedFields(state.matter, key);
    if (fields) return stateForAll(context, dependencies, { batchId, matter: state.matter }, fields);
    const first = await showDraftAt(context, dependencies, batchId);
    return { ...first, text: `${texts.oneByOneInstead}\n\n${first.text}` };
  }
  if (key === 'confirm') return confirmBatch(context, dependencies, batchId);
  if (key === 'one_by_one') return showDraftAt(context, dependencies, batchId);
  return key === 'drop_all' ? askDropAll(context, batchId) : showBatch(context, dependencies, batchId);
}

/** The sender says once for all drafts what must be said of each; it is kept with each of them. */
async function stateForAll(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { batchId, matter }: { readonly batchId: string; readonly matter: Matter },
  fields: Readonly<Record<string, string>>,
): Promise<Reply> {
  const drafts = await listBatchDrafts(context.db, { batchId, staffId: context.sender.staff.staffId });
  const open = drafts.filter((draft) => findMatter(dependencies.library, draft) === matter);
  await putFields(
    context.db,
    open.map(({ notice }) => notice.noticeId),
    fields,
  );
  return showBatch(context, dependencies, batchId);
}

async function askDropAll({ db, sender }: CommandContext, batchId: string): Promise<Reply> {
  const drafts = await listBatchDrafts(db, { batchId, staffId: sender.staff.staffId });
  return {
    text: texts.askDropAll(drafts.length),
    question: ask({ step: 'drop_all', batchId }, [{ key: 'yes', label: texts.yesDrop, style: 'danger' }, LATER_BUTTON]),
  };
}
