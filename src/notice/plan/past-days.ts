import { lastDayNamed } from '../../language/index.ts';
import type { Template } from '../../template/index.ts';

/** Fields in the sender's words that say when something is to come. */
const WHEN_FIELDS: ReadonlySet<string> = new Set([
  'event.when',
  'event.signUp',
  'holiday.period',
  'holiday.backBy',
  'visit.when',
]);

export interface PastDay {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** YYYY-MM-DD */
  readonly day: string;
}

/** Does the field say, in the sender's words, when something is to come? */
export function saysWhen(kind: string, name: string): boolean {
  return WHEN_FIELDS.has(`${kind}.${name}`);
}

/** Days to come that are over: an invitation to what has been, a deadline that nobody can keep. Pure. */
export function listPastDays(
  kind: string,
  fields: Readonly<Record<string, string>>,
  template: Template,
  today: string,
): readonly PastDay[] {
  return template.fields.flatMap(({ name, label, type }) => {
    const value = fields[name];
    if (value === undefined) return [];
    const day = type === 'day_ahead' ? value : saysWhen(kind, name) ? lastDayNamed(value, today) : null;
    return day !== null && day < today ? [{ name, label, value, day }] : [];
  });
}
