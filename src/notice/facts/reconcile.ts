import type { Subject } from './draft-rules.ts';

/** The newest notice of a subject, whatever became of it. */
export interface EarlierNotice {
  readonly noticeId: string;
  readonly subjectKey: string;
  readonly status: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface DraftChanges {
  /** Subjects of which a draft is to be made. */
  readonly wanted: readonly (Subject & { readonly fields: Readonly<Record<string, string>> })[];
  /** What was not sent (drafts, and what waits for a second person) and says what is no longer true. */
  readonly dropped: readonly string[];
  /** Among the wanted ones: absence that reached a step for the first time, so that somebody must ring up. */
  readonly crossed: ReadonlySet<string>;
}

/** Facts that no family is told twice because of: where they come from, and the day of the file. */
const NOT_CONTENT: ReadonlySet<string> = new Set([
  'source',
  'asOf',
  'studentConsent',
  'studentToldFirst',
  'toldStudent',
  'toldFirstReason',
]);

/**
 * Which drafts to make and which to drop, so that the same file makes none, a corrected one replaces what was not sent, and
 * what was sent or put aside by the counsellor does not come back as long as it says the same. Pure.
 */
export function reconcile(subjects: readonly Subject[], earlier: ReadonlyMap<string, EarlierNotice>): DraftChanges {
  const wanted: (Subject & { fields: Readonly<Record<string, string>> })[] = [];
  const dropped: string[] = [];
  const crossed = new Set<string>();
  for (const subject of subjects) {
    const before = earlier.get(subject.subjectKey);
    const { fields } = subject;
    const isOpen = before?.status === 'draft' || before?.status === 'awaiting_approval';
    if (fields === null) {
      if (isOpen) dropped.push(before.noticeId);
      continue;
    }
    if (before && isSame(before.fields, fields)) continue;
    const isCrossed = Number(fields.step ?? 0) > Number(before?.fields.step ?? 0);
    // More hours below the next step are told when that step is reached, not each time.
    if (subject.kind === 'absence' && before && !isOpen && !isCrossed) continue;
    if (isOpen) dropped.push(before.noticeId);
    if (isCrossed) crossed.add(subject.subjectKey);
    wanted.push({ ...subject, fields });
  }
  return { wanted, dropped, crossed };
}

function isSame(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const content = (fields: Readonly<Record<string, string>>): string =>
    JSON.stringify(
      Object.entries(fields)
        .filter(([name]) => !NOT_CONTENT.has(name))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return content(left) === content(right);
}
