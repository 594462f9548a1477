import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';
import { legalSources } from '../delivery-states.ts';

/** `error_code` of a delivery whose target changed between the confirmation and its turn. */
const GUARDIAN_CHANGED = 'guardian_changed';
const GROUP_CHANGED = 'group_changed';

/**
 * Why the delivery `alias` must not go out any more, as SQL; null = it may. The danger is a family that asked not to be
 * contacted while a notice was held by quiet hours, a pause or a standstill, and a parent's account that now belongs to
 * somebody else. An urgent notice may reach 仅紧急联系, which is for just that, and never 不联系. A family's own group, and
 * a letter to its address, stand for its guardians, so they need one of them who may be contacted. The platform's user ids do not mind case.
 */
export function changeOf(alias: 'd'): RawBuilder<string | null> {
  const d = sql.ref(alias);
  return sql<string | null>`case
    when ${d}.guardian_id is not null and not exists (
      select 1 from guardians g where g.guardian_id = ${d}.guardian_id and ${mayGet(alias)}
        and (${d}.platform_target is null or lower(g.wecom_parent_user_id) = lower(${d}.platform_target)))
      then ${GUARDIAN_CHANGED}
    when ${d}.group_id is not null and ${d}.student_id is not null and not exists (
      select 1 from guardians g where g.student_id = ${d}.student_id and ${mayGet(alias)})
      then ${GUARDIAN_CHANGED}
    when ${d}.channel = 'letter' and not exists (
      select 1 from guardians g where g.student_id = ${d}.student_id and ${mayGet(alias)})
      then ${GUARDIAN_CHANGED}
    when ${d}.group_id is not null and not exists (
      select 1 from parent_groups pg where pg.group_id = ${d}.group_id and pg.archived_at is null
        and (${d}.platform_target is null or ${d}.platform_target = case ${d}.channel
          when 'wecom_group_robot' then ${webhookMark('pg')} else pg.chat_id end))
      then ${GROUP_CHANGED}
    end`;
}

/** `g` may get what delivery `alias` carries. */
function mayGet(alias: 'd'): RawBuilder<unknown> {
  return sql`g.archived_at is null and g.do_not_contact_reason is null and (not g.is_emergency_only or exists (
    select 1 from notices un where un.notice_id = ${sql.ref(`${alias}.noticeId`)} and un.is_urgent))`;
}

/**
 * What tells one sealed webhook from another, kept in `platform_target` of a robot's delivery; null without a webhook. The
 * sealed value changes only when the roster brings another address (roster/import/diff-groups.ts).
 */
export function webhookMark(group: string): RawBuilder<string | null> {
  return sql<string | null>`md5(${sql.ref(group)}.webhook_sealed)`;
}

export interface ChangedCount {
  readonly noticeId: string;
  readonly guardians: number;
  readonly groups: number;
}

/**
 * Ends all deliveries of these notices whose target changed and that wait for their turn in whatever lane, so that the
 * sender hears of all of them at once: several lanes come to it in the same moment, and the one that gets the notice's row
 * ends them for all, while the others go on without them. Returns the counts of the notices in which something ended.
 */
export async function failChanged(tx: Queryable, noticeIds: readonly string[]): Promise<readonly ChangedCount[]> {
  const from = legalSources('failed', ['queued', 'waiting_quiet_hours']);
  const { rows } = await sql<ChangedCount>`
    with ours as (
      select n.notice_id from notices n
      where n.notice_id = any(${[...noticeIds]}::uuid[]) order by n.notice_id for no key update skip locked
    ), open_ones as (
      select d.* from deliveries d
      where d.notice_id in (select notice_id from ours) and d.status = any(${[...from]})
      order by d.seq for update skip locked
    ), failed as (
      update deliveries t
      set status = 'failed', error_code = d.change, retry_at = null, not_before = null, platform_ref = null
      from (select d.delivery_id, ${changeOf('d')} as change from open_ones d) d
      where t.delivery_id = d.delivery_id and d.change is not null
      returning t.notice_id, t.error_code
    )
    select notice_id, (count(*) filter (where error_code = ${GUARDIAN_CHANGED}))::int as guardians,
      (count(*) filter (where error_code = ${GROUP_CHANGED}))::int as groups
    from failed group by notice_id`.execute(tx);
  return rows;
}
