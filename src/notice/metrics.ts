import type { Queryable } from '../db/index.ts';
import { countOpenRequests } from './approval/approval.store.ts';
import { countItems } from './campaign/campaign.store.ts';

export interface NoticeMetrics {
  /** Requests that wait for a second person. */
  readonly openApprovals: number;
  /** For how long the oldest of them has waited, seconds; 0 = none waits. */
  readonly oldestApprovalSeconds: number;
  /** Items of the campaigns that run, by status. */
  readonly campaignItems: Readonly<Record<string, number>>;
}

/** Plain numbers for `/metrics`. `now` is the domain's. */
export async function collectNoticeMetrics(db: Queryable, now: Date): Promise<NoticeMetrics> {
  const { open, oldestAt } = await countOpenRequests(db);
  return {
    openApprovals: open,
    oldestApprovalSeconds:
      oldestAt === null ? 0 : Math.max(0, Math.round((now.getTime() - oldestAt.getTime()) / 1_000)),
    campaignItems: await countItems(db),
  };
}
