import { queueMemberText } from '../../command/index.ts';
import { addTask } from '../../contact/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { PlatformName } from '../../platform/port.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { IdSource } from '../../shared/ids.ts';
import type { TemplateLibrary } from '../../template/index.ts';
import { closeRequests } from '../approval/approval.store.ts';
import { noticeKindSchema } from '../kinds/notice-kinds.ts';
import { dropNotices, insertNotices, type NewNotice } from '../notice.store.ts';
import { listTemplatesOf, listTemplateTexts, type NoticeContent, versionOf } from '../plan/content.ts';
import { titleOf } from '../plan/title.ts';
import { ABSENCE_STEPS, type FactNoticeKind, findSubjects } from './draft-rules.ts';
import type { StudentFact } from './fact.ts';
import { findKeepers, insertBatch, type Keeper, lockEarlierNotices } from './facts.store.ts';
import { type DraftChanges, reconcile } from './reconcile.ts';
import { factTexts as texts } from './texts.zh.ts';

export interface PreparedDrafts {
  readonly made: number;
  readonly dropped: number;
  readonly tasks: number;
}

export interface ToPrepare {
  readonly importId: string;
  readonly source: string;
  readonly asOf: string;
  readonly now: Date;
  /** Titles of the sheets that the file had. */
  readonly sheets: readonly string[];
  readonly touched: readonly StudentFact[];
  readonly stored: readonly StudentFact[];
}

interface PrepareDependencies {
  readonly ids: IdSource;
  readonly library: TemplateLibrary;
  readonly withMarks: boolean;
  readonly platform: PlatformName;
}

type Wanted = DraftChanges['wanted'][number] & { readonly keeper: Keeper };

/**
 * Makes private drafts of the facts that an import touched, one per family and matter, and tells each counsellor once. The
 * words are worked out, examined and shown when the counsellor looks (`batch/`), from the roster as it is then.
 */
export async function prepareDrafts(
  tx: Queryable,
  toPrepare: ToPrepare,
  dependencies: PrepareDependencies,
): Promise<PreparedDrafts> {
  const { importId, source, asOf, now, touched, stored } = toPrepare;
  const { library, withMarks, ids } = dependencies;
  const settings = { source, asOf, withMarks, absenceSteps: ABSENCE_STEPS };
  const known = new Set(library.kinds.map(({ kind }) => kind));
  const subjects = findSubjects(touched, stored, settings).filter(({ kind }) => known.has(kind));
  const keepers = await findKeepers(tx, [...new Set(subjects.map(({ studentId }) => studentId))]);
  const present = subjects.filter(({ studentId }) => keepers.has(studentId));
  const earlier = await lockEarlierNotices(
    tx,
    present.map(({ subjectKey }) => subjectKey),
  );
  const { wanted, dropped, crossed } = reconcile(present, earlier);
  await dropNotices(tx, dropped);
  await closeRequests(tx, dropped, { outcome: 'dropped', by: null, at: now });
  const drafts = wanted.flatMap((one): Wanted[] => {
    const keeper = keepers.get(one.studentId);
    return keeper === undefined ? [] : [{ ...one, keeper }];
  });
  for (const [kind, same] of groupBy(drafts, (one) => one.kind)) {
    const batchId = ids.uuid();
    await insertBatch(tx, { batchId, importId, kind, createdAt: now });
    await insertNotices(
      tx,
      same.map((one) => toNotice(one, { batchId, now, ids, library })),
    );
  }
  const tasks = await addTasks(
    tx,
    drafts.filter(({ subjectKey }) => crossed.has(subjectKey)),
    { now, ids },
  );
  await tellKeepers(tx, drafts, toPrepare, dependencies);
  return { made: drafts.length, dropped: dropped.length, tasks };
}

function toNotice(
  { kind, fields, studentId, subjectKey, keeper }: Wanted,
  made: { readonly batchId: string; readonly now: Date; readonly ids: IdSource; readonly library: TemplateLibrary },
): NewNotice {
  const { batchId, now, ids, library } = made;
  const content: NoticeContent = {
    kind: noticeKindSchema.parse(kind),
    topic: null,
    fields,
    recipients: { kind: 'family', students: [{ studentId, relation: null }] },
  };
  const templateTexts = listTemplateTexts(listTemplatesOf(library, content), 'family');
  return {
    noticeId: ids.uuid(),
    noticeCode: ids.noticeCode(),
    kind,
    topic: null,
    audience: 'private',
    staffId: keeper.staffId,
    status: 'draft',
    title: titleOf(library, content),
    fields,
    recipients: content.recipients,
    // Nobody has seen it yet, so that it cannot be confirmed before it was shown.
    recipientsDigest: '',
    templateVersion: versionOf(templateTexts),
    templateTexts,
    isUrgent: false,
    scheduleId: null,
    createdAt: now,
    batchId,
    studentId,
    subjectKey,
  };
}

/** Absence that reached a step is first of all work for the counsellor: speak with the student, then with the family. */
async function addTasks(
  tx: Queryable,
  crossed: readonly Wanted[],
  { now, ids }: { readonly now: Date; readonly ids: IdSource },
): Promise<number> {
  let count = 0;
  for (const { subjectKey, studentId, keeper, fields } of crossed) {
    const isNew = await addTask(tx, {
      taskId: ids.uuid(),
      staffId: keeper.staffId,
      studentId,
      what: texts.absenceTask(fields.hours ?? ''),
      dueAt: now,
      createdAt: now,
      origin: `${subjectKey}:${fields.step ?? ''}`,
    });
    if (isNew) count += 1;
  }
  return count;
}

/** One message an import for each counsellor, whatever was in the file. */
async function tellKeepers(
  tx: Queryable,
  drafts: readonly Wanted[],
  { source, asOf, now, sheets }: ToPrepare,
  { ids, platform }: Pick<PrepareDependencies, 'ids' | 'platform'>,
): Promise<void> {
  for (const own of groupBy(drafts, ({ keeper }) => keeper.userId).values()) {
    const memberId = own[0]?.keeper.userId ?? null;
    if (memberId === null) continue;
    const lines = [...groupBy(own, ({ kind }): FactNoticeKind => kind)].map(([kind, same]) =>
      texts.found[kind](same.length),
    );
    const text = `${texts.imported(sheets, source, asOf)}${texts.prepared(lines, own.length)}`;
    // The command line has no queue to wake; the workers' sweep finds the message within seconds.
    const afterCommit = { wake: () => undefined };
    await queueMemberText(tx, { platform, memberId, now, ids, afterCommit, text });
  }
}
