import type { CommandContext, Reply, ReplyButton } from '../../command/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import { describeTargets } from '../draft/preview.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { mergeWorked } from '../plan/merge-worked.ts';
import { noticeTexts } from '../texts.zh.ts';
import {
  type BatchDraft,
  dropDraftsOfLeft,
  handOverDrafts,
  listBatchDrafts,
  listOpenBatches,
  type OpenBatch,
} from './batch.store.ts';
import { BATCH_QUESTION_MS, type BatchState } from './batch-state.ts';
import { type ExaminedDraft, examineDrafts } from './examine-drafts.ts';
import { findMatter, type Matter, whyConsent } from './first-matters.ts';
import { batchTexts as texts } from './texts.zh.ts';

/** Batches on one card, beside 更多 and 先放着. */
export const MAX_BATCHES = 4;
/** Key of the button that shows the next batches. */
export const MORE_BATCHES = 'more';
export const LATER_BUTTON: ReplyButton = { key: 'cancel', label: texts.later, style: 'plain' };

/** 看草稿: the batches, or the only one. Drafts follow their students first: to another counsellor, or away. */
export async function showBatches(context: CommandContext, dependencies: NoticeDependencies, from = 0): Promise<Reply> {
  const { db, sender } = context;
  await dropDraftsOfLeft(db);
  await handOverDrafts(db);
  const batches = await listOpenBatches(db, sender.staff.staffId);
  const [only] = batches;
  if (only === undefined) return { text: texts.none };
  if (batches.length === 1) return showBatch(context, dependencies, only.batchId);
  const first = from < batches.length ? from : 0;
  const options = batches.slice(first, first + MAX_BATCHES).map(({ batchId, title, count, source, asOf }) => ({
    key: batchId,
    label: texts.label(title, count, source, asOf),
  }));
  const more = batches.length > MAX_BATCHES ? [{ key: MORE_BATCHES, label: texts.more, style: 'plain' as const }] : [];
  return {
    title: texts.chooseTitle,
    text: texts.choose(batches.length),
    question: {
      ...ask({ step: 'choose', from: first }, [...options, ...more, LATER_BUTTON], true),
      // A bare name still looks the student up.
      takes: ['notice', 'good_news', 'discipline', 'broadcast', 'amend', 'record', 'reminder'],
    },
  };
}

/** The batches of one kind, or the only one; undefined when none waits. */
export async function showBatchesOfKind(
  context: CommandContext,
  dependencies: NoticeDependencies,
  kind: string,
): Promise<Reply | undefined> {
  await dropDraftsOfLeft(context.db);
  await handOverDrafts(context.db);
  const same = (await listOpenBatches(context.db, context.sender.staff.staffId)).filter((batch) => batch.kind === kind);
  const [only] = same;
  if (only === undefined) return undefined;
  return same.length === 1 ? showBatch(context, dependencies, only.batchId) : showBatches(context, dependencies);
}

/** The batch that the words name by its title or kind, or undefined unless exactly one fits. */
export async function findBatchByWords(context: CommandContext, words: string): Promise<string | undefined> {
  const wanted = words.replace(/^(?:看|先看|那批|那个|就)+|(?:的|那批|那些|那个|草稿|吧|[\s。！!])+$/gu, '');
  if (wanted.length < 2) return undefined;
  const kind = context.reading.notice?.kind;
  const batches = await listOpenBatches(context.db, context.sender.staff.staffId);
  const fits = batches.filter((batch) => batch.title.includes(wanted) || batch.kind === kind);
  return fits.length === 1 ? fits[0]?.batchId : undefined;
}

