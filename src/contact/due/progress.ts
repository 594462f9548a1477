import { termOf, toDay } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import { classScopeOf } from '../scope.ts';
import { contactTexts as texts } from '../texts.zh.ts';
import { countFamilies, spanOf } from './coverage.ts';
import { countAttempts, countGroupPosts, type FamilyState, listFamilyStates } from './family-state.store.ts';

const SHOWN_NAMES = 10;

/**
 * `进度`: this term, by the arithmetic of `export coverage`. Families reached one to one, who is left, and apart from that
 * what does not count: attempts, group posts, letters that nobody answered. No ranking, nothing of others.
 */
export async function runProgress({ db, now, sender, timeZone }: CommandContext): Promise<Reply> {
  const term = termOf(toDay(now, timeZone));
  const span = spanOf(term, timeZone);
  const scope = classScopeOf(sender);
  const families = await listFamilyStates(db, scope, span);
  if (families.length === 0) return { text: texts.progressNobody };
  const counts = countFamilies(families, now);
  const left = families.filter(({ lastAt }) => lastAt === null);
  const unanswered = families.filter(({ lastAt, isAnswered }) => lastAt !== null && !isAnswered);
  const attempts = await countAttempts(db, scope, span);
  const posts = await countGroupPosts(db, scope, span);
  const lines = [
    texts.progress(term.title, counts.families, counts.contactedIndividually, (counts.percent ?? 0).toFixed(1)),
    left.length === 0 ? texts.progressAll : texts.progressRest(namesOf(left), left.length - SHOWN_NAMES),
    unanswered.length === 0
      ? ''
      : texts.progressUnanswered(counts.ofTheseUnanswered, namesOf(unanswered), counts.ofTheseUnanswered - SHOWN_NAMES),
    texts.progressApart(attempts, posts),
  ];
  return { text: lines.filter((line) => line !== '').join('\n') };
}

function namesOf(families: readonly FamilyState[]): string[] {
  return families.slice(0, SHOWN_NAMES).map(({ className, studentName }) => `${className} ${studentName}`);
}
