import type { Queryable } from '../../db/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import type { IdSource } from '../../shared/ids.ts';
import { insertGuardDecisions } from '../notice.store.ts';
import type { Judgement } from '../plan/judge-plan.ts';

/**
 * Keeps a verdict on words that could have reached a family; `noticeId` is null where no notice came of them. The words are
 * in the database and nowhere else.
 */
export async function keepVerdict(
  { db, ids, now }: { readonly db: Queryable; readonly ids: IdSource; readonly now: Date },
  about: { readonly noticeId: string | null; readonly staffId: string },
  judgement: Judgement,
): Promise<void> {
  await keepVerdicts({ db, ids, now }, [{ ...about, judgement }]);
}

/** As `keepVerdict`, for many notices. */
export async function keepVerdicts(
  { db, ids, now }: { readonly db: Queryable; readonly ids: IdSource; readonly now: Date },
  verdicts: readonly { readonly noticeId: string | null; readonly staffId: string; readonly judgement: Judgement }[],
): Promise<void> {
  await insertGuardDecisions(
    db,
    verdicts.map(({ noticeId, staffId, judgement: { decision, findings, draft } }) => ({
      decisionId: ids.uuid(),
      noticeId,
      staffId,
      decidedAt: now,
      decision,
      findings,
      draft: toStorableText(draft),
    })),
  );
}
