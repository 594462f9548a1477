import { createHash, randomBytes } from 'node:crypto';

/**
 * Ids of jobs: neither all digits nor with ':' (BullMQ refuses both), and without the user id that a lane key may hold.
 * A wake for now gets an id of its own: under a shared one it would be dropped while the lane's last job still runs.
 * Delayed wakes of one lane for nearly the same moment are one job, whoever asked for it.
 */
const BUCKET_MS = 250;

/** The id of a job that wakes `laneKey` at `dueAtMs` (epoch), or at once when undefined. */
export function wakeJobId(laneKey: string, dueAtMs?: number): string {
  if (dueAtMs === undefined) return `w-${hashOf(laneKey)}-${randomBytes(6).toString('hex')}`;
  return `d-${hashOf(laneKey)}-${Math.ceil(dueAtMs / BUCKET_MS)}`;
}

/** The id of the scheduler that ticks for `laneKey`; always the same, so that setting it again replaces it. */
export function schedulerId(laneKey: string): string {
  return `s-${hashOf(laneKey)}`;
}

function hashOf(laneKey: string): string {
  return createHash('sha256').update(laneKey).digest('hex').slice(0, 16);
}
