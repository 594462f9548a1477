import type { Queryable } from '../../db/index.ts';

const PREFIX = 'holidays_unknown:';

/** Leaves word, once a year asked for, that the holidays of that year are not known; the operator is told by `contact-work.ts`. */
export async function noteUnknownHolidays(tx: Queryable, day: string): Promise<void> {
  await tx
    .insertInto('settings')
    .values({ settingKey: PREFIX + day.slice(0, 4), value: JSON.stringify('noted') })
    .onConflict((conflict) => conflict.column('settingKey').doNothing())
    .execute();
}

/** Years that were asked for and of which the operator has not heard; each comes out once. */
export async function takeUnknownHolidayYears(tx: Queryable): Promise<string[]> {
  const rows = await tx
    .updateTable('settings')
    .set({ value: JSON.stringify('told') })
    .where('settingKey', 'like', `${PREFIX}%`)
    .where('value', '=', JSON.stringify('noted'))
    .returning('settingKey')
    .execute();
  return rows.map(({ settingKey }) => settingKey.slice(PREFIX.length));
}

/** Is there a year to tell of? */
export async function hasUnknownHolidayYears(db: Queryable): Promise<boolean> {
  const row = await db
    .selectFrom('settings')
    .select('settingKey')
    .where('settingKey', 'like', `${PREFIX}%`)
    .where('value', '=', JSON.stringify('noted'))
    .executeTakeFirst();
  return row !== undefined;
}

/** Accounts of the administrators on WeCom. */
export async function listAdminUserIds(db: Queryable): Promise<string[]> {
  const rows = await db
    .selectFrom('staff')
    .select('wecomUserId')
    .where('role', '=', 'admin')
    .where('archivedAt', 'is', null)
    .where('wecomUserId', 'is not', null)
    .execute();
  return rows.flatMap(({ wecomUserId }) => (wecomUserId === null ? [] : [wecomUserId]));
}
