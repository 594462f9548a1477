import { type RawBuilder, type SqlBool, sql } from 'kysely';

/**
 * The SQL twin of `isReachable`: for a query in which the guardian stands as `alias`; never null. Who left the roster
 * (`archived_at`) is another matter.
 */
export function isReachableGuardian(alias: string): RawBuilder<SqlBool> {
  const g = sql.ref(alias);
  return sql<SqlBool>`(${g}.do_not_contact_reason is null and not ${g}.is_emergency_only
    and (${g}.phone is not null or (${g}.wecom_parent_user_id is not null and ${g}.is_subscribed is distinct from false)))`;
}
