import { z } from 'zod';

/** China has had one zone and no daylight saving since 1991; the stand-in needs no more of a calendar than this. */
const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

export const clockMoveSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('advance'),
    minutes: z
      .number()
      .int()
      .min(1)
      .max(60 * 24 * 400),
  }),
  /** The next time that the clock on the wall shows this, today or tomorrow. */
  z.object({ kind: z.literal('next'), time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u) }),
  /** Wall clock of China, as `<input type="datetime-local">` gives it. */
  z.object({ kind: z.literal('to'), local: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/u) }),
]);
export type ClockMove = z.infer<typeof clockMoveSchema>;

/** The instant that a button of the page means, seen from `now`; undefined for a text that is no date. */
export function targetOf(move: ClockMove, now: Date): Date | undefined {
  switch (move.kind) {
    case 'advance':
      return new Date(now.getTime() + move.minutes * 60_000);
    case 'next': {
      const wall = new Date(now.getTime() + CHINA_OFFSET_MS);
      const [hours = 0, minutes = 0] = move.time.split(':').map(Number);
      const today =
        Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate(), hours, minutes) - CHINA_OFFSET_MS;
      return new Date(today > now.getTime() ? today : today + DAY_MS);
    }
    case 'to': {
      const instant = Date.parse(`${move.local}+08:00`);
      return Number.isNaN(instant) ? undefined : new Date(instant);
    }
  }
}
