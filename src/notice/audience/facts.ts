import type { GroupKind } from '../../roster/index.ts';

/** What the roster says about those who could be told: plain data, so that the rules can be tested without a database. */

export interface GuardianFacts {
  readonly guardianId: string;
  readonly relation: string;
  /** Smaller comes first. */
  readonly contactOrder: number;
  readonly isEmergencyOnly: boolean;
  readonly isDoNotContact: boolean;
  /** `parent_userid` of 家校沟通. */
  readonly parentUserId: string | null;
  /** Null = not known. */
  readonly isSubscribed: boolean | null;
}

export interface GroupFacts {
  readonly groupId: string;
  readonly name: string;
  /** How it is reached, as the roster decides (contract §5). */
  readonly kind: GroupKind;
  readonly chatId: string | null;
  readonly ownerUserId: string | null;
  readonly ownerName: string;
}

export interface ClassFacts {
  readonly classId: string;
  readonly className: string;
  readonly collegeName: string;
}

export interface ClassGroupFacts extends ClassFacts {
  readonly group: GroupFacts;
}

export interface FamilyFacts extends ClassFacts {
  readonly studentId: string;
  readonly studentNo: string;
  readonly studentName: string;
  /** All of them for a named student; of many families only those with an account who may be contacted. */
  readonly guardians: readonly GuardianFacts[];
  /** Is there a guardian who is neither 不联系 nor 仅紧急联系? */
  readonly mayBeContacted: boolean;
  /** The family's own groups, never the class's. */
  readonly groups: readonly GroupFacts[];
}
