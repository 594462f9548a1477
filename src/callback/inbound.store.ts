import { CompiledQuery, sql } from 'kysely';
import type { Queryable } from '../db/index.ts';
import type { InboundEvent, PlatformName } from '../platform/port.ts';
import { toStorableText } from '../shared/bytes.ts';

/** A stored event that waits to be worked off. */
export interface PendingInbound {
  readonly inboundId: string;
  readonly attempts: number;
  readonly event: InboundEvent;
  /** How long it has waited since we stored it, ms of the database's clock. */
  readonly waitedMs: number;
}

/**
 * The lane in which an event is worked off: one a person, so that lines of one person keep their order while different
 * people go in parallel. User ids compare without regard to case.
 */
export function laneKeyOf(event: Pick<InboundEvent, 'platform' | 'account' | 'senderId'>): string {
  if (event.senderId === '') return `system:${event.platform}:${event.account}`;
  return `person:${event.platform}:${event.account}:${event.senderId.toLowerCase()}`;
}

/**
 * One statement for all events of all callbacks at hand, so that a message and its raw words are stored together or not at
 * all, in one round trip and one commit. Repeats meet the unique key and do not come out of `stored`. Raw SQL, because
 * every callback passes here (bench/callback.ts).
 */
const STORE_MANY_SQL = `
with incoming as (
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
    $8::text[], $9::text[], $10::text[])
    as e(platform, account, dedupe_key, kind, sender_id, lane_key, sent_at, status, content, plain)
), stored as (
  insert into inbound_messages (platform, account, dedupe_key, kind, sender_id, lane_key, sent_at, status)
  select platform, account, dedupe_key, kind, sender_id, lane_key, sent_at, status from incoming
  on conflict (dedupe_key) do nothing
  returning inbound_id, dedupe_key
), raw as (
  insert into inbound_raw (inbound_id, content, plain)
  select s.inbound_id, i.content::jsonb, i.plain from stored s join incoming i using (dedupe_key)
)
select dedupe_key as "dedupeKey" from stored`;

/** The same for one event: planning the join above takes the server longer than storing one row. */
const STORE_ONE_SQL = `
with stored as (
  insert into inbound_messages (platform, account, dedupe_key, kind, sender_id, lane_key, sent_at, status)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (dedupe_key) do nothing
  returning inbound_id
)
insert into inbound_raw (inbound_id, content, plain)
select inbound_id, $9::jsonb, $10 from stored
returning $3 as "dedupeKey"`;

interface Callback {
  readonly events: readonly InboundEvent[];
  /** The text as it was decrypted. */
  readonly plain: string;
}

/** Stores the events of these callbacks; returns for each the lanes of its events that were new. A repeat stores nothing. */
export async function storeInbound(db: Queryable, callbacks: readonly Callback[]): Promise<string[][]> {
  // The same message twice at once would meet itself inside the statement; the second one is a repeat.
  const first = new Map<string, { callback: number; laneKey: string; values: readonly string[] }>();
  callbacks.forEach(({ events, plain }, callback) => {
    for (const event of events) {
      if (first.has(event.dedupeKey)) continue;
      const laneKey = laneKeyOf(event);
      first.set(event.dedupeKey, { callback, laneKey, values: toValues(event, laneKey, plain) });
    }
  });
  const newLanes: string[][] = callbacks.map(() => []);
  for (const dedupeKey of await insertInbound(
    db,
    [...first.values()].map(({ values }) => values),
  )) {
    const row = first.get(dedupeKey);
    if (row) newLanes[row.callback]?.push(row.laneKey);
  }
  return newLanes;
}

/** The parameters of both statements, in their order. */
function toValues(event: InboundEvent, laneKey: string, plain: string): string[] {
  const { platform, account, dedupeKey, kind, senderId, sentAt } = event;
  const status = kind === 'unsupported' ? 'unsupported' : 'pending';
  const content = JSON.stringify(event, storableOnly);
  return [
    platform,
    account,
    dedupeKey,
    kind,
    senderId,
    laneKey,
    sentAt.toISOString(),
    status,
    content,
    toStorableText(plain),
  ];
}

async function insertInbound(db: Queryable, rows: readonly (readonly string[])[]): Promise<string[]> {
  const [only] = rows;
  if (only === undefined) return [];
  const columns = (): string[][] => only.map((_value, column) => rows.map((row) => row[column] ?? ''));
  const query =
    rows.length === 1 ? CompiledQuery.raw(STORE_ONE_SQL, [...only]) : CompiledQuery.raw(STORE_MANY_SQL, columns());
  const { rows: stored } = await db.executeQuery(query as CompiledQuery<{ dedupeKey: string }>);
  return stored.map(({ dedupeKey }) => dedupeKey);
}

