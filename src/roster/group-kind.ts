/** How a group is reached (contract §5). */
export type GroupKind = 'customer_group' | 'group_robot' | 'relay';

/**
 * A 企业微信 group with 群ID is a customer group, one with only a webhook a group robot; a group with neither is served by
 * relay, and so is every group of a platform that we do not speak.
 */
export function groupKindOf(group: {
  readonly platform: string;
  readonly chatId: string | null;
  readonly webhookSealed: string | null;
}): GroupKind {
  if (group.platform !== 'wecom') return 'relay';
  if (group.chatId !== null) return 'customer_group';
  return group.webhookSealed === null ? 'relay' : 'group_robot';
}
