import { type SqlBool, sql } from 'kysely';
import { type Queryable, readSetting } from '../../db/index.ts';

const DEMO_SEEDED = 'demo_seeded';

/** When the demo college was put into this database; undefined = never. */
export async function findDemoSeeded(db: Queryable): Promise<unknown> {
  return readSetting(db, DEMO_SEEDED);
}

export async function markDemoSeeded(tx: Queryable, at: Date): Promise<void> {
  await tx
    .insertInto('settings')
    .values({ settingKey: DEMO_SEEDED, value: JSON.stringify(at.toISOString()) })
    .onConflict((conflict) => conflict.column('settingKey').doNothing())
    .execute();
}

/** Every parent's account follows 学校通知 but these. */
export async function subscribeAllBut(tx: Queryable, unsubscribed: readonly string[]): Promise<void> {
  await tx
    .updateTable('guardians')
    .set({ isSubscribed: sql<boolean>`not (wecom_parent_user_id = any(${unsubscribed}::text[]))` })
    .where(sql<SqlBool>`wecom_parent_user_id is not null`)
    .execute();
}

export interface SealedGroup {
  readonly groupId: string;
  readonly webhookSealed: string;
}

/** Groups of which we hold a robot's address. */
export async function listSealedGroups(db: Queryable): Promise<SealedGroup[]> {
  const rows = await db
    .selectFrom('parentGroups')
    .select(['groupId', 'webhookSealed'])
    .where('webhookSealed', 'is not', null)
    .execute();
  return rows.flatMap(({ groupId, webhookSealed }) => (webhookSealed === null ? [] : [{ groupId, webhookSealed }]));
}

export async function updateWebhook(db: Queryable, groupId: string, webhookSealed: string): Promise<void> {
  await db.updateTable('parentGroups').set({ webhookSealed }).where('groupId', '=', groupId).execute();
}
