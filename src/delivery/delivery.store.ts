import { sql } from 'kysely';
import type { DeliveryStatus, Queryable } from '../db/index.ts';
import type { PlannedDelivery } from '../notice/index.ts';
import { chunksOf } from '../shared/chunks-of.ts';
import { webhookMark } from './call/target-change.store.ts';

/** One row of a confirmed notice: what was planned, its words by id, and where it begins. */
export interface NewDelivery extends Omit<PlannedDelivery, 'body' | 'failedWith' | 'rung' | 'follows'> {
  readonly noticeId: string;
  readonly rung: string;
  readonly follows: string | null;
  readonly deliveryId: string;
  readonly bodyId: string;
  readonly laneKey: string;
  readonly status: DeliveryStatus;
  readonly errorCode: string | null;
  readonly notBefore: Date | null;
  /** The evening for which a low one waits, or the time for which its notice is set. */
  readonly digestAt: Date | null;
}

/** Large enough that statements do not count, small enough that one stays below some MB. */
const CHUNK = 2_500;

/** Words that one notice sends. */
export interface NewBody {
  readonly bodyId: string;
  readonly noticeId: string;
  readonly body: string;
}

export async function insertBodies(tx: Queryable, bodies: readonly NewBody[]): Promise<void> {
  for (const chunk of chunksOf(bodies, CHUNK)) {
    await sql`
      insert into notice_bodies (body_id, notice_id, body)
      select u.body_id, u.notice_id, u.body
      from unnest(${chunk.map((row) => row.bodyId)}::uuid[], ${chunk.map((row) => row.noticeId)}::uuid[],
        ${chunk.map((row) => row.body)}::text[]) as u (body_id, notice_id, body)
    `.execute(tx);
  }
}

/** `seq` follows the order of `rows`. A robot's delivery keeps the mark of the group's webhook, to notice another one later. */
export async function insertDeliveries(tx: Queryable, createdAt: Date, rows: readonly NewDelivery[]): Promise<void> {
  for (const chunk of chunksOf(rows, CHUNK)) {
    const column = <K extends keyof NewDelivery>(name: K): NewDelivery[K][] => chunk.map((row) => row[name]);
    await sql`
      insert into deliveries (delivery_id, notice_id, target_key, channel, target, platform_target, owner_user_id,
        guardian_id, group_id, student_id, class_id, body_id, lane_key, status, error_code, not_before, digest_at, rung, follows,
        created_at)
      select u.delivery_id, u.notice_id, u.target_key, u.channel, u.target, case u.channel
          when 'wecom_group_robot' then (select ${webhookMark('pg')} from parent_groups pg where pg.group_id = u.group_id)
          else u.platform_target end, u.owner_user_id,
        u.guardian_id, u.group_id, u.student_id, u.class_id, u.body_id, u.lane_key, u.status, u.error_code, u.not_before,
        u.digest_at, u.rung, u.follows, ${createdAt}
      from unnest(${column('deliveryId')}::uuid[], ${column('noticeId')}::uuid[], ${column('targetKey')}::text[], ${column('channel')}::text[],
        ${column('target')}::text[], ${column('platformTarget')}::text[], ${column('ownerUserId')}::text[],
        ${column('guardianId')}::uuid[], ${column('groupId')}::uuid[], ${column('studentId')}::uuid[],
        ${column('classId')}::uuid[], ${column('bodyId')}::uuid[], ${column('laneKey')}::text[], ${column('status')}::text[],
        ${column('errorCode')}::text[], ${column('notBefore')}::timestamptz[], ${column('digestAt')}::timestamptz[],
        ${column('rung')}::text[], ${column('follows')}::uuid[])
        with ordinality as u (delivery_id, notice_id, target_key, channel, target, platform_target, owner_user_id, guardian_id,
          group_id, student_id, class_id, body_id, lane_key, status, error_code, not_before, digest_at, rung, follows, position)
      order by u.position`.execute(tx);
  }
}
