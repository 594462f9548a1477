import type { KindRules } from './kind.ts';

/** Anti-fraud texts name nobody, so they may go anywhere; the topic comes from the line or from the rotation. */
export const fraudRules: KindRules = {
  action: 'send_group_notice',
  needsStudent: false,
  defaultAudience: 'groups',
  findObstacle: () => undefined,
};
