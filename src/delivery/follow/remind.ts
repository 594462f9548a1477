import { describeDay, describeInstant, parseQuietHours, quietUntil, toDay } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import {
  buildFooter,
  lockNotices,
  type NoticeDependencies,
  type PlannedDelivery,
  pausedTexts,
} from '../../notice/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import { type FamilySteps, gatherFamilies, MAX_REMINDERS, mayRemind, remindableFrom } from './family-steps.ts';
import { listSteps } from './follow.store.ts';
import { followTexts as texts } from './texts.zh.ts';

/** What following a notice up needs of the settings. */
export type FollowDependencies = Pick<
  NoticeDependencies,
  'confirmDeliveries' | 'findPause' | 'quietHours' | 'timeZone' | 'schoolName' | 'publicUrl'
>;

/** What the open question of a reminder keeps. Who got the notice only after it was asked is not reminded by its answer. */
export interface RemindState {
  readonly noticeIds: readonly string[];
  readonly shownAt: string;
}

/** Shows whom a reminder would reach and with which words; nothing goes out before 确认. */
export async function askToRemind(
  { db, now, sender }: CommandContext,
  dependencies: FollowDependencies,
  noticeIds: readonly string[],
): Promise<Reply> {
  const families = gatherFamilies(await listSteps(db, noticeIds, sender.staff.staffId));
  const open = families.filter(mayRemind);
  const due = open.filter((family) => remindableFrom(family) <= now);
  const [first] = due;
  if (first === undefined) return { text: describeTooEarly(open, now, dependencies.timeZone) };
  const twice = families.filter(({ isConfirmed, reminders }) => !isConfirmed && reminders.length >= MAX_REMINDERS);
  const heldUntil = heldUntilOf(now, dependencies);
  const lines = [
    texts.preview(first.last.title, first.last.noticeCode, due.map(nameOf)),
    texts.previewRule,
    bodyOf(first, now, dependencies),
    texts.previewLink,
    ...(due.length > 1 ? [texts.previewExample(due.length)] : []),
    texts.previewRule,
    ...(twice.length > 0 ? [texts.twice(twice.map(nameOf))] : []),
    ...(heldUntil === null ? [] : [texts.heldUntil(describeInstant(heldUntil, now, dependencies.timeZone))]),
  ];
  const state: RemindState = { noticeIds, shownAt: now.toISOString() };
  return {
    title: texts.previewTitle,
    text: lines.join('\n'),
    question: {
      options: [
        { key: 'confirm', label: texts.confirmRemind, style: 'primary' },
        { key: 'cancel', label: texts.cancel, style: 'plain' },
      ],
      acceptsText: false,
      state,
    },
  };
}

/** Nobody is chased within minutes: says from when the first of them may be. */
function describeTooEarly(open: readonly FamilySteps[], now: Date, timeZone: string): string {
  if (open.length === 0) return texts.nobodyToRemind;
  const from = new Date(Math.min(...open.map((family) => remindableFrom(family).getTime())));
  return texts.tooEarly(open.length, describeInstant(from, now, timeZone));
}

/** 确认: writes the reminders. Families that confirmed meanwhile, or got their second reminder, are left out. */
export async function remind(
  context: CommandContext,
  dependencies: FollowDependencies,
  { noticeIds, shownAt }: RemindState,
): Promise<Reply> {
  const { db, now, sender } = context;
  await lockNotices(db, noticeIds);
  const shown = new Date(shownAt);
  const due = gatherFamilies(await listSteps(db, noticeIds, sender.staff.staffId)).filter(
    (family) =>
      mayRemind(family) && remindableFrom(family) <= now && (family.last.sentAt ?? family.last.createdAt) <= shown,
  );
  const [first] = due;
  if (first === undefined) return { text: texts.nobodyToRemind };
  for (const [noticeId, ofNotice] of groupBy(due, ({ last }) => last.noticeId)) {
    const planned = ofNotice.map((family) => planReminder(family, now, dependencies));
    // A reminder is no emergency, whatever it is about: it waits for the end of quiet hours.
    await dependencies.confirmDeliveries(db, [{ noticeId, isUrgent: false, planned }], context);
  }
  const pause = await dependencies.findPause(db, sender.staff.staffId);
  if (pause !== null) return { text: texts.remindedPaused(due.length, pausedTexts[pause]) };
  const heldUntil = heldUntilOf(now, dependencies);
  if (heldUntil === null) return { text: texts.reminded(due.length) };
  return { text: texts.remindedHeld(due.length, describeInstant(heldUntil, now, dependencies.timeZone)) };
}

/** By the way that the last step went, with the page of that step. */
function planReminder(family: FamilySteps, now: Date, dependencies: FollowDependencies): PlannedDelivery {
  const { last, reminders } = family;
  return {
    targetKey: last.targetKey,
    channel: last.channel,
    target: last.target,
    platformTarget: last.channel === 'wecom_group_robot' ? null : last.platformTarget,
    ownerUserId: last.ownerUserId,
    guardianId: last.guardianId,
    groupId: last.groupId,
    studentId: last.studentId,
    classId: last.classId,
    rung: `reminder_${reminders.length + 1}`,
    follows: last.deliveryId,
    body: bodyOf(family, now, dependencies),
  };
}

function bodyOf({ last }: FamilySteps, now: Date, dependencies: FollowDependencies): string {
  const { timeZone, schoolName, publicUrl } = dependencies;
  const day = describeDay(toDay(last.sentAt ?? last.createdAt, timeZone), toDay(now, timeZone));
  const footer = buildFooter('private', { schoolName, publicUrl: publicUrl(), noticeCode: last.noticeCode });
  return `${texts.reminderBody(last.studentName, day, last.title)}\n\n${footer}`;
}

function heldUntilOf(now: Date, { quietHours, timeZone }: FollowDependencies): Date | null {
  return quietUntil(now, parseQuietHours(quietHours), timeZone);
}

function nameOf({ last }: FamilySteps): string {
  return `${last.studentName}（${last.className}）`;
}