/** One batch: whether the students were told, then everybody's name, what stands in the way, and one text as the example. */
export async function showBatch(
  context: CommandContext,
  dependencies: NoticeDependencies,
  batchId: string,
): Promise<Reply> {
  const { staffId } = context.sender.staff;
  const batch = (await listOpenBatches(context.db, staffId)).find((one) => one.batchId === batchId);
  const drafts = await listBatchDrafts(context.db, { batchId, staffId });
  if (batch === undefined || drafts.length === 0) return { text: texts.gone };
  const { library } = dependencies;
  for (const matter of ['consent', 'told'] as const) {
    const open = drafts.filter((draft) => findMatter(library, draft) === matter);
    if (open.length > 0) return askMatter(batch, matter, open, whyConsent(library, batch.kind));
  }
  const results = await examineDrafts(context, dependencies, drafts);
  const isFlagged = results.some(({ examined }) => examined.problem === null && examined.judgement.findings.length > 0);
  const isSendable = results.some(({ examined }) => examined.problem === null);
  return {
    title: noticeTexts.previewTitle(batch.title),
    text: describeBatch(batch, results).join('\n'),
    ...(isFlagged ? { note: noticeTexts.flaggedNote } : {}),
    question: ask({ step: 'batch', batchId }, [
      ...(isSendable ? [{ key: 'confirm', label: texts.confirmAll, style: 'primary' as const }] : []),
      { key: 'one_by_one', label: texts.oneByOne },
      { key: 'drop_all', label: texts.dropAll, style: 'danger' },
      LATER_BUTTON,
    ]),
  };
}

/** A question of this folder. */
export function ask(
  state: BatchState,
  options: readonly ReplyButton[],
  acceptsText = false,
): NonNullable<Reply['question']> {
  return { options, acceptsText, state, expiresInMs: BATCH_QUESTION_MS };
}

/** Asked once for the whole batch; who cannot say it of all goes through them one by one. */
function askMatter({ title, batchId }: OpenBatch, matter: Matter, open: readonly BatchDraft[], why: string): Reply {
  const names = open.map(({ studentName }) => studentName);
  const answers =
    matter === 'consent'
      ? [
          { key: 'yes', label: texts.consentAll },
          { key: 'rule', label: noticeTexts.consentByRule },
          { key: 'no', label: texts.consentSome },
        ]
      : [
          { key: 'yes', label: texts.toldAll },
          { key: 'no', label: texts.toldSome },
        ];
  return {
    text: matter === 'consent' ? texts.askConsent(why, names) : texts.askTold(title, names),
    question: ask({ step: 'matter', matter, batchId }, [...answers, LATER_BUTTON]),
  };
}

function describeBatch({ title, source, asOf }: OpenBatch, results: readonly ExaminedDraft[]): string[] {
  const fine = results.flatMap(({ draft, examined }) =>
    examined.problem === null ? [{ draft, worked: examined.worked, findings: examined.judgement.findings }] : [],
  );
  const byClass = groupBy(fine, ({ draft }) => draft.className);
  const flags = fine.flatMap(({ draft, findings }) =>
    findings.map(({ words, why }) => ({ words: `${draft.studentName}：${words}`, why })),
  );
  const [first] = fine;
  const merged = mergeWorked(fine.map(({ worked }) => worked));
  return [
    texts.head(title, results.length, source, asOf),
    ...[...byClass].map(([className, same]) =>
      texts.names(
        className,
        same.map(({ draft }) => draft.studentName),
      ),
    ),
    ...(merged ? describeTargets(merged) : []),
    ...(flags.length > 0 ? [noticeTexts.flagged(flags)] : []),
    ...describeProblems(results, texts.problemsHead),
    ...(first
      ? [
          texts.example(first.draft.studentName),
          noticeTexts.previewRule,
          first.worked.plan.planned[0]?.body ?? '',
          noticeTexts.previewRule,
        ]
      : []),
  ];
}

/** The drafts that may not go out, each with its reason. */
export function describeProblems(results: readonly ExaminedDraft[], head: (count: number) => string): string[] {
  const lines = results.flatMap(({ draft, examined }) =>
    examined.problem === null ? [] : [texts.problem(draft.studentName, examined.text)],
  );
  return lines.length === 0 ? [] : [head(lines.length), ...lines];
}
