import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type CallbackCounts, countRecentInbound } from './callback/index.ts';
import type { Core } from './core.ts';
import { collectDeliveryMetrics } from './delivery/index.ts';
import { collectFamilyMetrics } from './family/index.ts';
import { collectNoticeMetrics } from './notice/index.ts';
import { isTokenStopped } from './platform/token.store.ts';
import type { OpenQueue } from './queue/index.ts';
import { listDirectoryStates } from './roster/index.ts';

export interface MetricSources {
  readonly queue: OpenQueue;
  readonly readCallbacks: () => CallbackCounts;
  /** Process minus database, ms; undefined before the first measurement or without workers. */
  readonly readClockSkewMs: () => number | undefined;
}

/** The text of /metrics: numbers and labels of ours only, never a person. */
export function createMetrics(
  core: Core,
  sources: MetricSources,
): () => Promise<{ contentType: string; text: string }> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'jiaxin_' });
  const gauge = (name: string, help: string, labelNames: readonly string[] = []): Gauge =>
    new Gauge({ name: `jiaxin_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const callbacks = gauge('callbacks_total', 'Callback messages since the start, by result', ['result', 'reason']);
  const deliveries = gauge('deliveries', 'Deliveries by state', ['status']);
  const replies = gauge('member_messages', 'What the bot says to staff, by state', ['status']);
  const oldest = gauge('oldest_queued_seconds', 'Age of the oldest delivery that could go out now');
  const slots = gauge('pacing_slots_used', 'Pacing slots used in the last minute, by kind of lane', ['kind']);
  const stopped = gauge('channel_stopped', 'Channels that the platform refuses', ['scope']);
  const jobs = gauge('queue_jobs', 'Jobs of the queue by state', ['queue', 'state']);
  const directory = gauge('directory_accounts', 'Accounts of the school directory at its last whole reading', [
    'group',
  ]);
  const directoryAge = gauge('directory_age_seconds', 'Since the school directory was last read as a whole');
  const directoryFailures = gauge('directory_failures', 'Readings of the school directory that failed in a row', [
    'code',
  ]);
  const inbound = gauge('inbound', 'The newest 10,000 messages that came in, by state', ['status']);
  const platformStopped = gauge('platform_stopped', '1 = the platform refuses the secret itself');
  const approvals = gauge('approvals_open', 'Notices that wait for a second person');
  const approvalAge = gauge('approval_oldest_seconds', 'Age of the oldest request for approval that is open');
  const steps = gauge('ladder_steps_offered', 'Next steps to families that were offered and not taken');
  const links = gauge('links_locked', 'Personal links that stand locked');
  const items = gauge('campaign_items', 'Items of the campaigns that run, by state', ['status']);
  const skew = gauge('clock_skew_seconds', 'This process minus the database');

  return async () => {
    showCallbacks(callbacks, sources.readCallbacks());
    const { db } = core.database;
    const now = core.clock.now();
    const found = await collectDeliveryMetrics(db, now);
    const notices = await collectNoticeMetrics(db, now);
    for (const each of [deliveries, replies, slots, stopped, jobs, inbound, items]) each.reset();
    for (const [status, count] of Object.entries(await countRecentInbound(db))) inbound.set({ status }, count);
    platformStopped.set((await isTokenStopped(db)) ? 1 : 0);
    approvals.set(notices.openApprovals);
    approvalAge.set(notices.oldestApprovalSeconds);
    steps.set(found.offeredSteps);
    links.set((await collectFamilyMetrics(db, now)).lockedLinks);
    for (const [status, count] of Object.entries(notices.campaignItems)) items.set({ status }, count);
    for (const [status, count] of Object.entries(found.byStatus)) deliveries.set({ status }, count);
    for (const [status, count] of Object.entries(found.memberByStatus)) replies.set({ status }, count);
    for (const [kind, count] of Object.entries(found.slotsUsed)) slots.set({ kind }, count);
    for (const { scope } of found.blocks) stopped.set({ scope }, 1);
    oldest.set(found.oldestQueuedSeconds);
    for (const each of [directory, directoryFailures]) each.reset();
    directoryAge.remove();
    for (const { syncedAt, failureCode, failures, counts } of await listDirectoryStates(db)) {
      for (const [group, count] of Object.entries(counts)) directory.set({ group }, count);
      if (syncedAt !== null) directoryAge.set((now.getTime() - syncedAt.getTime()) / 1000);
      directoryFailures.set({ code: failureCode ?? '' }, failures);
    }
    const skewMs = sources.readClockSkewMs();
    // Not measured is not zero: a zero would look like a clock that is right.
    if (skewMs === undefined) skew.remove();
    else skew.set(skewMs / 1000);
    for (const [queue, states] of Object.entries(await sources.queue.counts())) {
      for (const [state, count] of Object.entries(states)) jobs.set({ queue, state }, count);
    }
    return { contentType: registry.contentType, text: await registry.metrics() };
  };
}

function showCallbacks(gauge: Gauge, counts: CallbackCounts): void {
  for (const result of ['received', 'repeated', 'unsupported', 'deferred'] as const) {
    gauge.set({ result, reason: '' }, counts[result]);
  }
  for (const [reason, count] of Object.entries(counts.rejected)) gauge.set({ result: 'rejected', reason }, count);
}
