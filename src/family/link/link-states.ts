/**
 * A family's own page, `/n/<token>`. What it shows follows from the delivery and its row in `notice_links`:
 *
 * - unknown: the token is not one of ours, whatever is wrong with it. Always the same page.
 * - withdrawn: the delivery was cancelled, or the guardian to whom it went may not be contacted any more. expired: 90 days after it was sent.
 * - locked: five times wrong digits, or ten times that day on the links of this student. Only a member of staff opens it again (解锁), which gives five new tries.
 * - asks: kind, day, code, and the field for the last four digits of a registered phone.
 * - open: the words, 我已知悉 and the box to write back; for two hours on the telephone that gave the digits (`pass.ts`), and
 *   only while the same guardians may read it.
 *
 * GET only reads. Moves, all by POST, all in one transaction behind the lock of the link's row:
 * - asks → open: right digits. `first_read_at` is kept; nothing is recorded before, because a preview robot may have come.
 * - asks → asks, one try less; asks → locked with the fifth, and the member of staff is told in the same transaction.
 * - asks → asks: the roster has no number to compare with. No try is used up, the member of staff is told once.
 * - open → open: 我已知悉 (`confirmed_at`, once), a letter (`notice_replies`, once a form).
 * - locked → asks: 解锁. Who had opened the page before the lock may go on reading.
 */
export const MAX_TRIES = 5;
/** Wrong digits a day over all links of one student: who holds six links has no more guesses for it. */
export const MAX_WRONG_A_DAY = 10;
export const MAX_REPLY_CHARACTERS = 1_000;
/** Letters through one link; a family that has more to say should be rung. */
export const MAX_REPLIES = 20;
export const MAX_REPLIES_AN_HOUR = 5;

const LIFETIME_MS = 90 * 24 * 3_600_000;

/** Links of what was sent before this are over. */
export function expiredBefore(now: Date): Date {
  return new Date(now.getTime() - LIFETIME_MS);
}

/** Whether a link is over at `now`, by the domain's clock. */
export function isExpired(sentAt: Date, now: Date): boolean {
  return sentAt < expiredBefore(now);
}

/** The last four digits that somebody typed, or undefined. Who types the whole number means the same. */
export function readDigits(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  return /^\+?\d{4,15}$/u.test(digits) ? digits.slice(-4) : undefined;
}

/** The last four digits of a stored number; undefined when it has fewer. */
export function lastDigitsOf(phone: string): string | undefined {
  const digits = phone.replace(/\D/gu, '');
  return digits.length < 4 ? undefined : digits.slice(-4);
}
