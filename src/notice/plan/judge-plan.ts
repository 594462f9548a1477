import type { RosterIndex } from '../../language/index.ts';
import { audienceOf } from '../audience/recipients.ts';
import { type GuardOptions, type GuardVerdict, offerRewrite } from '../guard/index.ts';
import type { NoticeContent } from './content.ts';
import type { Audience, NoticePlan } from './plan-notice.ts';
import { checkOnce } from './remember-verdicts.ts';

export interface Judgement extends GuardVerdict {
  /** The text that was judged, for the record. */
  readonly draft: string;
  /** For own words that are flagged: the same without what was flagged, where that can be done. */
  readonly rewrite?: string | undefined;
}

const RANK = { pass: 0, flag: 1, block: 2 } as const;
/** Texts of one notice differ by topic or by the name in the greeting; there are 14 topics. */
const MAX_JUDGED = 14;

/** The guard's verdict on what a plan would send; the worst of its texts counts. `roster` finds names of other students. */
export function judgePlan(
  content: NoticeContent,
  targets: Audience,
  plan: NoticePlan,
  settings: { readonly publicUrl: string; readonly roster: RosterIndex | undefined },
): Judgement {
  const base = {
    kind: content.kind,
    allowedLinkHosts: [new URL(settings.publicUrl).host],
    roster: settings.roster,
  } as const;
  const judged = listJudged(content, targets, plan);
  let worst: Judgement = { decision: 'pass', findings: [], draft: judged[0]?.words ?? '' };
  let options: GuardOptions = { ...base, audience: 'private', studentNames: [] };
  for (const { words, audience, studentNames } of judged) {
    const used = { ...base, audience, studentNames };
    const verdict = checkOnce(words, used);
    if (RANK[verdict.decision] <= RANK[worst.decision]) continue;
    worst = { ...verdict, draft: words };
    options = used;
  }
  const isOwnWords = content.fields.body !== undefined && worst.decision === 'flag';
  return isOwnWords ? { ...worst, rewrite: offerRewrite(worst.draft, options) } : worst;
}

interface JudgedWords {
  readonly words: string;
  readonly audience: GuardOptions['audience'];
  /** Whom these words may name. */
  readonly studentNames: readonly string[];
}

/**
 * What is judged, and as what. Own words are judged alone: the greeting around them names the student of each family. What
 * many families read is as public as a group's and is about nobody, so the sender's fields are judged once more without the
 * template, which may name each family's own student.
 */
function listJudged(content: NoticeContent, targets: Audience, { texts }: NoticePlan): readonly JudgedWords[] {
  const { fields, recipients } = content;
  const named = fields.studentName === undefined ? [] : [fields.studentName];
  const isGroup = audienceOf(recipients) === 'group';
  const isForOne = recipients.kind === 'family' && targets.families.length <= 1;
  const own = targets.families[0]?.family.studentName;
  const ownName = named.length > 0 || own === undefined ? named : [own];
  if (fields.body !== undefined) {
    const audience = isGroup || recipients.kind === 'families' ? 'group' : 'private';
    return [{ words: fields.body, audience, studentNames: isForOne ? ownName : named }];
  }
  const words = texts.map((text) => text.words);
  if (isGroup)
    return words.slice(0, MAX_JUDGED).map((each) => ({ words: each, audience: 'group', studentNames: named }));
  const letters = words
    .slice(0, 1)
    .map((each): JudgedWords => ({ words: each, audience: 'private', studentNames: ownName }));
  const given = Object.values(fields).join('\n');
  if (isForOne || given === '') return letters;
  // To several named families it is private, though none may read of another's child.
  return [
    { words: given, audience: recipients.kind === 'families' ? 'group' : 'private', studentNames: [] },
    ...letters,
  ];
}
