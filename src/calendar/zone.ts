/** The zone of the college unless TIME_ZONE says otherwise. */
export const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

/** What a clock on the wall of a zone shows, to the second. */
export interface WallClock {
  readonly day: string;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const SECOND_MS = 1_000;
/** Building a formatter costs about 50 µs, using one about 2 µs, and every notice needs several. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function getFormatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, formatter);
  return formatter;
}

/** What the clock of `zone` shows at `instant`; years 1 to 9999. */
export function readWallClock(instant: Date, zone: string): WallClock {
  const parts: Record<string, string> = {};
  for (const { type, value } of getFormatter(zone).formatToParts(instant)) parts[type] = value;
  const year = (parts.year ?? '').padStart(4, '0');
  return {
    day: `${year}-${parts.month}-${parts.day}`,
    hour: Number(parts.hour),
    minute: Number(parts.minute),
    second: Number(parts.second),
  };
}

/** How far the clock of `zone` is ahead of UTC at `instant`, in ms (whole seconds). */
export function zoneOffsetMs(instant: Date, zone: string): number {
  const wall = readWallClock(instant, zone);
  const wallAsUtcMs =
    Date.parse(`${wall.day}T00:00:00Z`) + ((wall.hour * 60 + wall.minute) * 60 + wall.second) * SECOND_MS;
  return wallAsUtcMs - Math.floor(instant.getTime() / SECOND_MS) * SECOND_MS;
}
