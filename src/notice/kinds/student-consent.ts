import type { KindPolicy } from '../../template/index.ts';
import { CANCEL_BUTTON } from '../conversation/ask.ts';
import type { Composition } from '../conversation/composition.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import type { GivenAnswer, Obstacle } from './kind.ts';

/**
 * Some matters go home only when the student consents, or when the college's own rules demand it (domain.md §2: academic
 * warnings). Kept in the fields as `studentConsent` (yes, rule), which no text prints.
 */
export function askConsent(
  { field, values, why }: NonNullable<KindPolicy['studentConsent']>,
  name: string,
  fields: Composition['fields'],
): Obstacle | undefined {
  if (!values.includes(fields[field] ?? '') || fields.studentConsent !== undefined) return undefined;
  return {
    kind: 'question',
    step: 'consent',
    text: texts.askConsent(name, why),
    options: [{ key: 'yes', label: texts.consentYes }, { key: 'rule', label: texts.consentByRule }, CANCEL_BUTTON],
    acceptsText: false,
  };
}

/** Takes the answer; undefined = not understood. */
export function takeConsentAnswer(composition: Composition, { optionKey }: GivenAnswer): Composition | undefined {
  if (optionKey !== 'yes' && optionKey !== 'rule') return undefined;
  return { ...composition, fields: { ...composition.fields, studentConsent: optionKey } };
}
