import { type SqlBool, sql } from 'kysely';
import type { CampaignItemRow, CampaignRow, Queryable } from '../../db/index.ts';
import type { CampaignItemStatus } from './campaign-states.ts';

export interface NewCampaign {
  readonly campaignId: string;
  readonly collegeId: string;
  readonly term: string;
  readonly staffId: string;
  readonly acceptedAt: Date;
}

/** Stores an accepted campaign; false when the college has one for the term already. */
export async function insertCampaign(tx: Queryable, campaign: NewCampaign): Promise<boolean> {
  const row = await tx
    .insertInto('campaigns')
    .values(campaign)
    .onConflict((conflict) => conflict.columns(['collegeId', 'term']).where('status', '=', 'active').doNothing())
    .returning('campaignId')
    .executeTakeFirst();
  return row !== undefined;
}

export type NewItem = Pick<
  CampaignItemRow,
  'itemId' | 'campaignId' | 'number' | 'dueAt' | 'action' | 'kind' | 'topic' | 'season' | 'about'
>;

export async function insertItems(tx: Queryable, items: readonly NewItem[]): Promise<void> {
  if (items.length > 0)
    await tx
      .insertInto('campaignItems')
      .values([...items])
      .execute();
}

/** The college's campaign that runs, or was the last one of the term. */
export async function findCampaign(db: Queryable, collegeId: string, term: string): Promise<CampaignRow | undefined> {
  return db
    .selectFrom('campaigns')
    .selectAll()
    .where('collegeId', '=', collegeId)
    .where('term', '=', term)
    .orderBy('status')
    .orderBy('acceptedAt', 'desc')
    .executeTakeFirst();
}

/** The row, locked until the end of the transaction; an edit and a run of the same campaign wait for each other. */
export async function lockCampaign(tx: Queryable, campaignId: string): Promise<CampaignRow | undefined> {
  return tx.selectFrom('campaigns').selectAll().where('campaignId', '=', campaignId).forUpdate().executeTakeFirst();
}

/** Every item of a campaign, by time. */
export async function listItems(db: Queryable, campaignId: string): Promise<readonly CampaignItemRow[]> {
  return db
    .selectFrom('campaignItems')
    .selectAll()
    .where('campaignId', '=', campaignId)
    .orderBy('dueAt')
    .orderBy('number')
    .execute();
}

/** Changes one item, if it is still in one of the states `from`; false otherwise. */
export async function updateItem(
  tx: Queryable,
  item: { readonly itemId: string; readonly from: readonly CampaignItemStatus[] },
  change: Partial<Pick<CampaignItemRow, 'dueAt' | 'topic' | 'season' | 'status' | 'ranAt' | 'noticeId' | 'errorCode'>>,
): Promise<boolean> {
  const result = await tx
    .updateTable('campaignItems')
    .set(change)
    .where('itemId', '=', item.itemId)
    .where('status', 'in', [...item.from])
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function markStopped(tx: Queryable, campaignId: string, by: string, at: Date): Promise<void> {
  await tx
    .updateTable('campaigns')
    .set({ status: 'stopped', stoppedAt: at, stoppedBy: by })
    .where('campaignId', '=', campaignId)
    .where('status', '=', 'active')
    .execute();
}

/** Gives the campaign to another leader, whose name its notices bear from now on. */
export async function takeOver(tx: Queryable, campaignId: string, staffId: string): Promise<void> {
  await tx.updateTable('campaigns').set({ staffId }).where('campaignId', '=', campaignId).execute();
}

/** How many items are due and made, and wait for a second person. */
export async function countWaiting(db: Queryable, campaignId: string): Promise<number> {
  const row = await db
    .selectFrom('campaignItems')
    .innerJoin('notices', 'notices.noticeId', 'campaignItems.noticeId')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('campaignItems.campaignId', '=', campaignId)
    .where('notices.status', '=', 'awaiting_approval')
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** Whether a campaign made the notice, so that nobody can change it and confirm it again. When it was not agreed to, its item failed. */
export async function failItemOf(tx: Queryable, noticeId: string): Promise<boolean> {
  const result = await tx
    .updateTable('campaignItems')
    .set({ status: 'failed', errorCode: 'returned' })
    .where('noticeId', '=', noticeId)
    .where('status', '=', 'sent')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Campaigns with an item that is due at `now` (domain clock). */
export async function listDueCampaigns(db: Queryable, now: Date): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('campaignItems')
    .innerJoin('campaigns', 'campaigns.campaignId', 'campaignItems.campaignId')
    .select('campaigns.campaignId')
    .distinct()
    .where('campaignItems.status', '=', 'planned')
    .where('campaignItems.dueAt', '<=', now)
    .where('campaigns.status', '=', 'active')
    .execute();
  return rows.map(({ campaignId }) => campaignId);
}

export interface GroupTopicRow {
  readonly groupId: string;
  readonly topic: string;
  /** Stands in the group; else somebody still has to tap or paste, or nobody knows. */
  readonly isSent: boolean;
}

/** What anti-fraud topics stand in these groups since `from`, or are on their way there. */
export async function listGroupTopics(
  db: Queryable,
  groupIds: readonly string[],
  from: Date,
): Promise<readonly GroupTopicRow[]> {
  if (groupIds.length === 0) return [];
  const topic = sql<string>`coalesce(notices.recipients -> 'topicByTarget' ->> deliveries.target_key, notices.topic)`;
  const rows = await db
    .selectFrom('deliveries')
    .innerJoin('notices', 'notices.noticeId', 'deliveries.noticeId')
    .select(['deliveries.groupId', topic.as('topic')])
    .select(sql<boolean>`bool_or(deliveries.status = 'sent')`.as('isSent'))
    .where('notices.kind', '=', 'fraud')
    .where('notices.confirmedAt', '>=', from)
    .where(sql<SqlBool>`deliveries.group_id = any(${[...groupIds]}::uuid[])`)
    .where('deliveries.status', 'not in', ['failed', 'cancelled', 'capped'])
    .where(topic, 'is not', null)
    .groupBy(['deliveries.groupId', topic])
    .execute();
  return rows.flatMap(({ groupId, topic: name, isSent }) =>
    groupId === null ? [] : [{ groupId, topic: name, isSent }],
  );
}

export interface CounsellorRow {
  readonly staffId: string;
  readonly name: string;
}

/** The counsellors who have a class of the college. */
export async function listCounsellors(db: Queryable, collegeId: string): Promise<readonly CounsellorRow[]> {
  return db
    .selectFrom('classes')
    .innerJoin('staff', 'staff.staffId', 'classes.counsellorId')
    .select(['staff.staffId', 'staff.name'])
    .distinct()
    .where('classes.collegeId', '=', collegeId)
    .where('classes.archivedAt', 'is', null)
    .where('staff.archivedAt', 'is', null)
    .orderBy('staff.staffId')
    .execute();
}

/** Every college that has a class, by name. */
export async function listColleges(
  db: Queryable,
): Promise<readonly { readonly collegeId: string; readonly name: string }[]> {
  return db
    .selectFrom('colleges')
    .innerJoin('classes', 'classes.collegeId', 'colleges.collegeId')
    .select(['colleges.collegeId', 'colleges.name'])
    .distinct()
    .where('classes.archivedAt', 'is', null)
    .orderBy('colleges.name')
    .execute();
}

/** Items of the campaigns that run, by status. */
export async function countItems(db: Queryable): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ status: string; count: number }>`
    select i.status, count(*)::int as count
    from campaign_items i join campaigns c on c.campaign_id = i.campaign_id and c.status = 'active'
    group by 1`.execute(db);
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
