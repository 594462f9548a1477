import { queueMemberText } from '../../command/index.ts';
import { closeOpenTasks } from '../../contact/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { PlatformName } from '../../platform/port.ts';
import type { AfterCommit } from '../../queue/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { IdSource } from '../../shared/ids.ts';
import { ladderOriginOf } from '../ladder/ladder.store.ts';
import { nameSet, setKeysOf } from '../name-set.ts';
import { deliveryTexts as texts } from '../texts.zh.ts';
import {
  type Cancellation,
  cancelDeliveries,
  endPause,
  hurryMassTasks,
  insertPause,
  listQueuedLanes,
  recallRelays,
  recallRest,
  type StoppedDelivery,
} from './stop.store.ts';

/** What stopping needs of the transaction in which it happens. */
export interface StopDependencies {
  readonly platform: PlatformName;
  readonly now: Date;
  readonly ids: IdSource;
  readonly afterCommit: AfterCommit;
}

/**
 * Stops everything of one person, or (null) everything, from the next claim on. Mass tasks that nobody tapped are taken
 * back by their lanes, relay owners are told not to post. False when it already stood still.
 */
export async function pauseSending(
  tx: Queryable,
  pause: { readonly staffId: string | null; readonly by: string },
  dependencies: StopDependencies,
): Promise<boolean> {
  const { now, ids, afterCommit } = dependencies;
  const isNew = await insertPause(tx, { ...pause, pauseId: ids.uuid(), at: now });
  if (!isNew) return false;
  const relays = await recallRelays(tx, pause.staffId);
  await tellOwners(tx, relays, dependencies);
  for (const { laneKey } of relays) afterCommit.wake('delivery', laneKey);
  for (const laneKey of await hurryMassTasks(tx, pause.staffId, now)) afterCommit.wake('delivery', laneKey);
  return true;
}

/** Lets it go on: what was taken back is made anew. False when nothing was paused. */
export async function resumeSending(
  tx: Queryable,
  resume: { readonly staffId: string | null; readonly by: string },
  dependencies: StopDependencies,
): Promise<boolean> {
  const { now, afterCommit } = dependencies;
  if (!(await endPause(tx, { ...resume, at: now }))) return false;
  for (const laneKey of await listQueuedLanes(tx, resume.staffId)) afterCommit.wake('delivery', laneKey);
  return true;
}

/** Stops one notice for good, as far as it did not go out; mass tasks are taken back by their lanes. */
export async function cancelNotice(
  tx: Queryable,
  noticeId: string,
  dependencies: StopDependencies,
): Promise<Cancellation> {
  const cancellation = await cancelDeliveries(tx, noticeId, dependencies.now);
  const rest = await recallRest(tx, noticeId);
  await tellOwners(tx, [...cancellation.relays, ...rest], dependencies);
  for (const { laneKey } of rest) dependencies.afterCommit.wake('delivery', laneKey);
  const { now } = dependencies;
  await closeOpenTasks(tx, { origin: ladderOriginOf(noticeId) }, { status: 'dropped', now, closedBy: null });
  for (const laneKey of cancellation.lanes) dependencies.afterCommit.wake('delivery', laneKey);
  return cancellation;
}

async function tellOwners(
  tx: Queryable,
  relays: readonly StoppedDelivery[],
  dependencies: StopDependencies,
): Promise<void> {
  const keys = setKeysOf(relays);
  const perOwner = groupBy(
    relays,
    ({ ownerUserId, noticeId, joinedId }) => `${ownerUserId ?? ''}\n${keys.get(joinedId ?? '') ?? noticeId}`,
  );
  for (const deliveries of perOwner.values()) {
    const first = deliveries[0];
    if (first?.ownerUserId == null) continue;
    const { title, code, targets } = nameSet(deliveries);
    const isOne = deliveries.every(({ noticeId }) => noticeId === first.noticeId);
    await queueMemberText(tx, {
      ...dependencies,
      memberId: first.ownerUserId,
      text: isOne ? texts.doNotPost(title, code, targets) : texts.doNotPostTogether(title, code, targets),
    });
  }
}
