import type { Queryable } from './open-database.ts';

/** What stands under a key of `settings`, as it was written; undefined = nothing yet. */
export async function readSetting(db: Queryable, settingKey: string): Promise<unknown> {
  const row = await db.selectFrom('settings').select('value').where('settingKey', '=', settingKey).executeTakeFirst();
  return row?.value;
}

/** Writes a value, any JSON, under a key of `settings`, over whatever stood there. */
export async function writeSetting(tx: Queryable, settingKey: string, value: unknown): Promise<void> {
  const json = JSON.stringify(value);
  await tx
    .insertInto('settings')
    .values({ settingKey, value: json })
    .onConflict((conflict) => conflict.column('settingKey').doUpdateSet({ value: json, updatedAt: new Date() }))
    .execute();
}
