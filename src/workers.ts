import { parseQuietHours } from './calendar/index.ts';
import { createInboundWork, type InboundWork } from './callback/index.ts';
import type { Dispatcher } from './command/index.ts';
import { type ContactWork, createContactWork } from './contact/index.ts';
import type { Core } from './core.ts';
import { createFailureWork, createPersonalLinks, type FailureWork, startDeliveryWorkers } from './delivery/index.ts';
import {
  type ApprovalWork,
  type BatchWork,
  createApprovalWork,
  createBatchWork,
  createCampaignItems,
  createGuardRetention,
  createScheduledRunPreparer,
  type GuardRetention,
  type NoticeDependencies,
  personalUrl,
} from './notice/index.ts';
import type { ChatPlatform } from './platform/port.ts';
import {
  type ClockGuard,
  type OpenQueue,
  type QueueWorker,
  runLane,
  startClockGuard,
  startSweep,
} from './queue/index.ts';
import { createDirectoryWork, type DirectoryWork, setSubscription } from './roster/index.ts';
import { randomIds } from './shared/ids.ts';
import { unseal } from './shared/secret.ts';

/** Lines that are worked off at the same time; of one person always one after the other. */
const INBOUND_CONCURRENCY = 8;

export interface Workers {
  readonly clockGuard: ClockGuard;
  /** Looks at once for all work that is due, e.g. after the domain's clock was moved. */
  sweepNow(): Promise<void>;
  /** Begins nothing new and waits for what is under way. */
  stop(): Promise<void>;
}

/** Starts everything that works off the ledger: lines that came in, reminders, deliveries, schedules. */
export function startWorkers(
  core: Core,
  parts: {
    readonly queue: OpenQueue;
    readonly platform: ChatPlatform;
    readonly dialogue: Dispatcher;
    readonly notices: NoticeDependencies;
  },
): Workers {
  const { config, clock, log, secretKey } = core;
  const { db } = core.database;
  const { queue, platform, dialogue } = parts;
  const clockGuard = startClockGuard(db, log);
  const links = createPersonalLinks(secretKey);

  const directory = createDirectoryWork({ db, clock, platform, log });
  const inbound = createInboundWork({
    db,
    wake: queue,
    dispatcher: dialogue,
    clock,
    logger: log,
    timeZone: config.timeZone,
    onGuardianSubscription: directory.hearSubscription,
  });
  const contact = createContactWork({
    db,
    wake: queue,
    clock,
    ids: randomIds,
    platform: platform.name,
    log,
    timeZone: config.timeZone,
  });
  const batch = createBatchWork({ db, wake: queue, clock, ids: randomIds, platform: platform.name });
  const approval = createApprovalWork({
    db,
    wake: queue,
    clock,
    ids: randomIds,
    platform: platform.name,
    timeZone: config.timeZone,
  });
  const guard = createGuardRetention({ db, clock, timeZone: config.timeZone });
  const failure = createFailureWork({ db, wake: queue, clock, ids: randomIds, platform: platform.name });
  const works = { inbound, contact, directory, approval, batch, guard, failure };
  const inboundWorker = startInboundWorker(core, queue, works);
  const inboundSweep = startSweep(
    [
      { queue: 'inbound', findDueLanes: inbound.findDueLanes },
      { queue: 'inbound', findDueLanes: contact.findDueLanes },
      { queue: 'inbound', findDueLanes: directory.findDueLanes },
      { queue: 'inbound', findDueLanes: approval.findDueLanes },
      { queue: 'inbound', findDueLanes: batch.findDueLanes },
      { queue: 'inbound', findDueLanes: guard.findDueLanes },
      { queue: 'inbound', findDueLanes: failure.findDueLanes },
    ],
    queue,
    log,
  );

  const prepareRun = createScheduledRunPreparer(parts.notices);
  const delivery = startDeliveryWorkers({
    db,
    platform,
    queue,
    clock,
    clockGuard,
    ids: randomIds,
    quietHours: parseQuietHours(config.quietHours),
    timeZone: config.timeZone,
    log,
    openWebhook: (sealed) => unseal(secretKey, 'webhook', sealed),
    isSchoolNoticeOn: parts.notices.isSchoolNoticeOn,
    linkOf: (deliveryId) => personalUrl(parts.notices.publicUrl(), links.tokenOf(deliveryId)),
    onUnreachable: async (tx, guardianUserId) => {
      await setSubscription(tx, guardianUserId, false);
    },
    prepareRun,
    campaignItems: createCampaignItems(prepareRun, parts.notices.library),
  });

  return {
    clockGuard,
    sweepNow: async () => {
      await Promise.all([inboundSweep.sweepNow(), delivery.sweepNow()]);
    },
    stop: async () => {
      clockGuard.stop();
      await Promise.all([inboundSweep.stop(), inboundWorker.close(), delivery.stop()]);
    },
  };
}

function startInboundWorker(
  core: Core,
  queue: OpenQueue,
  parts: {
    readonly inbound: InboundWork;
    readonly contact: ContactWork;
    readonly directory: DirectoryWork;
    readonly approval: ApprovalWork;
    readonly batch: BatchWork;
    readonly guard: GuardRetention;
    readonly failure: FailureWork;
  },
): QueueWorker {
  return queue.startWorker(
    'inbound',
    async (laneKey, signal) => {
      const { inbound, ...others } = parts;
      const { advance } = Object.values(others).find((it) => it.owns(laneKey)) ?? inbound;
      const { wakeInMs } = await runLane(core.database.db, laneKey, advance, { signal });
      if (wakeInMs !== undefined) queue.wake('inbound', [laneKey], wakeInMs);
    },
    { concurrency: INBOUND_CONCURRENCY },
  );
}
