import type { DeliveryStatus } from '../db/index.ts';
import { BugError } from '../shared/errors.ts';

/**
 * Where one notice stands with one target. The row in `deliveries` is the truth; the queue only wakes workers.
 *
 * - `queued`: may be sent as soon as its lane is advanced and `retry_at` (database clock) is past.
 * - `waiting_quiet_hours`: held until `not_before` (domain clock), by quiet hours or, when `digest_at` is set, for
 *   the evening or for the time that its sender named.
 * - `sending`: the intent (attempt, `sending_since`) is committed and the call is under way, or was when we died;
 *   `platform_ref` holds the claim's id until the outcome replaces it.
 * - `accepted`: the platform took it and gives no receipt (school notice). Final.
 * - `awaiting_member`: a member of staff must tap (mass task, `platform_ref`) or paste and say 已发 (relay). A mass task whose
 *   sender paused, or with `error_code` `withdraw_cancel`, is to be taken back: the owner's lane does it, as that is a call.
 * - `sent`: it stands in the group. Final.
 * - `capped`: the platform's monthly quota of the group was used up. Final.
 * - `failed`: certainly not delivered, `error_code` says why. Final.
 * - `unknown`: the call may or may not have had its effect, and nobody can know; a person decides.
 * - `cancelled`: stopped before it went out. Final, but see the last move.
 *
 * Legal moves and who makes them:
 * - (new) → queued | waiting_quiet_hours | failed: the confirmation of the notice (`createDeliveries`).
 * - (new) → awaiting_member: a call or a letter, which staff do by hand (`ladder/take-steps.ts`).
 * - queued ⇄ waiting_quiet_hours: the lane, when quiet hours begin and end, and from its evening on (`holdOrRelease`).
 * - queued → sending: the lane, before a call (`claimDeliveries`); attempts + 1.
 * - queued → awaiting_member: the relay lane; the words to copy are handed over in the same transaction, so there is no call
 *   whose outcome could be lost.
 * - queued, waiting_quiet_hours → failed: the guardian may no longer be contacted, or the group is another one or gone, since
 *   the confirmation (`failChanged`, at the claim). Of one whose last call had no answer this ends the repeats.
 * - queued, waiting_quiet_hours → cancelled: `cancelNotice`.
 * - sending → accepted | sent | awaiting_member | failed | unknown | queued: the outcome of the call (`writeOutcomes`);
 *   queued = certainly without effect, or the platform recognises a byte-identical repeat.
 * - sending → queued: `undoClaim`, when the answer to the claim was lost and therefore no call followed.
 * - sending → queued | unknown: the lane's next holder, after a crash (`recoverInterrupted`).
 * - sending → cancelled: the outcome `queued` of a notice that was cancelled meanwhile.
 * - queued, waiting_quiet_hours, sending, awaiting_member → unknown: a restored backup (`holdAfterRestore`), because it may have
 *   gone out after the backup was made.
 * - unknown → accepted | sent | awaiting_member | failed | queued: an outcome that was held in memory while the database was
 *   away and came after the recovery.
 * - unknown → queued | sent | accepted: the sender's decision (再发一次, 算已发).
 * - awaiting_member → sent | capped | failed: the receipt of the task, or 已发 for a relay; for a call and a letter the record of
 *   a contact, or the task that was closed (`settleByHand`); failed also when who was to be rung is 不联系 by then.
 * - awaiting_member → cancelled: a call or a letter that is no longer needed, because the family confirmed (`settleByHand`).
 * - awaiting_member → queued: a pause took it back; to be made anew after the resume. Also when the text in which it was handed
 *   over holds another notice that was stopped: to be made anew without that one.
 * - queued → unknown: a part of its text was stopped after a call that brought no answer (`endBrokenSets`).
 * - awaiting_member → cancelled: `cancelNotice`; for a mass task only once the platform took it back.
 *
 * Low ones (`digest_at`) wait for 18:00, those of a notice that is set for a time (`notices.fields.sendAt`) for that, and stand in nobody's way meanwhile. Then those of one target that go the same way and
 * fit together are one text: the claim that takes the oldest takes them all, in one transaction, and gives them one `joined_id`
 * (`claimJoined`). From then on they move together: one call, one outcome for every row (`finishCalls`), one recovery, receipts
 * and 已发 end all of them. What is in the set is settled by that claim, so that a repeat has the same bytes:
 * - the call certainly had no effect, or the text was taken back: `joined_id` is cleared, the next claim joins anew what there
 *   is by then;
 * - the call may have had its effect: the set stays and is repeated only whole; while the sender of a part is paused it waits;
 *   when a part was cancelled or failed meanwhile, the text cannot be repeated, and the others become `unknown`;
 * - a crash after the claim: `recoverInterrupted` finds all rows of the set `sending` and decides alike; before the commit of
 *   the claim nothing was joined.
 * A decision about an `unknown` one (再发一次) takes it out of its set.
 */
const MOVES: Readonly<Record<DeliveryStatus, readonly DeliveryStatus[]>> = {
  queued: ['sending', 'waiting_quiet_hours', 'awaiting_member', 'failed', 'cancelled', 'unknown'],
  waiting_quiet_hours: ['queued', 'failed', 'cancelled', 'unknown'],
  sending: ['accepted', 'sent', 'awaiting_member', 'failed', 'unknown', 'queued', 'cancelled'],
  unknown: ['accepted', 'sent', 'awaiting_member', 'failed', 'queued'],
  awaiting_member: ['sent', 'capped', 'failed', 'queued', 'cancelled', 'unknown'],
  accepted: [],
  sent: [],
  capped: [],
  failed: [],
  cancelled: [],
};

export function isLegalMove(from: DeliveryStatus, to: DeliveryStatus): boolean {
  return MOVES[from].includes(to);
}

/**
 * The statuses from which `to` may be reached, for the `where` of the statement that makes the move. `from` narrows them
 * to what the caller means; throws BugError when one of these is not legal.
 */
export function legalSources(to: DeliveryStatus, from: readonly DeliveryStatus[]): readonly DeliveryStatus[] {
  for (const source of from) {
    if (!isLegalMove(source, to)) {
      throw new BugError('bug.unexpected', { message: `a delivery must not go from ${source} to ${to}` });
    }
  }
  return from;
}

/** `error_code` of an awaiting mass task (or one whose call is under way) of a notice that was cancelled. */
export const WITHDRAW_CANCEL = 'withdraw_cancel';
