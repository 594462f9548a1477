import type { Queryable } from '../../db/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import type { IdSource } from '../../shared/ids.ts';
import { insertGuardDecision } from '../notice.store.ts';
import type { Judgement } from '../plan/judge-plan.ts';

/**
 * Keeps a verdict on words that could have reached a family; `noticeId` is null where no notice came of them. The words are
 * in the database and nowhere else.
 */
export async function keepVerdict(
  { db, ids, now }: { readonly db: Queryable; readonly ids: IdSource; readonly now: Date },
  about: { readonly noticeId: string | null; readonly staffId: string },
  { decision, findings, draft }: Judgement,
): Promise<void> {
  await insertGuardDecision(db, {
    decisionId: ids.uuid(),
    ...about,
    decidedAt: now,
    decision,
    findings,
    draft: toStorableText(draft),
  });
}
