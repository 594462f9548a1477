import { type SqlBool, sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';

/** The same was said to some of these targets within a day. */
export interface Repeat {
  readonly noticeId: string;
  readonly confirmedAt: Date;
  readonly staffId: string;
  readonly staffName: string;
  /** How many of the targets got it. */
  readonly count: number;
}

/** How many more mass tasks a customer group can get this month, as far as this system knows. */
export interface GroupQuota {
  readonly groupName: string;
  readonly left: number;
  readonly perMonth: number;
}

/** A notice that went out lately, with what it said. */
export interface SentNotice {
  readonly noticeId: string;
  readonly topic: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly confirmedAt: Date;
  readonly staffId: string;
  readonly staffName: string;
}

/** Notices of a kind that were confirmed since `from`, whoever sent them; newest first. */
export async function listSentSince(db: Queryable, kind: string, from: Date): Promise<readonly SentNotice[]> {
  const rows = await db
    .selectFrom('notices')
    .innerJoin('staff', 'staff.staffId', 'notices.staffId')
    .select(['notices.noticeId', 'notices.topic', 'notices.fields', 'notices.confirmedAt'])
    .select(['staff.staffId', 'staff.name as staffName'])
    .where('notices.kind', '=', kind)
    .where('notices.status', '=', 'confirmed')
    .where('notices.confirmedAt', '>=', from)
    .orderBy('notices.confirmedAt', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, confirmedAt: row.confirmedAt ?? from }));
}

/** How many of these targets got (or may still get) this notice. */
export async function countTargetsOf(db: Queryable, noticeId: string, targetKeys: readonly string[]): Promise<number> {
  const row = await db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('noticeId', '=', noticeId)
    .where('status', 'not in', ['failed', 'cancelled', 'capped'])
    .where(sql<SqlBool>`target_key = any(${[...targetKeys]}::text[])`)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Of one low notice that waits for the evening. */
export interface Company {
  /** Null for a colleague's: what he tells a family is between them. */
  readonly title: string | null;
  /** How many of the targets it goes to. */
  readonly count: number;
}

/** What waits for its evening for some of these targets; by the index of what is low. */
export async function listCompany(
  db: Queryable,
  targetKeys: readonly string[],
  staffId: string,
): Promise<readonly Company[]> {
  const { rows } = await sql<Company>`
    select case when n.staff_id = ${staffId} then n.title end as title, count(*)::int as count
    from deliveries d join notices n on n.notice_id = d.notice_id
    where d.digest_at is not null and n.is_low and d.status = 'waiting_quiet_hours'
      and d.target_key = any(${[...targetKeys]}::text[])
    group by n.notice_id, n.title, n.staff_id order by min(d.seq)`.execute(db);
  return rows;
}

export interface MassTaskUse {
  readonly chatId: string;
  readonly used: number;
  /** The platform said since `from` that the quota is used up. */
  readonly isCapped: boolean;
}

/** Mass tasks of each customer group since `from` that reached it or may still do so. */
export async function countMassTasks(
  db: Queryable,
  chatIds: readonly string[],
  from: Date,
): Promise<readonly MassTaskUse[]> {
  const { rows } = await sql<MassTaskUse>`
    select platform_target as chat_id,
      (count(*) filter (where status not in ('failed', 'cancelled', 'capped')))::int as used,
      bool_or(status = 'capped') as is_capped
    from deliveries
    where channel = 'wecom_customer_group' and created_at >= ${from} and platform_target = any(${[...chatIds]}::text[])
    group by 1`.execute(db);
  return rows;
}
