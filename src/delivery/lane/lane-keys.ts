import { createHash } from 'node:crypto';
import type { DeliveryChannel } from '../../db/index.ts';

/**
 * Which lane a delivery runs in. A lane is advanced by one worker at a time, so what must keep an order or a pace shares
 * one. The keys hold ids only, because they are job data: no names of people or groups.
 */
export const SCHOOL_SHARDS = 8;

export interface LaneTarget {
  readonly channel: DeliveryChannel;
  readonly targetKey: string;
  readonly ownerUserId: string | null;
  readonly groupId: string | null;
}

/** `account` is the platform's account for school notices. */
export function laneKeyOf(target: LaneTarget, account: string): string {
  switch (target.channel) {
    case 'wecom_school_notice':
      return `school:${account}:${shardOf(target.targetKey)}`;
    case 'wecom_customer_group':
      return ownerLaneKey(target.ownerUserId ?? '');
    case 'wecom_group_robot':
      return `robot:${target.groupId ?? ''}`;
    case 'relay':
      return relayLaneKey(target.ownerUserId ?? '');
    // Staff do it; no worker ever advances this lane.
    case 'phone':
    case 'letter':
      return 'hand';
  }
}

/** The lane of an owner's customer groups; user ids of the platform do not mind case. */
export function ownerLaneKey(ownerUserId: string): string {
  return `owner:${ownerUserId.toLowerCase()}`;
}

/** The lane of an owner's groups that no program may write to. */
export function relayLaneKey(ownerUserId: string): string {
  return `relay:${ownerUserId.toLowerCase()}`;
}

/** `member` is the lane of what the bot says to one member of staff (command/member-message.store.ts). */
export type LaneKind = 'school' | 'owner' | 'robot' | 'relay' | 'member';
const KINDS: readonly LaneKind[] = ['school', 'owner', 'robot', 'relay', 'member'];

export function laneKindOf(laneKey: string): LaneKind | undefined {
  const prefix = laneKey.slice(0, laneKey.indexOf(':'));
  return KINDS.find((kind) => kind === prefix);
}

function shardOf(targetKey: string): number {
  return createHash('sha256').update(targetKey).digest().readUInt32BE(0) % SCHOOL_SHARDS;
}
