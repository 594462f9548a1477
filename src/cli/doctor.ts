import { describeInstant } from '../calendar/index.ts';
import { type Config, publicUrlOf } from '../config/index.ts';
import { listPendingMigrations, type OpenDatabase, readServerFacts } from '../db/index.ts';
import type { ChatPlatform, Diagnosis } from '../platform/port.ts';
import { checkCallbackUrl, type WecomConfig } from '../platform/wecom/index.ts';
import { MAX_SKEW_MS, type OpenQueue } from '../queue/index.ts';
import { type DirectoryState, listDirectoryStates } from '../roster/index.ts';
import { AppError } from '../shared/errors.ts';
import { DOCTOR_TEXTS } from './texts.zh.ts';

export interface DoctorParts {
  readonly config: Config;
  /** Opens what may be broken; each failure becomes a line. */
  readonly openDatabase: () => Promise<OpenDatabase>;
  readonly openQueue: (database: OpenDatabase) => Promise<OpenQueue>;
  readonly createPlatform: (database: OpenDatabase) => Promise<{ platform: ChatPlatform; wecom: WecomConfig } | null>;
}

/** Checks settings, database, queue, clock, platform and callback. Never throws; each line says what to do. */
export async function examine(parts: DoctorParts): Promise<readonly Diagnosis[]> {
  const found: Diagnosis[] = [say('settings', 'ok', DOCTOR_TEXTS.settingsOk)];
  let database: OpenDatabase | undefined;
  try {
    database = await parts.openDatabase();
    // A pool connects only now.
    found.push(...(await examineDatabase(database)));
  } catch (error) {
    await database?.close();
    return [...found, say('database', 'failed', DOCTOR_TEXTS.databaseFailed(codeOf(error)))];
  }
  try {
    const isSchemaOld = found.some(({ name, state }) => name === DOCTOR_TEXTS.names.schema && state === 'failed');
    // The queue's tables come with ours, and opening a queue that has none waits long for nothing.
    if (isSchemaOld && parts.config.redisUrl === null)
      found.push(say('queue', 'not_checked', DOCTOR_TEXTS.queueAfterMigrate));
    else found.push(await examineQueue(parts, database));
    found.push(...(await examinePlatform(parts, database)));
    const directories = isSchemaOld ? [] : await listDirectoryStates(database.db);
    found.push(...directories.map((it) => examineDirectory(it, parts.config.timeZone)));
  } finally {
    await database.close();
  }
  return found;
}

/** Oldest major version of PostgreSQL whose SQL we use. */
export const OLDEST_SERVER = 14;

async function examineDatabase(database: OpenDatabase): Promise<Diagnosis[]> {
  const before = Date.now();
  const facts = await readServerFacts(database.db);
  const skewMs = Math.max(0, before - facts.now.getTime(), facts.now.getTime() - Date.now());
  const pending = await listPendingMigrations(database.db);
  return [
    facts.majorVersion < OLDEST_SERVER
      ? say('database', 'failed', DOCTOR_TEXTS.databaseTooOld(facts.majorVersion))
      : say('database', 'ok', DOCTOR_TEXTS.databaseOk(database.kind, facts.majorVersion)),
    pending.length > 0
      ? say('schema', 'failed', DOCTOR_TEXTS.schemaPending(pending.length))
      : say('schema', 'ok', DOCTOR_TEXTS.schemaOk),
    skewMs > MAX_SKEW_MS
      ? say('clock', 'failed', DOCTOR_TEXTS.clockSkewed(Math.round(skewMs / 1000)))
      : say('clock', 'ok', DOCTOR_TEXTS.clockOk),
  ];
}

async function examineQueue(parts: DoctorParts, database: OpenDatabase): Promise<Diagnosis> {
  try {
    const queue = await parts.openQueue(database);
    await queue.ping().finally(() => queue.close());
    return say('queue', 'ok', DOCTOR_TEXTS.queueOk(parts.config.redisUrl === null ? 'PostgreSQL' : 'Redis'));
  } catch (error) {
    return say('queue', 'failed', DOCTOR_TEXTS.queueFailed(codeOf(error)));
  }
}

async function examinePlatform(parts: DoctorParts, database: OpenDatabase): Promise<readonly Diagnosis[]> {
  try {
    return await diagnosePlatform(parts, database);
  } catch (error) {
    return [say('platform', 'failed', DOCTOR_TEXTS.platformFailed(codeOf(error)))];
  }
}

async function diagnosePlatform(parts: DoctorParts, database: OpenDatabase): Promise<readonly Diagnosis[]> {
  const made = await parts.createPlatform(database);
  if (made === null) {
    return [
      say('platform', 'not_checked', parts.config.isSandboxOn ? DOCTOR_TEXTS.sandboxOnly : DOCTOR_TEXTS.noPlatform),
    ];
  }
  const callbackUrl = `${publicUrlOf(parts.config)}/callbacks/wecom`;
  return [...(await made.platform.diagnose()), await checkCallbackUrl(made.wecom, callbackUrl)];
}

/** How the running service fares with the school directory; the right to read it is the platform's own line. */
function examineDirectory(found: DirectoryState, timeZone: string): Diagnosis {
  const { syncedAt, failureCode, failures, counts } = found;
  const since = syncedAt === null ? null : describeInstant(syncedAt, new Date(), timeZone);
  if (failureCode !== null)
    return say('directory', 'warning', DOCTOR_TEXTS.directoryFailed(failureCode, failures, since));
  const { parents = 0, subscribed = 0, missing = 0, ambiguous = 0, strangers = 0, refusedDepartments = 0 } = counts;
  const state = missing + ambiguous + refusedDepartments > 0 ? 'warning' : 'ok';
  const facts = { parents, subscribed, missing, ambiguous, strangers, refusedDepartments };
  return say('directory', state, DOCTOR_TEXTS.directoryOk(since ?? '', facts));
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.name : 'unknown';
}

function say(name: keyof typeof DOCTOR_TEXTS.names, state: Diagnosis['state'], message: string): Diagnosis {
  return { name: DOCTOR_TEXTS.names[name], state, message };
}

const MARKS: Readonly<Record<Diagnosis['state'], string>> = { ok: '✓', warning: '!', failed: '✗', not_checked: '-' };

/** The examination as the administrator reads it; exit code 1 when something failed. */
export function renderExamination(found: readonly Diagnosis[]): { exitCode: number; stdout: string } {
  const lines = found.map(({ name, state, message }) => `${MARKS[state]} ${name}：${message}`);
  const failed = found.filter(({ state }) => state === 'failed').length;
  lines.push('', failed === 0 ? DOCTOR_TEXTS.allFine : DOCTOR_TEXTS.someFailed(failed));
  return { exitCode: failed === 0 ? 0 : 1, stdout: `${lines.join('\n')}\n` };
}
