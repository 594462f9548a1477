import type { Logger } from 'pino';
import type { Queryable } from '../../db/index.ts';
import type { ChatPlatform, DirectoryReading, SendFailure } from '../../platform/port.ts';
import type { Advance, Lease } from '../../queue/index.ts';
import type { Clock } from '../../shared/clock.ts';
import { isAccountKnown, setSubscription } from '../roster.store.ts';
import { readRosterVersion } from '../roster-version.store.ts';
import {
  findDirectoryState,
  isDirectoryDue,
  listRosterGuardians,
  makeDirectoryDue,
  readDatabaseNow,
  saveDirectoryTry,
  writeFindings,
} from './directory.store.ts';
import { matchParents } from './match-parents.ts';

/**
 * The roster is compared with the platform's own directory of families, in the lane `directory:<account>` of the queue
 * `inbound`. Its row in `directory_syncs` is in one of these states:
 * - waiting: `due_at` lies ahead.
 * - due: `due_at` has come, or the roster moved on ten minutes ago or longer.
 *
 * Moves: waiting → due by time, by a start of the process, by a subscription of somebody unknown, by an import.
 * due → waiting by a whole reading (again in six hours) or by a failed one (again in a minute, then later and later).
 * A crash in between leaves it due. Subscription events come on their own and win over a reading that began before them.
 */
export interface DirectoryWorkDeps {
  readonly db: Queryable;
  readonly clock: Clock;
  readonly platform: Pick<ChatPlatform, 'account' | 'readDirectory'>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

export interface DirectoryWork {
  owns(laneKey: string): boolean;
  findDueLanes(): Promise<string[]>;
  advance(lease: Pick<Lease, 'signal'>): Promise<Advance>;
  /** An account began or ceased to follow; runs in the caller's transaction. */
  hearSubscription(
    tx: Queryable,
    event: { readonly guardianUserId: string; readonly isSubscribed: boolean },
  ): Promise<void>;
}

const PREFIX = 'directory:';
const MINUTE_MS = 60_000;
const EVERY_MS = 360 * MINUTE_MS;
/** A start after a start, and an import after an import, look once. */
const REST_MS = 10 * MINUTE_MS;
/** At a parents' meeting hundreds follow within minutes. */
const GATHER_MS = MINUTE_MS;
const RETRY_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 60 * MINUTE_MS];

/** Builds the work of the lane `directory:`; without a directory it never has anything to do. */
export function createDirectoryWork({ db, clock, platform, log }: DirectoryWorkDeps): DirectoryWork {
  const { account, readDirectory } = platform;
  const ago = (ms: number): Date => new Date(clock.now().getTime() - ms);
  let isStartNoted = false;

  async function isDue(): Promise<boolean> {
    return isDirectoryDue(db, account, clock.now(), ago(REST_MS));
  }

  async function compare(reading: DirectoryReading, readAt: Date) {
    const before = await readRosterVersion(db);
    const { findings, counts } = matchParents(
      await listRosterGuardians(db),
      reading.parents,
      reading.outcome === 'ok' && reading.refusedDepartments === 0,
    );
    const raised = await writeFindings(db, findings, readAt);
    const after = await readRosterVersion(db);
    // Somebody else moved the roster on meanwhile: theirs was not compared.
    return { counts, changed: findings.length, rosterVersion: after === before + raised ? after : before };
  }

  return {
    owns: (laneKey) => laneKey.startsWith(PREFIX),

    async findDueLanes() {
      if (readDirectory === null) return [];
      if (!isStartNoted) {
        await makeDirectoryDue(db, account, clock.now(), ago(REST_MS));
        isStartNoted = true;
      }
      return (await isDue()) ? [`${PREFIX}${account}`] : [];
    },

    async advance({ signal }) {
      if (readDirectory === null || !(await isDue())) return { more: false };
      const readAt = await readDatabaseNow(db);
      const reading = await readDirectory(signal);
      // Stopped or overtaken: it stays due.
      if (signal.aborted) return { more: false };
      const { changed, rosterVersion, ...compared } = await compare(reading, readAt);
      const counts = { ...compared.counts, refusedDepartments: reading.refusedDepartments };
      const triedAt = clock.now();
      const failure = reading.outcome === 'failed' ? reading.failure : null;
      const failures = (await findDirectoryState(db, account))?.failures ?? 0;
      const restMs = failure === null ? EVERY_MS : retryAfterMs(failure, failures);
      const dueAt = new Date(triedAt.getTime() + restMs);
      await saveDirectoryTry(db, account, {
        triedAt,
        dueAt,
        counts,
        rosterVersion,
        failureCode: failure === null ? null : failure.code,
      });
      if (failure === null) log.info({ counts, changed }, 'the school directory was compared with the roster');
      else log.warn({ platformCode: failure.code, kind: failure.kind }, 'the school directory could not be read');
      return { more: false };
    },

    async hearSubscription(tx, { guardianUserId, isSubscribed }) {
      if ((await setSubscription(tx, guardianUserId, isSubscribed)) > 0 || readDirectory === null) return;
      if (await isAccountKnown(tx, guardianUserId)) return;
      await makeDirectoryDue(tx, account, new Date(clock.now().getTime() + GATHER_MS));
    },
  };
}

/** What an administrator must grant is not granted within a minute. */
function retryAfterMs(failure: SendFailure, failures: number): number {
  const last = RETRY_MS.at(-1) ?? MINUTE_MS;
  const isOurs = failure.kind === 'transient' || failure.kind === 'rate';
  const backoffMs = isOurs ? (RETRY_MS[failures] ?? last) : last;
  return Math.max(backoffMs, failure.retryAfterMs ?? 0);
}
