import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** For a query in which a notice stands as `alias`: everything, or everything of its sender, stands still (暂停发送). */
export function isSenderPaused(alias: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (
    select 1 from send_pauses p where p.resumed_at is null and (p.staff_id is null or p.staff_id = ${sql.ref(alias)}.staff_id))`;
}
