import { describeInstant } from '../calendar/index.ts';
import { queueMemberText } from '../command/index.ts';
import { type CampaignItemRow, type CampaignRow, isDatabaseAway, type Queryable } from '../db/index.ts';
import {
  type CampaignItems,
  listDueCampaigns,
  listItems,
  lockCampaign,
  type RunItem,
  campaignTexts as texts,
  updateItem,
} from '../notice/index.ts';
import { type Advance, type AfterCommit, inTransactionThenWake } from '../queue/index.ts';
import type { DeliveryContext } from './context.ts';
import { findCampaignLeaders } from './schedule-run.store.ts';

/**
 * Runs the items of campaigns when they are due (domain clock); the states are told in notice/campaign/campaign-states.ts.
 * One item a transaction, under the campaign's lock, with all that it made: a crash repeats it whole or not at all. The sweep
 * alone wakes these lanes, because dated items need no ticker.
 */
export const CAMPAIGN_LANE_PREFIX = 'campaign:';
const MAX_LATE_MS = 12 * 3_600_000;

export type CampaignContext = Pick<
  DeliveryContext,
  'db' | 'platform' | 'wakeQueue' | 'clock' | 'ids' | 'timeZone' | 'log'
> & { readonly campaignItems: Pick<CampaignItems, 'run' | 'nameOf'> };

/** Lanes of campaigns with an item that is due at `now`. */
export async function findDueCampaignLanes(db: Queryable, now: Date): Promise<readonly string[]> {
  return (await listDueCampaigns(db, now)).map((campaignId) => CAMPAIGN_LANE_PREFIX + campaignId);
}

/** Runs the first due item of the lane's campaign. */
export async function advanceCampaign(ctx: CampaignContext, laneKey: string): Promise<Advance> {
  const campaignId = laneKey.slice(CAMPAIGN_LANE_PREFIX.length);
  try {
    return await inTransactionThenWake(ctx.db, ctx.wakeQueue, (tx, afterCommit) =>
      runDue(ctx, tx, afterCommit, campaignId),
    );
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    // It would fail again at every sweep, and the leader would never hear of it.
    ctx.log.error({ campaignId, err: error }, 'an item of a campaign failed');
    const failed: RunItem = { status: 'failed', errorCode: 'unexpected', why: texts.unexpected };
    return inTransactionThenWake(ctx.db, ctx.wakeQueue, (tx, afterCommit) =>
      runDue({ ...ctx, campaignItems: { ...ctx.campaignItems, run: async () => failed } }, tx, afterCommit, campaignId),
    );
  }
}

async function runDue(
  ctx: CampaignContext,
  tx: Queryable,
  afterCommit: AfterCommit,
  campaignId: string,
): Promise<Advance> {
  const campaign = await lockCampaign(tx, campaignId);
  if (campaign?.status !== 'active') return { more: false };
  const now = ctx.clock.now();
  const due = (await listItems(tx, campaignId)).filter(({ status, dueAt }) => status === 'planned' && dueAt <= now);
  const [item] = due;
  if (item === undefined) return { more: false };
  const told = await runItem(ctx, tx, afterCommit, { campaign, item, now });
  if (told !== undefined) await tellLeader(ctx, tx, afterCommit, campaign, told);
  return { more: due.length > 1 };
}

/** Writes what became of the item and returns what its leader has to know. */
async function runItem(
  ctx: CampaignContext,
  tx: Queryable,
  afterCommit: AfterCommit,
  { campaign, item, now }: { readonly campaign: CampaignRow; readonly item: CampaignItemRow; readonly now: Date },
): Promise<string | undefined> {
  const key = { itemId: item.itemId, from: ['planned'] as const };
  const name = ctx.campaignItems.nameOf(item);
  if (now.getTime() - item.dueAt.getTime() > MAX_LATE_MS) {
    await updateItem(tx, key, { status: 'skipped', ranAt: now });
    // Next week's line comes anyway; nobody has to act.
    if (item.season === 'weekly') return undefined;
    return texts.runMissed(item.number, name, describeInstant(item.dueAt, now, ctx.timeZone));
  }
  const outcome = await ctx.campaignItems.run(tx, campaign, item, {
    now,
    ids: ctx.ids,
    afterCommit,
    platform: ctx.platform.name,
  });
  await updateItem(tx, key, {
    status: outcome.status,
    ranAt: now,
    noticeId: outcome.status === 'sent' ? outcome.noticeId : null,
    errorCode: outcome.status === 'failed' ? outcome.errorCode : null,
  });
  if (outcome.status === 'failed') return texts.runFailed(item.number, name, outcome.why);
  return outcome.status === 'sent' && item.season !== 'weekly' ? texts.runPrepared(item.number, name) : undefined;
}

async function tellLeader(
  ctx: CampaignContext,
  tx: Queryable,
  afterCommit: AfterCommit,
  campaign: CampaignRow,
  text: string,
): Promise<void> {
  const { platform, ids } = ctx;
  const now = ctx.clock.now();
  const memberIds = await findCampaignLeaders(tx, campaign);
  for (const memberId of memberIds)
    await queueMemberText(tx, { platform: platform.name, memberId, now, ids, afterCommit, text });
}
