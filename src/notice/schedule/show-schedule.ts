import { describeInstant, isCron, nextRun, parseQuietHours, quietUntil, toTimeOfDay } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import { findTemplate } from '../../template/index.ts';
import { needsApproval } from '../approval/needs-approval.ts';
import { CANCEL_BUTTON } from '../conversation/ask.ts';
import type { Composition, ConversationState } from '../conversation/composition.ts';
import { describeTargets } from '../draft/preview.ts';
import { refuseDraft, resolveRecipients } from '../draft/show-draft.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { DRAFT_LIFETIME_MS } from '../notice-states.ts';
import { examineNotice } from '../plan/examine-notice.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { keepVerdict } from '../verdict/keep-verdict.ts';

const SHOWN_RUNS = 3;
/** A little under a day, so that a schedule whose zone turns its clock is not refused. */
const MIN_GAP_MS = 22 * 60 * 60 * 1000;

/** Shows what a schedule would do, before it exists: when, what, to which groups. */
export async function showScheduleDraft(
  context: CommandContext,
  dependencies: NoticeDependencies,
  composition: Composition,
  schedule: { readonly cron: string; readonly words: string },
): Promise<Reply> {
  const { db, now, sender, ids } = context;
  const { timeZone, library } = dependencies;
  if (!isCron(schedule.cron)) return { text: texts.scheduleOnlyOnce };
  const runs = listRuns(schedule.cron, now, timeZone);
  if (isTooOften(runs)) return { text: texts.scheduleTooOften };
  if (composition.audience?.kind !== 'groups') return { text: texts.scheduleNeedsGroups };
  const resolved = await resolveRecipients(context, dependencies, composition);
  if ('refusal' in resolved) return { text: resolved.refusal };
  const notice = { staff: sender.staff, content: resolved.content, noticeCode: ids.noticeCode(), now };
  const examined = await examineNotice(db, dependencies, notice, context.roster);
  if (examined.problem !== null) return refuseDraft(context, dependencies, composition, examined);
  const { worked, judgement } = examined;
  await keepVerdict(context, { noticeId: null, staffId: sender.staff.staffId }, judgement);

  const [first] = runs;
  const held = first === undefined ? null : quietUntil(first, parseQuietHours(dependencies.quietHours), timeZone);
  const said = runs.map((run) => describeInstant(run, now, timeZone));
  const { fields, topic } = composition;
  const topicTitle = topic === null ? undefined : findTemplate(library, composition.kind, topic)?.title;
  const state: ConversationState = { step: 'confirm_schedule', composition };
  return {
    title: texts.scheduleTitle,
    text: [
      texts.schedulePreview(schedule.words, said),
      composition.kind === 'fraud'
        ? topicTitle === undefined
          ? texts.scheduleRotation
          : texts.scheduleTopic(topicTitle)
        : texts.scheduleText(fields.body ?? worked.plan.texts[0]?.words ?? ''),
      ...describeTargets(worked),
      texts.scheduleTapNote,
      ...(held === null ? [] : [texts.scheduleQuiet(toTimeOfDay(held, timeZone))]),
      ...(judgement.findings.length > 0 ? [texts.flagged(judgement.findings)] : []),
      ...(needsApproval(dependencies.approvals, worked.content, worked.plan) ? [texts.scheduleWaits] : []),
      texts.scheduleStop,
    ].join('\n'),
    ...(judgement.findings.length > 0 ? { note: texts.flaggedNote } : {}),
    question: {
      options: [{ key: 'confirm', label: texts.confirmSchedule, style: 'primary' }, CANCEL_BUTTON],
      acceptsText: false,
      state,
      expiresInMs: DRAFT_LIFETIME_MS,
    },
  };
}

function listRuns(cron: string, after: Date, timeZone: string): Date[] {
  const runs: Date[] = [];
  for (let last = after; runs.length < SHOWN_RUNS; ) {
    last = nextRun(cron, last, timeZone);
    runs.push(last);
  }
  return runs;
}

function isTooOften(runs: readonly Date[]): boolean {
  return runs.some((run, index) => index > 0 && run.getTime() - (runs[index - 1]?.getTime() ?? 0) < MIN_GAP_MS);
}
