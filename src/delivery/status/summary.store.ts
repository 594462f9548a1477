import { sql } from 'kysely';
import type { DeliveryChannel, DeliveryStatus, Queryable } from '../../db/index.ts';
import type { Named } from '../named.ts';
import { isSenderPaused } from '../stop/paused-sender.store.ts';

export interface NoticeHead {
  readonly noticeId: string;
  readonly noticeCode: string;
  readonly title: string;
  readonly staffId: string;
  readonly staffName: string;
  /** The sender's id on WeCom, as the platform writes it. */
  readonly userId: string | null;
  readonly confirmedAt: Date | null;
  readonly isPaused: boolean;
  /** To single families, who can confirm it. */
  readonly isPrivate: boolean;
}

const HEAD = sql`
  n.notice_id, n.notice_code, n.title, n.staff_id, s.name as staff_name, s.wecom_user_id as user_id, n.confirmed_at,
  n.audience = 'private' as is_private, ${isSenderPaused('n')} as is_paused`;

export async function findNoticeSender(db: Queryable, noticeId: string): Promise<NoticeHead | undefined> {
  const { rows } = await sql<NoticeHead>`
    select ${HEAD} from notices n join staff s on s.staff_id = n.staff_id where n.notice_id = ${noticeId}`.execute(db);
  return rows[0];
}

/** The last confirmed notice of a person. */
export async function findLastNotice(db: Queryable, staffId: string): Promise<NoticeHead | undefined> {
  const { rows } = await sql<NoticeHead>`
    select ${HEAD} from notices n join staff s on s.staff_id = n.staff_id
    where n.staff_id = ${staffId} and n.status = 'confirmed' order by n.confirmed_at desc limit 1`.execute(db);
  return rows[0];
}

/** A confirmed notice by the code printed under it. */
export async function findNoticeByCode(db: Queryable, noticeCode: string): Promise<NoticeHead | undefined> {
  const { rows } = await sql<NoticeHead>`
    select ${HEAD} from notices n join staff s on s.staff_id = n.staff_id
    where n.notice_code = ${noticeCode} and n.status = 'confirmed'`.execute(db);
  return rows[0];
}

export interface StatusCount {
  readonly status: DeliveryStatus;
  readonly channel: DeliveryChannel;
  readonly count: number;
  readonly notBefore: Date | null;
  /** They wait for an evening, as low ones. */
  readonly isLow: boolean;
  readonly isTimed: boolean;
}

/** Of each target the last step; reminders are none. What a later step made good has not failed. */
function latestOf(noticeId: string) {
  return sql`select distinct on (target_key) * from deliveries
    where notice_id = ${noticeId} and follows is null order by target_key, seq desc`;
}

/** How many of the families to whom it went alone pressed 我已知悉. */
export async function countConfirmed(
  db: Queryable,
  noticeId: string,
): Promise<{ readonly families: number; readonly confirmed: number }> {
  const { rows } = await sql<{ families: number; confirmed: number }>`
    select count(distinct student_id)::int as families,
      (count(distinct student_id) filter (where confirmed_at is not null))::int as confirmed
    from deliveries where notice_id = ${noticeId} and student_id is not null and status <> 'cancelled'`.execute(db);
  return rows[0] ?? { families: 0, confirmed: 0 };
}

export async function countByStatus(db: Queryable, noticeId: string): Promise<readonly StatusCount[]> {
  const { rows } = await sql<StatusCount>`
    select d.status, d.channel, count(*)::int as count, min(d.not_before) as not_before,
      bool_or(d.digest_at is not null and n.is_low) as is_low, bool_or(d.digest_at is not null and not n.is_low) as is_timed
    from (${latestOf(noticeId)}) d join notices n on n.notice_id = d.notice_id group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** Deliveries of one notice that are alike: same state, channel, reason and owner. */
export interface AlikeDeliveries extends Named {
  readonly status: DeliveryStatus;
  readonly channel: DeliveryChannel;
  readonly errorCode: string | null;
  readonly ownerUserId: string | null;
  readonly ownerName: string | null;
}

/** More names than anybody reads in one message. */
const MAX_NAMES_ALIKE = 40;

/**
 * The deliveries of a notice in these states, counted, and the first of each named as people do: the group's name, or the
 * student's with the class and the guardian meant: 李小明（软件2301）母亲. Only the `latest` step to each target, or `all`,
 * reminders too.
 */
export async function countAlike(
  db: Queryable,
  noticeId: string,
  statuses: readonly DeliveryStatus[],
  which: 'latest' | 'all' = 'latest',
): Promise<readonly AlikeDeliveries[]> {
  const rowsOf = which === 'latest' ? latestOf(noticeId) : sql`select * from deliveries where notice_id = ${noticeId}`;
  const { rows } = await sql<AlikeDeliveries>`
    select d.status, d.channel, d.error_code, d.owner_user_id, o.name as owner_name, count(*)::int as count,
      (array_agg(coalesce(g.name, case when st.student_id is null then d.target end,
        st.name || coalesce('（' || c.name || '）', '') || coalesce(gd.relation, '')) order by d.seq))[1:${sql.lit(MAX_NAMES_ALIKE)}] as names
    from (${rowsOf}) d
    left join parent_groups g on g.group_id = d.group_id
    left join students st on st.student_id = d.student_id
    left join guardians gd on gd.guardian_id = d.guardian_id
    left join classes c on c.class_id = st.class_id
    left join staff o on lower(o.wecom_user_id) = lower(d.owner_user_id) and o.archived_at is null
    where d.status = any(${[...statuses]})
    group by d.status, d.channel, d.error_code, d.owner_user_id, o.name
    order by min(d.seq)`.execute(db);
  return rows;
}

/** Several of them as one. */
export function nameAll(alike: readonly AlikeDeliveries[]): Named {
  return { names: alike.flatMap(({ names }) => names), count: alike.reduce((sum, { count }) => sum + count, 0) };
}
