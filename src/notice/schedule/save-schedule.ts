import { describeInstant, nextRun } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import type { Composition } from '../conversation/composition.ts';
import { resolveRecipients } from '../draft/show-draft.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { insertSchedule } from './schedule.store.ts';
import type { SchedulePlan } from './schedule-plan.ts';

/** 确认 under a schedule's preview: stores it. Its question is open only once, so it is stored only once. */
export async function saveSchedule(
  context: CommandContext,
  dependencies: NoticeDependencies,
  composition: Composition,
): Promise<Reply> {
  const { db, now, ids, sender } = context;
  const { timeZone } = dependencies;
  const { schedule } = composition;
  const resolved = await resolveRecipients(context, dependencies, composition);
  if ('refusal' in resolved) return { text: resolved.refusal };
  if (schedule === null) return { text: texts.scheduleOnlyOnce };
  const { topic, fields, recipients, kind } = resolved.content;
  const plan: SchedulePlan = { topic, fields: { ...fields }, recipients };
  const nextRunAt = nextRun(schedule.cron, now, timeZone);
  const number = await insertSchedule(db, {
    scheduleId: ids.uuid(),
    staffId: sender.staff.staffId,
    kind,
    plan,
    cron: schedule.cron,
    words: schedule.words,
    nextRunAt,
    createdAt: now,
  });
  return { text: texts.scheduleSaved(number, schedule.words, describeInstant(nextRunAt, now, timeZone)) };
}
