import { describeInstant, parseQuietHours, quietUntil } from '../../calendar/index.ts';
import type { CommandContext } from '../../command/index.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { nextEvening } from '../plan/evening-round.ts';
import type { PlannedDelivery } from '../plan/planned-delivery.ts';
import { pausedTexts, noticeTexts as texts } from '../texts.zh.ts';
import { describeSendAt, sendAtOf, settleSendAt } from '../timed/send-at.ts';
import { timedTexts } from '../timed/texts.zh.ts';

export interface GoingNotice {
  readonly isUrgent: boolean;
  readonly isLow: boolean;
  readonly audience: 'group' | 'private';
  /** What it says, and for when it is set; absent = at once. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly noticeCode?: string;
  /** Whose notice it is. */
  readonly staffId: string;
}

/** What happens now with deliveries that were just confirmed, line by line. */
export async function describeGoing(
  { db, now }: Pick<CommandContext, 'db' | 'now'>,
  { quietHours, timeZone, findPause }: NoticeDependencies,
  planned: readonly PlannedDelivery[],
  notice: GoingNotice,
): Promise<readonly string[]> {
  const { isUrgent, isLow, audience } = notice;
  const reached = planned.filter(({ failedWith }) => failedWith === undefined);
  const tapped = reached.filter(({ channel }) => channel === 'wecom_customer_group').length;
  const pasted = reached.filter(({ channel }) => channel === 'relay').length;
  const failed = planned.length - reached.length;
  const lowUntil = isLow && !isUrgent ? nextEvening(now, quietHours, timeZone) : null;
  const said = isUrgent ? null : sendAtOf(notice.fields ?? {});
  const sendAt = said === null || said <= now ? null : settleSendAt(said, { quietHours, timeZone });
  const late = said !== null && said <= now ? timedTexts.late(describeSendAt(said, now, timeZone)) : '';
  const pause = await findPause(db, notice.staffId);
  const heldUntil = isUrgent ? null : quietUntil(now, parseQuietHours(quietHours), timeZone);
  return [
    ...(reached.length === 0
      ? []
      : [
          pause !== null
            ? texts.confirmedPaused(reached.length, audience, pausedTexts[pause])
            : sendAt !== null
              ? texts.confirmedTimed(reached.length, audience, describeSendAt(sendAt, now, timeZone))
              : lowUntil !== null
                ? texts.confirmedLow(reached.length, audience, describeInstant(lowUntil, now, timeZone))
                : heldUntil === null
                  ? late + texts.confirmedCount(reached.length, audience)
                  : late + texts.confirmedHeld(reached.length, audience, describeInstant(heldUntil, now, timeZone)),
        ]),
    ...(tapped > 0 ? [texts.confirmedTap(tapped)] : []),
    ...(pasted > 0 ? [texts.confirmedPaste(pasted)] : []),
    ...(failed > 0 ? [texts.confirmedFailed(failed)] : []),
    ...(reached.length === 0 ? [] : [hintOf(pause !== null, sendAt !== null, notice.noticeCode)]),
  ];
}

function hintOf(isPaused: boolean, isTimed: boolean, noticeCode: string | undefined): string {
  if (isPaused) return texts.confirmedHintPaused;
  return isTimed && noticeCode !== undefined ? timedTexts.hint(noticeCode) : texts.confirmedHint;
}
