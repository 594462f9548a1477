import { describeInstant } from '../../calendar/index.ts';
import type { CommandContext, CommandSpec, Reply } from '../../command/index.ts';
import type { ScheduleRow } from '../../db/index.ts';
import type { ScheduleReading } from '../../language/index.ts';
import { findTemplate, getTemplateKind } from '../../template/index.ts';
import { withdrawRuns } from '../approval/withdraw-runs.ts';
import { advance } from '../conversation/advance.ts';
import { CANCEL_BUTTON } from '../conversation/ask.ts';
import { beginComposition } from '../conversation/begin-composition.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { DRAFT_LIFETIME_MS } from '../notice-states.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { listActiveSchedules, stopSchedule } from './schedule.store.ts';
import { schedulePlanSchema } from './schedule-plan.ts';

/** Setting, listing and stopping schedules. */
export function createScheduleCommands(
  dependencies: NoticeDependencies,
  answerNotice: NonNullable<CommandSpec['answer']>,
): CommandSpec[] {
  return [
    {
      name: 'schedule',
      intents: ['schedule'],
      action: 'manage_schedules',
      summary: texts.scheduleSummary,
      examples: ['每周五下午5点给各班家长群发反诈'],
      run: (context) => beginSchedule(context, dependencies),
      answer: answerNotice,
    },
    {
      name: 'schedule_list',
      intents: ['schedule_list'],
      action: 'manage_schedules',
      summary: texts.scheduleListSummary,
      examples: ['查看定时'],
      run: (context) => listSchedules(context, dependencies),
    },
    {
      name: 'schedule_stop',
      intents: ['schedule_stop'],
      action: 'manage_schedules',
      summary: texts.scheduleStopSummary,
      examples: ['停止定时1'],
      run: (context) => beginStop(context),
      answer: async (context, _question, { optionKey }) => finishStop(context, optionKey),
    },
  ];
}

async function beginSchedule(context: CommandContext, dependencies: NoticeDependencies): Promise<Reply> {
  const { reading } = context;
  if (reading.schedule === null) return { text: texts.scheduleOnlyOnce };
  const composition = beginComposition(
    context,
    dependencies,
    reading.notice?.text ? 'free' : (reading.notice?.kind ?? 'fraud'),
  );
  // Without a word about whom, a schedule is for the parents' groups.
  const audience = composition.audience ?? { kind: 'groups' as const, classNames: [...reading.classNames] };
  return advance(context, dependencies, { ...composition, audience });
}

async function listSchedules(context: CommandContext, { library, timeZone }: NoticeDependencies): Promise<Reply> {
  const { db, now, sender } = context;
  const schedules = await listActiveSchedules(db, sender.staff.staffId);
  if (schedules.length === 0) return { text: texts.scheduleNone };
  const lines = schedules.map(({ number, words, kind, plan, nextRunAt }) => {
    const { topic } = schedulePlanSchema.parse(plan);
    const { title } = getTemplateKind(library, kind);
    const topicTitle = topic === null ? null : (findTemplate(library, kind, topic)?.title ?? topic);
    const what =
      kind === 'fraud' && topicTitle === null ? texts.scheduleByRotation(title) : texts.scheduleWhat(title, topicTitle);
    return texts.scheduleLine(number, words, what, describeInstant(nextRunAt, now, timeZone));
  });
  return { title: texts.scheduleListTitle, text: lines.join('\n') };
}

async function beginStop(context: CommandContext): Promise<Reply> {
  const { db, sender, reading } = context;
  const schedules = await listActiveSchedules(db, sender.staff.staffId);
  const [only] = schedules;
  if (only === undefined) return { text: texts.scheduleNone };
  if (reading.scheduleNumber !== null) return stopOne(context, schedules, reading.scheduleNumber);
  if (reading.isAboutAll) return stopAll(context, schedules);
  const { schedule } = reading;
  const [alike, another] = schedule === null ? [] : schedules.filter(({ cron }) => isAlike(cron, schedule));
  if (alike && !another) return stopOne(context, schedules, alike.number);
  if (schedules.length === 1) return stopOne(context, schedules, only.number);
  const options = schedules
    .slice(0, 4)
    .map(({ number, words }) => ({ key: `stop_${number}`, label: texts.scheduleLabel(number, words) }));
  return {
    text: texts.whichSchedule,
    question: {
      options: [...options, { key: 'all', label: texts.allSchedules, style: 'danger' }, CANCEL_BUTTON],
      acceptsText: false,
      state: null,
      expiresInMs: DRAFT_LIFETIME_MS,
    },
  };
}

/** The same days, and the same time where one was said: 停掉每周五的反诈. */
function isAlike(cron: string, said: ScheduleReading): boolean {
  const [minute, hour, ...days] = cron.split(' ');
  const [saidMinute, saidHour, ...saidDays] = said.cron.split(' ');
  if (days.join(' ') !== saidDays.join(' ')) return false;
  return !said.isTimeStated || (minute === saidMinute && hour === saidHour);
}

async function finishStop(context: CommandContext, optionKey: string | null): Promise<Reply> {
  const schedules = await listActiveSchedules(context.db, context.sender.staff.staffId);
  if (optionKey === 'all') return stopAll(context, schedules);
  if (!optionKey?.startsWith('stop_')) return { text: texts.scheduleStopNothing };
  return stopOne(context, schedules, Number(optionKey.slice('stop_'.length)));
}

async function stopAll(context: CommandContext, schedules: readonly ScheduleRow[]): Promise<Reply> {
  const replies: string[] = [];
  for (const { number } of schedules) replies.push((await stopOne(context, schedules, number)).text);
  return { text: replies.length === 0 ? texts.scheduleNone : replies.join('\n') };
}

async function stopOne(context: CommandContext, schedules: readonly ScheduleRow[], number: number): Promise<Reply> {
  const { db, now, sender } = context;
  const schedule = schedules.find((each) => each.number === number);
  const words = schedule?.words ?? '';
  const isStopped = await stopSchedule(db, { staffId: sender.staff.staffId, number, at: now });
  if (isStopped && schedule) await withdrawRuns(context, { scheduleId: schedule.scheduleId });
  return { text: isStopped ? texts.scheduleStopped(number, words) : texts.noSuchSchedule(number) };
}
