import { describeDay, toDay } from '../calendar/index.ts';
import type { Queryable } from '../db/index.ts';
import { listLastContacts } from './last-contacts.store.ts';
import { METHOD_LABELS, OUTCOME_LABELS, contactTexts as texts } from './texts.zh.ts';

/** Records on one card, and characters of each one's words; more is what the export is for. */
const MAX_RECORDS = 3;
const MAX_CHARACTERS = 40;

/** The last contacts with a family, a line each: day, way, person, outcome and words. The caller has checked the scope. */
export async function describeLastContacts(
  db: Queryable,
  student: { readonly studentId: string; readonly now: Date; readonly timeZone: string },
): Promise<string[]> {
  const { studentId, now, timeZone } = student;
  const contacts = await listLastContacts(db, studentId, MAX_RECORDS);
  return contacts.map(({ occurredAt, method, outcome, relation, summary }) => {
    const characters = [...summary.replace(/\s+/gu, ' ').trim()];
    const words = characters.slice(0, MAX_CHARACTERS).join('');
    return [
      describeDay(toDay(occurredAt, timeZone), toDay(now, timeZone)),
      METHOD_LABELS[method] ?? method,
      relation ?? texts.parent,
      OUTCOME_LABELS[outcome] ?? outcome,
      characters.length > MAX_CHARACTERS ? `${words}…` : words,
    ]
      .filter((part) => part !== '')
      .join(' · ');
  });
}
