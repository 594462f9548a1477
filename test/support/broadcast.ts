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

/**
 * Confirms the world's latest notice once more for the same targets, `times` times, straight into the ledger: what a
 * counsellor with a lot to say would do, without waiting for the pace of the bot's answers. The bodies end in ` #1`, ` #2` …, counted from
 * `first`.
 */
export async function repeatLatestNotice(world: FaultWorld, times: number, first = 1): Promise<void> {
  const { db } = world.database;
  for (let copy = first; copy < first + times; copy += 1) {
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ noticeId: string; oldId: string }>`
        insert into notices (notice_id, notice_code, kind, topic, audience, staff_id, status, title, fields, recipients,
          recipients_digest, template_version, created_at, confirmed_at, confirmed_by)
        select gen_random_uuid(), notice_code || ${`-${copy}`}, kind, topic, audience, staff_id, status, title, fields,
          recipients, recipients_digest, template_version, created_at, confirmed_at, confirmed_by
        from notices where status = 'confirmed' and notice_code !~ '-[0-9]+$' order by confirmed_at desc limit 1
        returning notice_id, (select notice_id from notices where status = 'confirmed' and notice_code !~ '-[0-9]+$'
          order by confirmed_at desc limit 1) as old_id`.execute(tx);
      const { noticeId, oldId } = rows[0] ?? { noticeId: '', oldId: '' };
      await sql`
        with bodies as (
          select body_id as old_body, gen_random_uuid() as new_body, body from notice_bodies where notice_id = ${oldId}
        ), inserted as (
          insert into notice_bodies (body_id, notice_id, body)
          select new_body, ${noticeId}, body || ${` #${copy}`} from bodies
        )
        select old_body, new_body from bodies`
        .execute(tx)
        .then(async ({ rows: pairs }) => {
          for (const { oldBody, newBody } of pairs as { oldBody: string; newBody: string }[]) {
            await sql`
            insert into deliveries (delivery_id, notice_id, target_key, channel, target, platform_target, owner_user_id,
              guardian_id, group_id, student_id, class_id, body_id, lane_key, status, created_at)
            select gen_random_uuid(), ${noticeId}, target_key, channel, target, platform_target, owner_user_id, guardian_id,
              group_id, student_id, class_id, ${newBody}, lane_key, 'queued', created_at
            from deliveries where notice_id = ${oldId} and body_id = ${oldBody} order by seq`.execute(tx);
          }
        });
    });
  }
}

/** The most calls in any window of `windowMs`. */
export function mostInWindow(times: readonly number[], windowMs: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.max(0, ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + windowMs).length));
}
