import { sql } from 'kysely';
import { ShiftableClock } from '../shared/clock.ts';
import type { Queryable } from './open-database.ts';
import { readSetting, writeSetting } from './setting.store.ts';

const OFFSET_KEY = 'domain_clock_offset_ms';

export interface DomainClockOptions {
  /** CLOCK_START; null = the real time. */
  readonly clockStart: Date | null;
  /** The sandbox may move its clock; the move survives a restart. */
  readonly isMovable: boolean;
}

/**
 * The clock of the domain. Without CLOCK_START and sandbox it is the real time. Else it starts at CLOCK_START (or where the
 * sandbox left it), but never below the newest instant that is stored: nothing may seem to have happened in the future.
 */
export async function openDomainClock(db: Queryable, options: DomainClockOptions): Promise<ShiftableClock> {
  if (options.clockStart === null && !options.isMovable) return new ShiftableClock();
  const clock = new ShiftableClock(options.isMovable ? await readOffset(db) : 0);
  if (options.clockStart !== null) clock.moveTo(options.clockStart);
  const newest = await findNewestInstant(db);
  if (newest !== null && newest > clock.now()) clock.moveTo(newest);
  return clock;
}

/** Moves the sandbox's clock forward and remembers it. */
export async function moveDomainClock(db: Queryable, clock: ShiftableClock, instant: Date): Promise<void> {
  clock.moveTo(instant);
  await writeSetting(db, OFFSET_KEY, clock.offsetMs);
}

async function readOffset(db: Queryable): Promise<number> {
  const offset = await readSetting(db, OFFSET_KEY);
  return typeof offset === 'number' ? offset : 0;
}

/** The newest instant that the domain's clock has written anywhere; all columns are small or indexed enough for one start. */
async function findNewestInstant(db: Queryable): Promise<Date | null> {
  const { rows } = await sql<{ newest: Date | null }>`
    select greatest(
      (select max(recorded_at) from contacts),
      (select max(greatest(created_at, confirmed_at)) from notices),
      (select max(greatest(created_at, sent_at, confirmed_at)) from deliveries),
      (select max(created_at) from member_messages),
      (select max(greatest(created_at, stopped_at)) from schedules),
      (select max(ran_at) from schedule_runs),
      (select max(greatest(paused_at, resumed_at)) from send_pauses),
      (select max(happened_at) from audit_entries),
      (select max(imported_at) from roster_imports),
      (select max(greatest(created_at, closed_at)) from tasks),
      (select max(happened_at) from emergency_entries),
      (select max(decided_at) from guard_decisions),
      (select max(greatest(asked_at, decided_at)) from approval_requests),
      (select max(greatest(accepted_at, stopped_at)) from campaigns),
      (select max(ran_at) from campaign_items),
      (select max(imported_at) from fact_imports),
      (select max(written_at) from notice_replies)
    ) as newest`.execute(db);
  return rows[0]?.newest ?? null;
}
