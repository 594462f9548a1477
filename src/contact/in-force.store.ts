import { type RawBuilder, type SqlBool, sql } from 'kysely';

/**
 * For a query in which rows of `contacts` stand as `alias`: the newest row of its chain, and no withdrawal. The unique index
 * on `amends` makes it one look-up.
 */
export function isInForce(alias: string): RawBuilder<SqlBool> {
  const c = sql.ref(alias);
  return sql<SqlBool>`(${c}.entry <> 'withdrawal'
    and not exists (select 1 from contacts successor where successor.amends = ${c}.contact_id))`;
}
