import { parseQuietHours, quietUntil } from '../../calendar/index.ts';
import type { CommandContext, Reply, ReplyButton } from '../../command/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import { needsApproval } from '../approval/needs-approval.ts';
import { actionFor, listReachableClasses } from '../audience/find-audience.ts';
import { audienceOf } from '../audience/recipients.ts';
import { CANCEL_BUTTON } from '../conversation/ask.ts';
import type { Composition, ConversationState } from '../conversation/composition.ts';
import { askEdit } from '../conversation/edit-draft.ts';
import { toContent, toRecipients } from '../conversation/to-content.ts';
import { rulesOf } from '../kinds/index.ts';
import { isLowValue } from '../kinds/low-value.ts';
import { insertAgreement, insertNotice } from '../notice.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { DRAFT_LIFETIME_MS } from '../notice-states.ts';
import type { NoticeContent } from '../plan/content.ts';
import { nextEvening } from '../plan/evening-round.ts';
import { type ExaminedAmongMany, examineNotice } from '../plan/examine-notice.ts';
import { titleOf } from '../plan/title.ts';
import type { WorkedOut } from '../plan/work-out.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { describeTime } from '../timed/send-at.ts';
import { keepVerdict } from '../verdict/keep-verdict.ts';
import { buildPreview } from './preview.ts';

/** Turns a complete composition into a stored draft and shows it; or says why there can be none. */
export async function showDraft(
  context: CommandContext,
  dependencies: NoticeDependencies,
  composition: Composition,
): Promise<Reply> {
  const { db, sender, now, ids } = context;
  const resolved = await resolveRecipients(context, dependencies, composition);
  if ('refusal' in resolved) return { text: resolved.refusal };
  const noticeCode = ids.noticeCode();
  const { staff } = sender;
  const notice = { staff, content: resolved.content, noticeCode, now };
  const examined = await examineNotice(db, dependencies, notice, context.roster);
  if (examined.problem !== null) return refuseDraft(context, dependencies, composition, examined);

  const { worked, judgement } = examined;
  const noticeId = ids.uuid();
  const isLow = isLowOf(dependencies, composition);
  await insertNotice(db, {
    ...noticeRowOf(worked, dependencies),
    isLow,
    noticeId,
    noticeCode,
    staffId: staff.staffId,
    status: 'draft',
    scheduleId: null,
    createdAt: now,
  });
  await keepVerdict(context, { noticeId, staffId: staff.staffId }, judgement);
  await keepAgreement(context, noticeId, composition);
  return confirmationOf(context, dependencies, {
    worked,
    noticeCode,
    noticeId,
    isLow,
    composition,
    flags: judgement.findings,
    rewrite: judgement.rewrite,
  });
}

/** Says why no notice comes of it and, where a change can mend it, asks for the change. Keeps the verdict on blocked words. */
export async function refuseDraft(
  context: CommandContext,
  dependencies: NoticeDependencies,
  composition: Composition | undefined,
  refused: Exclude<ExaminedAmongMany, { readonly problem: null }>,
): Promise<Reply> {
  const { staffId } = context.sender.staff;
  if (refused.problem === 'blocked') await keepVerdict(context, { noticeId: null, staffId }, refused.judgement);
  return refused.problem === 'nobody_to_tell' || composition === undefined
    ? { text: refused.text }
    : askEdit(dependencies, composition, refused.text);
}

