/**
 * WeCom takes at most three reminders of one mass task in 24 hours (wecom.md §6.2). This count is the process's own and a
 * second guard only: whoever schedules reminders counts them in the database.
 */
export interface ReminderLimit {
  /** 0: this reminder may go out, and is counted. Else how long to wait, ms. */
  take(taskRef: string): number;
}

const MAX_REMINDERS = 3;
const WINDOW_MS = 24 * 60 * 60_000;

export function createReminderLimit(now: () => number = Date.now): ReminderLimit {
  const sentAtByTask = new Map<string, readonly number[]>();
  return {
    take(taskRef) {
      const at = now();
      for (const [task, sentAt] of sentAtByTask) {
        const recent = sentAt.filter((sent) => at - sent < WINDOW_MS);
        if (recent.length === 0) sentAtByTask.delete(task);
        else sentAtByTask.set(task, recent);
      }
      const sentAt = sentAtByTask.get(taskRef) ?? [];
      const [oldest] = sentAt;
      if (sentAt.length >= MAX_REMINDERS && oldest !== undefined) return oldest + WINDOW_MS - at;
      sentAtByTask.set(taskRef, [...sentAt, at]);
      return 0;
    },
  };
}
