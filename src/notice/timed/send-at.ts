import {
  describeDay,
  describeInstant,
  parseQuietHours,
  type QuietHours,
  quietUntil,
  toDay,
  toTimeOfDay,
} from '../../calendar/index.ts';
import { noticeTexts } from '../texts.zh.ts';
import { timedTexts as texts } from './texts.zh.ts';

/**
 * A notice that is set for a time keeps it among its fields; no text prints it. Confirmed before, its deliveries wait for it
 * like low ones for their evening (`digest_at`); confirmed by its sender after, it is shown anew; agreed to after by a second
 * person, it goes out at once and both are told.
 */
export const SEND_AT = 'sendAt';

/** The time that the sender named; null = at once. */
export function sendAtOf(fields: Readonly<Record<string, string>>): Date | null {
  const said = fields[SEND_AT];
  return said === undefined ? null : new Date(said);
}

/** The same fields without the time. */
export function withoutSendAt(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { [SEND_AT]: _time, ...rest } = fields;
  return rest;
}

interface Settings {
  readonly quietHours: QuietHours | string;
  readonly timeZone: string;
}

/** When it really goes out: the time that was named, or the end of the quiet hours in which it lies. */
export function settleSendAt(said: Date, { quietHours, timeZone }: Settings): Date {
  const quiet = typeof quietHours === 'string' ? parseQuietHours(quietHours) : quietHours;
  return quietUntil(said, quiet, timeZone) ?? said;
}

/** 明天 08:30（11月23日周一）, 12月1日(周二) 09:00: never a word for the day alone. */
export function describeSendAt(at: Date, now: Date, timeZone: string): string {
  const [day, today] = [toDay(at, timeZone), toDay(now, timeZone)];
  const words = describeInstant(at, now, timeZone);
  return describeDay(day, today).includes('月') ? words : `${words}（${noticeTexts.writtenDay(day)}）`;
}

/** What the preview says of it; nothing for a notice that goes out at once. */
export function describeTime(
  fields: Readonly<Record<string, string>>,
  now: Date,
  { quietHours, timeZone }: { readonly quietHours: string; readonly timeZone: string },
): readonly string[] {
  const said = sendAtOf(fields);
  if (said === null || said <= now) return [];
  const at = settleSendAt(said, { quietHours, timeZone });
  const isMoved = at.getTime() !== said.getTime();
  return [
    texts.at(describeSendAt(at, now, timeZone)),
    ...(isMoved
      ? [
          texts.quiet(
            `${describeDay(toDay(said, timeZone), toDay(now, timeZone))} ${toTimeOfDay(said, timeZone)}`,
            quietHours,
          ),
        ]
      : []),
  ];
}
