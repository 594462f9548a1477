import { inTransaction, type Queryable } from '../../db/index.ts';
import type { Clock } from '../../shared/clock.ts';
import { BugError } from '../../shared/errors.ts';
import type { IdSource } from '../../shared/ids.ts';
import { type Secret, seal, unseal } from '../../shared/secret.ts';
import { importSheets } from '../import/import-roster.ts';
import { bumpRosterVersion } from '../roster-version.store.ts';
import { isRosterEmpty } from '../sender-directory.store.ts';
import { findDemoSeeded, listSealedGroups, markDemoSeeded, subscribeAllBut, updateWebhook } from './demo.store.ts';
import { buildDemoSheets, DEMO_ROBOT_KEY, listUnsubscribed } from './demo-rows.ts';

export interface DemoOptions {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly secretKey: Secret;
  /** Base of the platform's API (the sandbox); the demo's group robot lives there. */
  readonly wecomApiUrl: string;
}

export interface DemoOutcome {
  /** False = there is a roster already, or the demo was seeded before. */
  readonly isSeeded: boolean;
}

/**
 * Puts the demo college into an empty database, by the way that every roster takes; once in the life of a database. Later
 * calls only move the demo's robot along when the sandbox listens elsewhere than the last time.
 */
export async function seedDemo(db: Queryable, options: DemoOptions): Promise<DemoOutcome> {
  const { clock, ids, secretKey } = options;
  const wecomApiUrl = options.wecomApiUrl.replace(/\/+$/u, '');
  const robotUrl = `${wecomApiUrl}/cgi-bin/webhook/send?key=${DEMO_ROBOT_KEY}`;
  if ((await findDemoSeeded(db)) !== undefined) {
    await moveRobot(db, secretKey, robotUrl);
    return { isSeeded: false };
  }
  if (!(await isRosterEmpty(db))) return { isSeeded: false };
  const sheets = buildDemoSheets(robotUrl);
  const report = await importSheets(db, sheets, { clock, ids, secretKey, webhookHosts: [wecomApiUrl] });
  if (!report.ok) {
    throw new BugError('bug.unexpected', {
      message: 'the demo roster does not import',
      details: { codes: report.errors.map((it) => it.code) },
    });
  }
  await inTransaction(db, async (tx) => {
    await subscribeAllBut(tx, listUnsubscribed(sheets));
    await markDemoSeeded(tx, clock.now());
    await bumpRosterVersion(tx);
  });
  return { isSeeded: true };
}

async function moveRobot(db: Queryable, secretKey: Secret, robotUrl: string): Promise<void> {
  for (const { groupId, webhookSealed } of await listSealedGroups(db)) {
    const current = unseal(secretKey, 'webhook', webhookSealed);
    if (current === robotUrl || new URL(current).searchParams.get('key') !== DEMO_ROBOT_KEY) continue;
    await updateWebhook(db, groupId, seal(secretKey, 'webhook', robotUrl));
  }
}