/** jsonb refuses NUL and lone surrogates as text does. */
function storableOnly(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? toStorableText(value) : value;
}

/** The oldest line of the lane that is not worked off yet. */
export async function findOldestPending(db: Queryable, laneKey: string): Promise<PendingInbound | undefined> {
  const row = await db
    .selectFrom('inboundMessages')
    .leftJoin('inboundRaw', 'inboundRaw.inboundId', 'inboundMessages.inboundId')
    .select([
      'inboundMessages.inboundId',
      'inboundMessages.attempts',
      'inboundRaw.content',
      sql<number>`extract(epoch from clock_timestamp() - received_at)::float8 * 1000`.as('waitedMs'),
    ])
    .where('laneKey', '=', laneKey)
    .where('status', '=', 'pending')
    .orderBy('inboundMessages.inboundId')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    inboundId: row.inboundId,
    attempts: row.attempts,
    event: reviveEvent(row.content),
    waitedMs: Math.max(0, row.waitedMs),
  };
}

/** JSON turned the instant into text; the row was written by `storeInbound`, nobody else. */
function reviveEvent(content: unknown): InboundEvent {
  const event = content as InboundEvent & { sentAt: string | Date };
  return { ...event, sentAt: new Date(event.sentAt) };
}

/** True when the line still waits; the row stays locked until the transaction ends, so that no two workers do it twice. */
export async function lockPending(tx: Queryable, inboundId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('inboundMessages')
    .select('status')
    .where('inboundId', '=', inboundId)
    .forUpdate()
    .executeTakeFirst();
  return row?.status === 'pending';
}

/** The line is worked off; `errorCode` when the answer was a refusal of ours. */
export async function markDone(tx: Queryable, inboundId: string, doneAt: Date, errorCode?: string): Promise<void> {
  await tx
    .updateTable('inboundMessages')
    .set({ status: 'done', doneAt, errorCode: errorCode ?? null })
    .where('inboundId', '=', inboundId)
    .execute();
}

/** Gave up; the row and its words stay for whoever looks into it. */
export async function markFailed(tx: Queryable, inboundId: string, doneAt: Date, errorCode: string): Promise<void> {
  await tx
    .updateTable('inboundMessages')
    .set({ status: 'failed', doneAt, errorCode })
    .where('inboundId', '=', inboundId)
    .execute();
}

/** Counts one try that failed unexpectedly; the line stays pending. */
export async function countAttempt(db: Queryable, inboundId: string, errorCode: string): Promise<void> {
  await db
    .updateTable('inboundMessages')
    .set((eb) => ({ attempts: eb('attempts', '+', 1), errorCode }))
    .where('inboundId', '=', inboundId)
    .where('status', '=', 'pending')
    .execute();
}

/** Lanes with pending lines, oldest first: what a lost wake or a crash left behind. Index inbound_messages_pending. */
export async function findPendingLanes(db: Queryable, limit = 1000): Promise<string[]> {
  const rows = await db
    .selectFrom('inboundMessages')
    .select('laneKey')
    .where('status', '=', 'pending')
    .groupBy('laneKey')
    .orderBy(({ fn }) => fn.min('inboundId'))
    .limit(limit)
    .execute();
  return rows.map(({ laneKey }) => laneKey);
}

/** True on the first call for this person and day; one statement, so two at once cannot both be first. */
export async function claimDailyWelcome(
  tx: Queryable,
  platform: PlatformName,
  userId: string,
  day: string,
): Promise<boolean> {
  const row = await tx
    .insertInto('settings')
    .values({ settingKey: `welcomed:${platform}:${userId.toLowerCase()}`, value: JSON.stringify(day) })
    .onConflict((conflict) =>
      conflict
        .column('settingKey')
        .doUpdateSet({ value: JSON.stringify(day) })
        .where('settings.value', '<>', JSON.stringify(day)),
    )
    .returning('settingKey')
    .executeTakeFirst();
  return row !== undefined;
}

/** The newest messages by state; all of them would be read through at every look at `/metrics`. */
export async function countRecentInbound(db: Queryable, limit = 10_000): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ status: string; count: number }>`
    select status, count(*)::int as count
    from (select status from inbound_messages order by inbound_id desc limit ${limit}) newest group by 1`.execute(db);
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