/** The preview with its question. */
export function confirmationOf(
  context: CommandContext,
  dependencies: NoticeDependencies,
  draft: {
    readonly worked: WorkedOut;
    readonly noticeCode: string;
    readonly noticeId: string;
    /** It waits for the evening. */
    readonly isLow: boolean;
    readonly composition: Composition | undefined;
    readonly flags: readonly { readonly words: string; readonly why: string }[];
    readonly rewrite?: string | undefined;
    /** Everybody by name, above the preview. */
    readonly isListed?: boolean;
  },
): Reply {
  const { worked, noticeCode, noticeId, isLow, composition, flags, rewrite } = draft;
  const { timeZone, library, schoolName } = dependencies;
  const { now } = context;
  const { isUrgent } = rulesOf(library, worked.content.kind);
  const lowUntil = isLow && !isUrgent ? nextEvening(now, dependencies.quietHours, timeZone) : null;
  const time = isUrgent ? [] : describeTime(worked.content.fields, now, dependencies);
  const isTimed = time.length > 0;
  const isHeldAnyway = isUrgent || isTimed || lowUntil !== null;
  const heldUntil = isHeldAnyway ? null : quietUntil(now, parseQuietHours(dependencies.quietHours), timeZone);
  const text = buildPreview({
    ...worked,
    noticeCode,
    library,
    schoolName,
    staff: context.sender.staff,
    now,
    timeZone,
    time,
    heldUntil,
    lowUntil,
    flags,
    rewrite,
    needsApproval: !isUrgent && needsApproval(dependencies.approvals, worked.content, worked.plan),
  });
  const names = namesOf(worked);
  const isListed = draft.isListed ?? false;
  const isRepeat = worked.repeats.length > 0;
  const isReached = worked.plan.planned.some(({ failedWith }) => failedWith === undefined);
  const state: Partial<ConversationState> = { step: 'confirm', noticeId, ...(composition ? { composition } : {}) };
  return {
    title: texts.previewTitle(titleOf(library, worked.content)),
    text: isListed ? `${texts.fullList(names)}\n${text}` : text,
    ...(flags.length > 0 ? { note: texts.flaggedNote } : {}),
    question: {
      options: [
        {
          key: 'confirm',
          label: isRepeat ? texts.sendAgain : isReached ? texts.confirmSend : texts.confirmRecord,
          style: 'primary',
        },
        isRepeat ? { ...CANCEL_BUTTON, label: texts.dontSend } : CANCEL_BUTTON,
        ...(composition && composition.kind !== 'fraud'
          ? [{ key: 'edit', label: texts.edit, style: 'plain' as const }]
          : []),
        ...(names.length > SHORT_LIST && !isListed ? [NAMES_BUTTON] : []),
        ...(isReached && !isUrgent ? roundButtons(worked.content.kind, lowUntil !== null || isTimed) : []),
      ],
      acceptsText: false,
      state,
      expiresInMs: DRAFT_LIFETIME_MS,
    },
  };
}

/** More names than this are cut in the preview. */
const SHORT_LIST = 8;
const NAMES_BUTTON = { key: 'names', label: texts.showNames, style: 'plain' } as const;

function namesOf({ audience: { groups, families } }: WorkedOut): readonly string[] {
  const ofFamilies = families.map(({ family }) => texts.familyShort(family.studentName, family.className));
  return [...groups.map(({ group }) => group.name), ...ofFamilies];
}

function roundButtons(kind: NoticeContent['kind'], isWaiting: boolean): readonly ReplyButton[] {
  if (isWaiting) return [NOW_BUTTON];
  return isLowValue(kind) ? [LOW_BUTTON] : [];
}

const LOW_BUTTON = { key: 'low', label: texts.markLow, style: 'plain' } as const;
const NOW_BUTTON = { key: 'now', label: texts.markNow, style: 'plain' } as const;

/** As the sender says, else as its kind is. */
function isLowOf({ library }: NoticeDependencies, { kind, isLow, sendTime }: Composition): boolean {
  const rules = rulesOf(library, kind);
  if (sendTime) return false;
  return (isLow ?? rules.isLow) && !rules.isUrgent;
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
    templateTexts: plan.templateTexts,
    isUrgent: rulesOf(library, content.kind).isUrgent,
  };
}

/** The content with its recipients, or why the sender cannot reach them. */
export async function resolveRecipients(
  { db, sender }: CommandContext,
  { library }: NoticeDependencies,
  composition: Composition,
): Promise<{ readonly content: NoticeContent } | { readonly refusal: string }> {
  const action = actionFor(library, composition.kind, composition.audience?.kind ?? 'family');
  const classes = await listReachableClasses(db, sender.staff, action);
  if (classes.length === 0) return { refusal: action === 'send_group_notice' ? texts.noClasses : texts.studentGone };
  const { recipients, unknownClasses } = toRecipients(composition, classes);
  if (unknownClasses.length > 0) return { refusal: texts.unknownClasses(unknownClasses) };
  return { content: toContent(composition, recipients, rulesOf(library, composition.kind)) };
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
