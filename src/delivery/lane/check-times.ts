import { type QuietHours, quietUntil } from '../../calendar/index.ts';

/** When to look at a task again, and when to remind its owner. All on the domain's clock. Pure. */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A minute after the task was made, then at its age of 5, 15 and 60 minutes and hourly for three days, then every six hours. */
const CHECK_AGES_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS];
const HOURLY_UNTIL_MS = 72 * HOUR_MS;
/** Nobody taps a task of last month; 已发 or a status question still looks at once. */
const GIVE_UP_MS = 30 * 24 * HOUR_MS;

/** Reminders come at these ages, at most three; then it is for the sender to see in the status. */
const REMINDER_AGES_MS = [4 * HOUR_MS, 24 * HOUR_MS, 72 * HOUR_MS];
export const MAX_REMINDERS = REMINDER_AGES_MS.length;

/** The instant of the next look, or null when it is no longer worth one. */
export function nextCheckAt(since: Date, now: Date): Date | null {
  const ageMs = Math.max(0, now.getTime() - since.getTime());
  if (ageMs >= GIVE_UP_MS) return null;
  const early = CHECK_AGES_MS.find((age) => age > ageMs);
  if (early !== undefined) return new Date(since.getTime() + early);
  return new Date(now.getTime() + (ageMs < HOURLY_UNTIL_MS ? HOUR_MS : 6 * HOUR_MS));
}

/** When the reminder after `reminders` earlier ones is due; null = there were enough. Never in quiet hours. */
export function nextReminderAt(since: Date, reminders: number, quietHours: QuietHours, timeZone: string): Date | null {
  const ageMs = REMINDER_AGES_MS[reminders];
  if (ageMs === undefined) return null;
  const at = new Date(since.getTime() + ageMs);
  return quietUntil(at, quietHours, timeZone) ?? at;
}

/** From when on the target could be reached: the confirmation, the end of the quiet hours in which it fell, or its evening. */
export function awaitingSince(
  delivery: { readonly createdAt: Date; readonly isUrgent: boolean; readonly digestAt: Date | null },
  quietHours: QuietHours,
  timeZone: string,
): Date {
  if (delivery.digestAt !== null) return delivery.digestAt;
  const held = delivery.isUrgent ? null : quietUntil(delivery.createdAt, quietHours, timeZone);
  return held ?? delivery.createdAt;
}
