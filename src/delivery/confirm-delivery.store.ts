import type { Queryable } from '../db/index.ts';

/**
 * The family said 我已知悉. Not a move of the delivery's state: how it got there stays what the sending said. The first time
 * stays; of two at once the second one finds it. Returns whether this call was the first.
 */
export async function confirmDelivery(tx: Queryable, deliveryId: string, now: Date): Promise<boolean> {
  const row = await tx
    .updateTable('deliveries')
    .set({ confirmedAt: now })
    .where('deliveryId', '=', deliveryId)
    .where('studentId', 'is not', null)
    .where('status', '<>', 'cancelled')
    .where('confirmedAt', 'is', null)
    .returning('deliveryId')
    .executeTakeFirst();
  return row !== undefined;
}
