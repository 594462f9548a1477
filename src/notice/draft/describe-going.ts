import { describeInstant, parseQuietHours, quietUntil } from '../../calendar/index.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { nextEvening } from '../plan/evening-round.ts';
import type { PlannedDelivery } from '../plan/planned-delivery.ts';
import { noticeTexts as texts } from '../texts.zh.ts';

/** What happens now with deliveries that were just confirmed, line by line. */
export function describeGoing(
  planned: readonly PlannedDelivery[],
  notice: { readonly isUrgent: boolean; readonly isLow: boolean; readonly audience: 'group' | 'private' },
  now: Date,
  { quietHours, timeZone }: NoticeDependencies,
): string[] {
  const { isUrgent, isLow, audience } = notice;
  const reached = planned.filter(({ failedWith }) => failedWith === undefined);
  const tapped = reached.filter(({ channel }) => channel === 'wecom_customer_group').length;
  const pasted = reached.filter(({ channel }) => channel === 'relay').length;
  const failed = planned.length - reached.length;
  const lowUntil = isLow && !isUrgent ? nextEvening(now, quietHours, timeZone) : null;
  const heldUntil = isUrgent ? null : quietUntil(now, parseQuietHours(quietHours), timeZone);
  return [
    ...(reached.length === 0
      ? []
      : [
          lowUntil !== null
            ? texts.confirmedLow(reached.length, audience, describeInstant(lowUntil, now, timeZone))
            : heldUntil === null
              ? texts.confirmedCount(reached.length, audience)
              : texts.confirmedHeld(reached.length, audience, describeInstant(heldUntil, now, timeZone)),
        ]),
    ...(tapped > 0 ? [texts.confirmedTap(tapped)] : []),
    ...(pasted > 0 ? [texts.confirmedPaste(pasted)] : []),
    ...(failed > 0 ? [texts.confirmedFailed(failed)] : []),
    ...(reached.length > 0 ? [texts.confirmedHint] : []),
  ];
}
