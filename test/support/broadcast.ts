import { sql } from 'kysely';
import type { FaultWorld } from './fault-world.ts';

export const BROADCAST = '给我带的所有班级的每位家长单独发通知：下周一学校停课一天，请和孩子说好返校时间。';

/** Types the broadcast, looks at its preview and confirms it. */
export async function confirmBroadcast(world: FaultWorld, line = BROADCAST): Promise<void> {
  await world.say(line, /请核对/u);
  await world.say('确认', /已确认/u);
}

export interface LedgerRow {
  readonly deliveryId: string;
  readonly noticeId: string;
  readonly channel: string;
  readonly target: string;
  readonly status: string;
  readonly errorCode: string | null;
  readonly attempts: number;
}

/** Every delivery as the database has it. */
export async function readLedger(world: FaultWorld): Promise<readonly LedgerRow[]> {
  const { rows } = await sql<LedgerRow>`
    select delivery_id, notice_id, channel, target, status, error_code, attempts from deliveries order by seq`.execute(
    world.database.db,
  );
  return rows;
}

/** How many times each parent's phone shows a text that contains `words`. */
export function countOnPhones(world: FaultWorld, words = '停课一天'): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { parentUserid, shown } of world.sandbox.state().notices) {
    if (shown.text.includes(words)) counts.set(parentUserid, (counts.get(parentUserid) ?? 0) + 1);
  }
  return counts;
}

/** The ends that contract §6 names for a delivery that needs nobody's tap. */
export const isEnded = ({ status }: LedgerRow): boolean =>
  ['accepted', 'sent', 'failed', 'unknown', 'awaiting_member', 'capped', 'cancelled'].includes(status);

/** Numbers between 0 and 1 from a seed (mulberry32), so that a failure can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
