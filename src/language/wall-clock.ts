import { DEFAULT_TIME_ZONE, instantOf, toDay, toTimeOfDay } from '../calendar/index.ts';
import type { Evidence, Reading, SendTimeReading } from './reading.ts';
import { readSendTime } from './send-time.ts';

/**
 * `day.ts` reckons on the clock of Shanghai without an Intl call. A college in another zone is read as if its own clock hung
 * there: `now` is moved so that both clocks show the same, and every instant of the reading is moved back.
 */
export const OCCURRED_AT = 'occurred_at:';
const MINUTE_MS = 60_000;

/** The instant at which the clock of `to` shows what the clock of `from` shows at `at`. */
function move(at: Date, from: string, to: string): Date {
  const minute = instantOf(toDay(at, from), toTimeOfDay(at, from), to);
  // No zone of today is off by a part of a minute.
  return new Date(minute.getTime() + (((at.getTime() % MINUTE_MS) + MINUTE_MS) % MINUTE_MS));
}

/** Reads with `now` as the wall of `timeZone` shows it; 明天下午三点 is then three o’clock there. */
export function readOnWall(now: Date, timeZone: string, read: (now: Date) => Reading): Reading {
  if (timeZone === DEFAULT_TIME_ZONE) return read(now);
  const reading = read(move(now, timeZone, DEFAULT_TIME_ZONE));
  const back = (at: Date): Date => move(at, DEFAULT_TIME_ZONE, timeZone);
  const { amend, notice, reminderAt } = reading;
  const sendAt = notice?.sendTime?.at;
  return {
    ...reading,
    records: reading.records.map((record) => ({
      ...record,
      occurredAt: back(record.occurredAt),
      nextStepDue: record.nextStepDue && back(record.nextStepDue),
    })),
    amend: amend?.occurredAt ? { ...amend, occurredAt: back(amend.occurredAt) } : amend,
    notice: notice?.sendTime && sendAt ? { ...notice, sendTime: { ...notice.sendTime, at: back(sendAt) } } : notice,
    reminderAt: reminderAt && back(reminderAt),
    evidence: reading.evidence.map((one) => moveEvidence(one, back)),
  };
}

/** A time of sending by itself, as an answer or a correction, on the clock of `timeZone`; undefined when it is none. */
export function readSendTimeOn(words: string, now: Date, timeZone: string): SendTimeReading | undefined {
  const said = readSendTime(words, { now: move(now, timeZone, DEFAULT_TIME_ZONE) });
  return said?.at ? { ...said, at: move(said.at, DEFAULT_TIME_ZONE, timeZone) } : said;
}

function moveEvidence({ words, means }: Evidence, back: (at: Date) => Date): Evidence {
  if (!means.startsWith(OCCURRED_AT)) return { words, means };
  return { words, means: `${OCCURRED_AT}${back(new Date(means.slice(OCCURRED_AT.length))).toISOString()}` };
}
