import type { Queryable } from '../../db/index.ts';
import { countLockedLinks } from './link.store.ts';
import { expiredBefore } from './link-states.ts';

export interface FamilyMetrics {
  /** Personal links that stand locked and are not over. */
  readonly lockedLinks: number;
}

/** Plain numbers for `/metrics`. `now` is the domain's. */
export async function collectFamilyMetrics(db: Queryable, now: Date): Promise<FamilyMetrics> {
  return { lockedLinks: await countLockedLinks(db, expiredBefore(now)) };
}
