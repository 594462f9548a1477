import { parseQuietHours, quietUntil } from '../calendar/index.ts';
import type { CommandContext, Reply } from '../command/index.ts';
import { toStorableText } from '../shared/bytes.ts';
import { CANCEL_BUTTON } from './ask.ts';
import { type Composition, type ConversationState, toContent, toRecipients } from './composition.ts';
import type { NoticeContent } from './content.ts';
import { askEdit } from './edit-draft.ts';
import { explainEmptyAudience } from './explain-empty.ts';
import { actionFor, listReachableClasses } from './find-audience.ts';
import { type Judgement, judgePlan } from './judge-plan.ts';
import { insertAgreement, insertGuardDecision, insertNotice } from './notice.store.ts';
import type { NoticeDependencies } from './notice-dependencies.ts';
import { DRAFT_LIFETIME_MS } from './notice-states.ts';
import { buildPreview } from './preview.ts';
import { audienceOf } from './recipients.ts';
import { noticeTexts as texts } from './texts.zh.ts';
import { titleOf } from './title.ts';
import { type WorkedOut, workOut } from './work-out.ts';

/** Turns a complete composition into a stored draft and shows it; or says why there can be none. */
export async function showDraft(
  context: CommandContext,
  dependencies: NoticeDependencies,
  composition: Composition,
): Promise<Reply> {
  const { db, sender, now, ids } = context;
  const resolved = await resolveRecipients(context, composition);
  if ('refusal' in resolved) return { text: resolved.refusal };
  const noticeCode = ids.noticeCode();
  const worked = await workOut(db, dependencies, { staff: sender.staff, content: resolved.content, noticeCode, now });
  const empty = explainEmptyAudience(worked);
  if (empty !== undefined) return { text: empty };
  const { tooLong } = worked.plan;
  if (tooLong) return askEdit(dependencies, composition, texts.bodyTooLong(tooLong.bytes, tooLong.maxBytes));

  const judgement = judgePlan(worked.content, worked.audience, worked.plan, {
    publicUrl: dependencies.publicUrl(),
    roster: context.roster,
  });
  if (judgement.decision === 'block') {
    await keepVerdict(context, null, judgement);
    return askEdit(dependencies, composition, texts.blocked(judgement.findings));
  }
  const noticeId = ids.uuid();
  await insertNotice(db, {
    ...noticeRowOf(worked, dependencies),
    noticeId,
    noticeCode,
    staffId: sender.staff.staffId,
    status: 'draft',
    scheduleId: null,
    createdAt: now,
  });
  await keepVerdict(context, noticeId, judgement);
  await keepAgreement(context, noticeId, composition);
  return confirmationOf(context, dependencies, {
    worked,
    noticeCode,
    noticeId,
    composition,
    flags: judgement.findings,
  });
}

/** The preview with its question. */
export function confirmationOf(
  context: CommandContext,
  dependencies: NoticeDependencies,
  draft: {
    readonly worked: WorkedOut;
    readonly noticeCode: string;
    readonly noticeId: string;
    readonly composition: Composition | undefined;
    readonly flags: readonly { readonly words: string; readonly why: string }[];
  },
): Reply {
  const { worked, noticeCode, noticeId, composition, flags } = draft;
  const { timeZone, library, schoolName } = dependencies;
  const { now } = context;
  const heldUntil = quietUntil(now, parseQuietHours(dependencies.quietHours), timeZone);
  const text = buildPreview({
    ...worked,
    noticeCode,
    library,
    schoolName,
    staff: context.sender.staff,
    now,
    timeZone,
    heldUntil,
    flags,
  });
  const isReached = worked.plan.planned.some(({ failedWith }) => failedWith === undefined);
  const state: Partial<ConversationState> = { step: 'confirm', noticeId, ...(composition ? { composition } : {}) };
  return {
    title: texts.previewTitle(titleOf(library, worked.content)),
    text,
    question: {
      options: [
        { key: 'confirm', label: isReached ? texts.confirmSend : texts.confirmRecord, style: 'primary' },
        CANCEL_BUTTON,
        ...(composition && composition.kind !== 'fraud'
          ? [{ key: 'edit', label: texts.edit, style: 'plain' as const }]
          : []),
      ],
      acceptsText: false,
      state,
      expiresInMs: DRAFT_LIFETIME_MS,
    },
  };
}

/** The columns that say what a notice is and what was shown. */
export function noticeRowOf({ content, plan }: WorkedOut, { library }: NoticeDependencies) {
  return {
    kind: content.kind,
    topic: content.topic,
    audience: audienceOf(content.recipients),
    title: titleOf(library, content),
    fields: content.fields,
    recipients: content.recipients,
    recipientsDigest: plan.digest,
    templateVersion: plan.templateVersion,
  };
}

/** The content with its recipients, or why the sender cannot reach them. */
export async function resolveRecipients(
  { db, sender }: CommandContext,
  composition: Composition,
): Promise<{ readonly content: NoticeContent } | { readonly refusal: string }> {
  const audienceKind = composition.audience?.kind ?? 'family';
  const action = actionFor(composition.kind, audienceKind === 'family' ? 'students' : audienceKind);
  const classes = await listReachableClasses(db, sender.staff, action);
  if (classes.length === 0) return { refusal: action === 'send_group_notice' ? texts.noClasses : texts.studentGone };
  const { recipients, unknownClasses } = toRecipients(composition, classes);
  if (unknownClasses.length > 0) return { refusal: texts.unknownClasses(unknownClasses) };
  return { content: toContent(composition, recipients) };
}

/** Each verdict on words that could have reached a family is kept; the words are in the database and nowhere else. */
export async function keepVerdict(
  { db, ids, now, sender }: CommandContext,
  noticeId: string | null,
  { decision, findings, draft }: Judgement,
): Promise<void> {
  await insertGuardDecision(db, {
    decisionId: ids.uuid(),
    noticeId,
    staffId: sender.staff.staffId,
    decidedAt: now,
    decision,
    findings,
    draft: toStorableText(draft),
  });
}

async function keepAgreement(context: CommandContext, noticeId: string, composition: Composition): Promise<void> {
  const { agreement, students, audience } = composition;
  if (agreement === null || audience?.kind !== 'groups') return;
  for (const { studentId } of students) {
    await insertAgreement(context.db, {
      agreementId: context.ids.uuid(),
      studentId,
      noticeId,
      statedBy: context.sender.staff.staffId,
      statedAt: context.now,
      words: toStorableText(agreement),
    });
  }
}
