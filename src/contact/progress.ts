import { addDays, instantOf, termOf, toDay } from '../calendar/index.ts';
import { type CommandContext, type Reply, type Sender, scopeOf } from '../command/index.ts';
import { type ClassScope, listFamilyStates } from './progress.store.ts';
import { contactTexts as texts } from './texts.zh.ts';

const SHOWN_NAMES = 5;

/** `我这学期联系了多少了`: families reached one to one this term, and who is left. No ranking, no percentages of others. */
export async function runProgress({ db, now, sender }: CommandContext): Promise<Reply> {
  const term = termOf(toDay(now));
  const from = instantOf(term.startsOn, '00:00');
  const until = instantOf(addDays(term.endsOn, 1), '00:00');
  const families = await listFamilyStates(db, classScopeOf(sender), from, until);
  if (families.length === 0) return { text: texts.progressNobody };
  const left = families.filter(({ isContacted }) => !isContacted);
  const names = left.slice(0, SHOWN_NAMES).map(({ className, studentName }) => `${className} ${studentName}`);
  const rest = left.length === 0 ? texts.progressAll : texts.progressRest(names, left.length - names.length);
  return {
    text: [texts.progress(term.title, families.length - left.length, families.length), rest, texts.progressNote].join(
      '\n',
    ),
  };
}

function classScopeOf({ staff }: Sender): ClassScope {
  const scope = scopeOf(staff.role, 'record_contact');
  if (scope === 'all') return 'all';
  return scope === 'college' && staff.collegeId !== null ? { collegeId: staff.collegeId } : { staffId: staff.staffId };
}
