import { sql } from 'kysely';
import type { DeliveryChannel, Queryable } from '../../db/index.ts';

/**
 * A channel that stands still: the platform said that an administrator must act (no rights, wrong secret), or that all of
 * us are too fast. Kept with the settings so that every process, `doctor` and the metrics see it.
 * open → blocked: a call's failure (`blockChannel`). blocked → probing: by time, or when a process with workers starts
 * (`letBlocksBeTried`); one delivery of each lane then tries. probing → open: it came through (`openChannel`); probing →
 * blocked: it failed again.
 */
export type BlockScope = DeliveryChannel | 'member' | 'everything';

export interface ChannelBlock {
  readonly scope: BlockScope;
  readonly kind: 'channel' | 'credentials' | 'rate';
  readonly code: string;
  readonly since: string;
  /** Until the next try; 0 = one may try now. */
  readonly forMs: number;
}

interface StoredBlock {
  readonly kind: ChannelBlock['kind'];
  readonly code: string;
  readonly since: string;
  readonly untilEpochMs: number;
}

const PREFIX = 'delivery_block:';

/** The blocks in force (or due for a try) for these scopes; all of them without `scopes`. */
export async function listChannelBlocks(
  db: Queryable,
  scopes?: readonly BlockScope[],
): Promise<readonly ChannelBlock[]> {
  const keys = scopes?.map((scope) => PREFIX + scope);
  const { rows } = await sql<{ settingKey: string; value: StoredBlock; nowMs: string }>`
    select setting_key, value, (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms from settings
    where ${keys === undefined ? sql`setting_key like ${`${PREFIX}%`}` : sql`setting_key = any(${keys})`}`.execute(db);
  return rows.map(({ settingKey, value, nowMs }) => ({
    scope: settingKey.slice(PREFIX.length) as BlockScope,
    kind: value.kind,
    code: value.code,
    since: value.since,
    forMs: Math.max(0, value.untilEpochMs - Number(nowMs)),
  }));
}

/** True when the block is new or has another reason: then it is worth an alarm. */
export async function blockChannel(
  db: Queryable,
  block: {
    readonly scope: BlockScope;
    readonly kind: ChannelBlock['kind'];
    readonly code: string;
    readonly forMs: number;
  },
): Promise<boolean> {
  const { rows } = await sql<{ oldCode: string | null }>`
    with old as (select value ->> 'code' as code, value ->> 'since' as since from settings where setting_key = ${PREFIX + block.scope})
    insert into settings (setting_key, value, updated_at)
    select ${PREFIX + block.scope}, jsonb_build_object(
      'kind', ${block.kind}::text, 'code', ${block.code}::text,
      'since', coalesce((select since from old), to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
      'untilEpochMs', ((extract(epoch from clock_timestamp()) * 1000)::bigint + ${Math.round(block.forMs)}::bigint)
    ), clock_timestamp()
    on conflict (setting_key) do update set value = excluded.value, updated_at = excluded.updated_at
    returning (select code from old) as old_code`.execute(db);
  return rows[0]?.oldCode !== block.code;
}

/**
 * A start is the moment to try what only an administrator could mend (another secret, a right that was granted). A rate
 * limit keeps its time.
 */
export async function letBlocksBeTried(db: Queryable): Promise<void> {
  await sql`
    update settings set value = jsonb_set(value, '{untilEpochMs}', '0'), updated_at = clock_timestamp()
    where setting_key like ${`${PREFIX}%`} and value ->> 'kind' in ('credentials', 'channel')`.execute(db);
}

/** Ends the blocks of these scopes; true when there was one. */
export async function openChannel(db: Queryable, scopes: readonly BlockScope[]): Promise<boolean> {
  const { rows } = await sql`
    delete from settings where setting_key = any(${scopes.map((scope) => PREFIX + scope)}) returning setting_key`.execute(
    db,
  );
  return rows.length > 0;
}
