import type { Queryable } from '../../db/index.ts';
import type { SendingPause } from '../../notice/index.ts';
import { findOpenPauses } from './stop.store.ts';

/** Whether what this person confirms stands still, and who can let it go on; null = nothing is paused. */
export async function findOpenPause(db: Queryable, staffId: string): Promise<SendingPause | null> {
  const pauses = await findOpenPauses(db, staffId);
  if (pauses.length === 0) return null;
  return pauses.some((pause) => pause.staffId === staffId) ? 'own' : 'everybody';
}
