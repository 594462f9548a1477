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
  const options: GuardOptions = {
    audience: isReadByMany(content) ? 'group' : 'private',
    kind: content.kind,
    studentNames: listAllowedNames(content, targets),
    allowedLinkHosts: [new URL(settings.publicUrl).host],
    roster: settings.roster,
  };
  const judged = listJudgedWords(content, plan);
  let worst: Judgement = { decision: 'pass', findings: [], draft: judged[0] ?? '' };
  for (const words of judged) {
    const verdict = checkOnce(words, options);
    if (RANK[verdict.decision] > RANK[worst.decision]) worst = { ...verdict, draft: words };
  }
  const isOwnWords = content.fields.body !== undefined && worst.decision === 'flag';
  return isOwnWords ? { ...worst, rewrite: offerRewrite(worst.draft, options) } : worst;
}

/** Own words that every family gets are as public as a group's. */
function isReadByMany({ fields, recipients }: NoticeContent): boolean {
  return audienceOf(recipients) === 'group' || (recipients.kind === 'families' && fields.body !== undefined);
}

/** Own words are judged alone: the greeting around them names the student of each family. */
function listJudgedWords({ fields, recipients }: NoticeContent, { texts }: NoticePlan): readonly string[] {
  if (fields.body !== undefined) return [fields.body];
  const words = texts.map((text) => text.words);
  return audienceOf(recipients) === 'group' ? words.slice(0, MAX_JUDGED) : words.slice(0, 1);
}

/** Students whom the words may name: the one whom they are about; words that many families get are about nobody. */
function listAllowedNames({ fields, recipients }: NoticeContent, { families }: Audience): readonly string[] {
  if (fields.studentName !== undefined) return [fields.studentName];
  const name = families[0]?.family.studentName;
  const isForOne = recipients.kind === 'family' && families.length === 1;
  return name !== undefined && (isForOne || fields.body === undefined) ? [name] : [];
}
