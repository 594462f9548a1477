import { describeInstant, isCron, nextRun, parseQuietHours, quietUntil, toTimeOfDay } from '../calendar/index.ts';
import type { CommandContext, Reply } from '../command/index.ts';
import { findTemplate } from '../template/index.ts';
import { CANCEL_BUTTON } from './ask.ts';
import type { Composition, ConversationState } from './composition.ts';
import { askEdit } from './edit-draft.ts';
import { explainEmptyAudience } from './explain-empty.ts';
import { judgePlan } from './judge-plan.ts';
import type { NoticeDependencies } from './notice-dependencies.ts';
import { DRAFT_LIFETIME_MS } from './notice-states.ts';
import { describeTargets } from './preview.ts';
import { keepVerdict, resolveRecipients } from './show-draft.ts';
import { noticeTexts as texts } from './texts.zh.ts';
import { workOut } from './work-out.ts';

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
  const resolved = await resolveRecipients(context, composition);
  if ('refusal' in resolved) return { text: resolved.refusal };
  const notice = { staff: sender.staff, content: resolved.content, noticeCode: ids.noticeCode(), now };
  const worked = await workOut(db, dependencies, notice);
  const empty = explainEmptyAudience(worked);
  if (empty !== undefined) return { text: empty };
  const { tooLong } = worked.plan;
  if (tooLong) return askEdit(dependencies, composition, texts.bodyTooLong(tooLong.bytes, tooLong.maxBytes));
  const settings = { publicUrl: dependencies.publicUrl(), roster: context.roster };
  const judgement = judgePlan(worked.content, worked.audience, worked.plan, settings);
  await keepVerdict(context, null, judgement);
  if (judgement.decision === 'block') return askEdit(dependencies, composition, texts.blocked(judgement.findings));

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
      fields.body === undefined
        ? topicTitle === undefined
          ? texts.scheduleRotation
          : texts.scheduleTopic(topicTitle)
        : texts.scheduleText(fields.body),
      ...describeTargets(worked),
      texts.scheduleTapNote,
      ...(held === null ? [] : [texts.scheduleQuiet(toTimeOfDay(held, timeZone))]),
      ...(judgement.findings.length > 0 ? [texts.flagged(judgement.findings)] : []),
      texts.scheduleStop,
    ].join('\n'),
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
