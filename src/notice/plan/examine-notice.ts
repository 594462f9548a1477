import type { Queryable } from '../../db/index.ts';
import type { RosterIndex } from '../../language/index.ts';
import { InputError } from '../../shared/errors.ts';
import { explainEmptyAudience } from '../audience/explain-empty.ts';
import { findAudiences } from '../audience/find-audience.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { addHistory } from './add-history.ts';
import { type Judgement, judgePlan } from './judge-plan.ts';
import { type NoticeToWorkOut, type WorkedOut, workOut, workOutFor } from './work-out.ts';

/** A notice that may go out, or why it may not; the text is for the sender. */
export type Examined =
  | { readonly problem: 'nobody_to_tell' | 'too_long'; readonly text: string }
  /** The verdict is to be kept all the same. */
  | { readonly problem: 'blocked'; readonly text: string; readonly judgement: Judgement }
  | { readonly problem: null; readonly worked: WorkedOut; readonly judgement: Judgement };

/**
 * Everything that stands between a content and families, the same for a draft, a confirmation and a run of a schedule: works
 * it out, then asks whether somebody gets it, whether it fits and what the guard says. Reads only; the caller keeps the
 * verdict (`keepVerdict`), because it alone knows the notice's row.
 */
export async function examineNotice(
  db: Queryable,
  dependencies: NoticeDependencies,
  notice: NoticeToWorkOut,
  roster: RosterIndex | undefined,
): Promise<Examined> {
  const worked = await workOut(db, dependencies, notice);
  return judge(await addHistory(db, dependencies, worked, notice), dependencies, roster);
}

/** What cannot even be worked out, because a field is missing or too long, beside what `examineNotice` says. */
export type ExaminedAmongMany = Examined | { readonly problem: 'incomplete'; readonly text: string };

/** As `examineNotice`, for many notices at once and in their order; one that lacks something does not stop the others. */
export async function examineNotices(
  db: Queryable,
  dependencies: NoticeDependencies,
  notices: readonly NoticeToWorkOut[],
  roster: RosterIndex | undefined,
): Promise<readonly ExaminedAmongMany[]> {
  const audiences = await findAudiences(
    db,
    dependencies.library,
    notices.map(({ staff, content: { kind, recipients } }) => ({ staff, kind, recipients })),
  );
  const examined: ExaminedAmongMany[] = [];
  for (const [index, notice] of notices.entries()) {
    const audience = audiences[index] ?? { groups: [], families: [], classesWithoutGroup: [] };
    try {
      const worked = await workOutFor(db, dependencies, notice, audience);
      // Many at once come from one file, whose lines are compared with each other there.
      const known = notices.length > 1 ? worked : await addHistory(db, dependencies, worked, notice);
      examined.push(judge(known, dependencies, roster));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      examined.push({ problem: 'incomplete', text: error.userMessage });
    }
  }
  return examined;
}

function judge(worked: WorkedOut, dependencies: NoticeDependencies, roster: RosterIndex | undefined): Examined {
  const empty = explainEmptyAudience(worked);
  if (empty !== undefined) return { problem: 'nobody_to_tell', text: empty };
  const { tooLong } = worked.plan;
  if (tooLong) return { problem: 'too_long', text: texts.bodyTooLong(tooLong.bytes, tooLong.maxBytes) };
  const settings = { publicUrl: dependencies.publicUrl(), roster };
  const judgement = judgePlan(worked.content, worked.audience, worked.plan, settings);
  return judgement.decision === 'block'
    ? { problem: 'blocked', text: texts.blocked(judgement.findings), judgement }
    : { problem: null, worked, judgement };
}
