import { describeInstant } from '../../calendar/index.ts';
import { deliveryTexts } from '../texts.zh.ts';
import { type FamilySteps, hasArrived } from './family-steps.ts';
import { followTexts as texts } from './texts.zh.ts';

const MAX_LINES = 20;

/** Who has not confirmed, and how each was told. */
export function describeUnconfirmed(families: readonly FamilySteps[], now: Date, timeZone: string): string {
  const meant = families.filter(({ isCancelled }) => !isCancelled);
  const first = (meant[0] ?? families[0])?.last;
  if (first === undefined) return texts.noPrivate;
  const missing = meant.filter(({ isConfirmed }) => !isConfirmed);
  const { title, noticeCode } = first;
  if (missing.length === 0) return texts.allConfirmed(title, noticeCode, meant.length);
  const lines = missing.slice(0, MAX_LINES).map((family) => describeFamily(family, now, timeZone));
  const more = missing.length - lines.length;
  return [
    texts.unconfirmedTitle(title, noticeCode, meant.length - missing.length, meant.length),
    ...lines,
    ...(more > 0 ? [texts.moreLines(more)] : []),
  ].join('\n');
}

function describeFamily({ last, reminders }: FamilySteps, now: Date, timeZone: string): string {
  const { studentName, className, status, sentAt, createdAt, errorCode } = last;
  const channel = texts.channel(last.channel);
  if (status === 'failed' || status === 'capped')
    return texts.missedLine(studentName, className, deliveryTexts.reason(errorCode));
  if (status === 'awaiting_member') return texts.waitsLine(studentName, className, channel);
  if (!hasArrived(last)) return texts.openLine(studentName, className, channel);
  const when = describeInstant(sentAt ?? createdAt, now, timeZone);
  return texts.sentLine(studentName, className, channel, when, reminders.length);
}
