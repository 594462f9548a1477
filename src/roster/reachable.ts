/** What decides whether a guardian may and can be contacted in ordinary times. */
export interface Reachability {
  readonly phone: string | null;
  readonly isEmergencyOnly: boolean;
  /** Not null = never to be contacted. */
  readonly doNotContactReason: string | null;
  readonly wecomParentUserId: string | null;
  /** Null = not known. */
  readonly isSubscribed: boolean | null;
}

/**
 * True when an ordinary call or notice has a way to this guardian: a number, or an account that is not known to have
 * unfollowed; and neither 不联系 nor 仅紧急联系. The SQL twin is `isReachableGuardian`.
 */
export function isReachable(guardian: Reachability): boolean {
  if (guardian.doNotContactReason !== null || guardian.isEmergencyOnly) return false;
  return guardian.phone !== null || (guardian.wecomParentUserId !== null && guardian.isSubscribed !== false);
}
