import type { CampaignItems, PrepareScheduledRun } from '../notice/index.ts';
import { type Advance, type Lease, type OpenQueue, runLane, startSweep } from '../queue/index.ts';
import { letBlocksBeTried } from './call/channel-block.store.ts';
import {
  advanceCampaign,
  CAMPAIGN_LANE_PREFIX,
  type CampaignContext,
  findDueCampaignLanes,
} from './campaign-runner.ts';
import { DEFAULT_TIMINGS, type DeliveryContext, type DeliveryTimings } from './context.ts';
import { findDueDeliveryLanes, findDueMemberLanes } from './due.store.ts';
import { advanceLadder, findDueLadderLane, LADDER_LANE, type LadderContext } from './ladder/ladder-work.ts';
import { laneKindOf } from './lane/lane-keys.ts';
import { createMemberLane } from './lane/member-lane.ts';
import { createOwnerLane } from './lane/owner-lane.ts';
import { createRelayLane } from './lane/relay-lane.ts';
import { createSendingLane } from './lane/sending-lane.ts';
import { findDueScheduleLanes } from './schedule-run.store.ts';
import { advanceSchedule, createTickKeeper, type ScheduleContext } from './schedule-runner.ts';

export interface DeliveryWorkerDependencies extends Omit<DeliveryContext, 'wakeQueue' | 'timings'> {
  readonly queue: OpenQueue;
  /** Makes the notice of a scheduled run (from notice/). */
  readonly prepareRun: PrepareScheduledRun;
  /** Runs a due item of a college's campaign (from notice/). */
  readonly campaignItems: CampaignItems;
  /** The tenant has 家校沟通: the next guardian of a family may get a school notice. */
  readonly isSchoolNoticeOn: boolean;
  readonly timings?: Partial<DeliveryTimings>;
  readonly sweepMs?: number;
  /** Lanes that this process advances at the same time. */
  readonly concurrency?: number;
}

export interface DeliveryWorkers {
  /** Looks at once for everything that is due, e.g. after the domain's clock was moved. */
  sweepNow(): Promise<void>;
  /** Begins nothing new, lets calls under way end and writes their outcomes. */
  stop(): Promise<void>;
}

/** A wake further off than this is left to the sweep: the domain's clock may be moved, and jobs should not pile up. */
const MAX_WAKE_MS = 10 * 60_000;
const CONCURRENCY = 16;

/** Starts the workers of the queues `delivery` and `schedule` and their sweep. */
export function startDeliveryWorkers(dependencies: DeliveryWorkerDependencies): DeliveryWorkers {
  const { queue, db, clock } = dependencies;
  const ctx: DeliveryContext & ScheduleContext & CampaignContext & LadderContext = {
    ...dependencies,
    wakeQueue: queue,
    timings: { ...DEFAULT_TIMINGS, ...dependencies.timings },
  };
  const { leaseMs, sendTimeoutMs } = ctx.timings;
  void letBlocksBeTried(db).catch((error: unknown) =>
    ctx.log.warn({ err: error }, 'channels that stand still could not be freed for a try'),
  );

  const deliveries = queue.startWorker(
    'delivery',
    async (laneKey, signal) => {
      const advance = advanceOf(ctx, laneKey);
      if (advance === undefined) return;
      const { wakeInMs } = await runLane(db, laneKey, advance, { leaseMs, signal });
      if (wakeInMs !== undefined && wakeInMs <= MAX_WAKE_MS) queue.wake('delivery', [laneKey], wakeInMs);
    },
    { concurrency: dependencies.concurrency ?? CONCURRENCY },
  );
  const schedules = queue.startWorker(
    'schedule',
    async (laneKey, signal) => {
      const { wakeInMs } = await runLane(db, laneKey, () => advanceDated(ctx, laneKey), { leaseMs, signal });
      if (wakeInMs !== undefined && wakeInMs <= MAX_WAKE_MS) queue.wake('schedule', [laneKey], wakeInMs);
    },
    { concurrency: 1 },
  );
  const keepTicks = createTickKeeper(ctx, queue);
  const sweep = startSweep(
    [
      { queue: 'delivery', findDueLanes: () => findDueMemberLanes(db, sendTimeoutMs) },
      { queue: 'delivery', findDueLanes: () => findDueDeliveryLanes(db, clock.now(), sendTimeoutMs) },
      {
        queue: 'schedule',
        findDueLanes: async () => {
          await keepTicks();
          const now = clock.now();
          return [
            ...(await findDueScheduleLanes(db, now)),
            ...(await findDueCampaignLanes(db, now)),
            ...(await findDueLadderLane(ctx)),
          ];
        },
      },
    ],
    queue,
    dependencies.log,
    dependencies.sweepMs,
  );
  return {
    sweepNow: sweep.sweepNow,
    async stop() {
      await sweep.stop();
      await Promise.all([deliveries.close(), schedules.close()]);
    },
  };
}

function advanceDated(ctx: ScheduleContext & CampaignContext & LadderContext, laneKey: string): Promise<Advance> {
  if (laneKey === LADDER_LANE) return advanceLadder(ctx);
  return laneKey.startsWith(CAMPAIGN_LANE_PREFIX) ? advanceCampaign(ctx, laneKey) : advanceSchedule(ctx, laneKey);
}

function advanceOf(ctx: DeliveryContext, laneKey: string): ((lease: Lease) => Promise<Advance>) | undefined {
  switch (laneKindOf(laneKey)) {
    case 'member':
      return createMemberLane(ctx);
    case 'school':
      return createSendingLane(ctx, 'school');
    case 'robot':
      return createSendingLane(ctx, 'robot');
    case 'owner':
      return createOwnerLane(ctx);
    case 'relay':
      return createRelayLane(ctx);
    default:
      return undefined;
  }
}

/** For `openQueue`: a person waits for these, so they go before broadcasts. */
export function isHurriedLane(laneKey: string): boolean {
  return laneKindOf(laneKey) === 'member' || !laneKindOf(laneKey);
}
