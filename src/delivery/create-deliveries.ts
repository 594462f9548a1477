import { type QuietHours, quietUntil } from '../calendar/index.ts';
import type { Queryable } from '../db/index.ts';
import {
  type ConfirmDependencies,
  type ConfirmedNotice,
  nextEvening,
  type PlannedDelivery,
  settleSendAt,
} from '../notice/index.ts';
import { toStorableText } from '../shared/bytes.ts';
import { insertBodies, insertDeliveries, type NewBody, type NewDelivery } from './delivery.store.ts';
import { laneKeyOf } from './lane/lane-keys.ts';

export interface CreateDependencies extends ConfirmDependencies {
  readonly quietHours: QuietHours;
  /** The platform's account, part of the lane of school notices. */
  readonly account: string;
  readonly timeZone: string;
}

/**
 * Writes one delivery per target into the transaction that confirms the notices, and wakes their lanes after its commit.
 * Ten thousand rows take well under 2 s, of one notice or of many: arrays go over in a handful of statements, words that
 * are equal within a notice are stored once.
 */
export async function createDeliveries(
  tx: Queryable,
  notices: readonly ConfirmedNotice[],
  dependencies: CreateDependencies,
): Promise<void> {
  const { now, ids, afterCommit } = dependencies;
  const bodies: NewBody[] = [];
  const rows: NewDelivery[] = [];
  for (const notice of notices) {
    const bodyIds = new Map<string, string>();
    for (const { body } of notice.planned) if (!bodyIds.has(body)) bodyIds.set(body, ids.uuid());
    for (const [body, bodyId] of bodyIds)
      bodies.push({ bodyId, noticeId: notice.noticeId, body: toStorableText(body) });
    rows.push(...toRows(notice, bodyIds, dependencies));
  }
  await insertBodies(tx, bodies);
  await insertDeliveries(tx, now, rows);

  const lanes = new Set(rows.filter((row) => row.status === 'queued').map((row) => row.laneKey));
  for (const laneKey of lanes) afterCommit.wake('delivery', laneKey);
}

function toRows(
  { noticeId, isUrgent, isLow, sendAt = null, planned }: ConfirmedNotice,
  bodyIds: ReadonlyMap<string, string>,
  { now, ids, quietHours, account, timeZone }: CreateDependencies,
): readonly NewDelivery[] {
  const setFor = isUrgent || sendAt === null || sendAt <= now ? null : settleSendAt(sendAt, { quietHours, timeZone });
  const evening = isLow && !isUrgent ? nextEvening(now, quietHours, timeZone) : null;
  const digestAt = setFor ?? evening;
  const heldUntil = digestAt ?? (isUrgent ? null : quietUntil(now, quietHours, timeZone));
  return planned.map((delivery) => {
    const failedWith = delivery.failedWith ?? impossibleCode(delivery);
    const isByHand = delivery.channel === 'phone' || delivery.channel === 'letter';
    return {
      ...delivery,
      noticeId,
      rung: delivery.rung ?? 'first',
      follows: delivery.follows ?? null,
      deliveryId: ids.uuid(),
      target: toStorableText(delivery.target),
      bodyId: bodyIds.get(delivery.body) ?? '',
      laneKey: laneKeyOf(delivery, account),
      status:
        failedWith !== null
          ? 'failed'
          : isByHand
            ? 'awaiting_member'
            : heldUntil === null
              ? 'queued'
              : 'waiting_quiet_hours',
      errorCode: failedWith,
      notBefore: failedWith === null && !isByHand ? heldUntil : null,
      digestAt: failedWith === null && !isByHand ? digestAt : null,
    };
  });
}

/** What no call could deliver because a fact is missing; the roster must be corrected. */
function impossibleCode(delivery: PlannedDelivery): string | null {
  switch (delivery.channel) {
    case 'wecom_school_notice':
      return delivery.platformTarget === null ? 'no_channel' : null;
    case 'wecom_customer_group':
      return delivery.platformTarget === null || delivery.ownerUserId === null ? 'no_owner' : null;
    case 'wecom_group_robot':
      return delivery.groupId === null ? 'no_channel' : null;
    case 'relay':
      return delivery.ownerUserId === null ? 'no_owner' : null;
    case 'phone':
    case 'letter':
      return null;
  }
}
