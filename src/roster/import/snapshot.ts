import type { StaffRole } from '../../db/index.ts';

/** The roster as stored, archived rows included, in the shape in which an import compares and writes it. */
export interface RosterSnapshot {
  /** Grows with every change of the roster; the writing transaction refuses when it has moved on. */
  readonly version: number;
  /** Name → id. */
  readonly colleges: ReadonlyMap<string, string>;
  readonly staff: readonly StaffRecord[];
  readonly classes: readonly ClassRecord[];
  readonly students: readonly StudentRecord[];
  readonly guardians: readonly GuardianRecord[];
  readonly groups: readonly GroupRecord[];
}

export interface StaffRecord {
  readonly staffId: string;
  readonly staffNo: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly collegeId: string | null;
  readonly phone: string | null;
  readonly wecomUserId: string | null;
  readonly dingtalkUserId: string | null;
  readonly isArchived: boolean;
}

export interface ClassRecord {
  readonly classId: string;
  readonly name: string;
  readonly collegeId: string;
  readonly grade: string | null;
  readonly counsellorId: string;
  readonly classTeacherId: string | null;
  readonly isArchived: boolean;
}

export interface StudentRecord {
  readonly studentId: string;
  readonly studentNo: string;
  readonly name: string;
  readonly gender: string | null;
  readonly classId: string;
  readonly phone: string | null;
  readonly attentionLevel: 'special' | 'key' | 'general';
  readonly attentionReason: string | null;
  readonly status: 'enrolled' | 'suspended' | 'withdrawn' | 'graduated';
  readonly isArchived: boolean;
}

export interface GuardianRecord {
  readonly guardianId: string;
  readonly studentId: string;
  readonly name: string;
  readonly relation: string;
  readonly phone: string | null;
  readonly contactOrder: number;
  readonly isEmergencyOnly: boolean;
  readonly doNotContactReason: string | null;
  readonly wecomParentUserId: string | null;
  readonly isSubscribed: boolean | null;
  /** The account was found by the platform, not given by a roster. */
  readonly isAccountFound: boolean;
  readonly language: string | null;
  readonly isArchived: boolean;
}

export interface GroupRecord {
  readonly groupId: string;
  readonly classId: string | null;
  readonly studentId: string | null;
  readonly name: string;
  readonly platform: 'wecom' | 'wechat' | 'qq' | 'dingtalk';
  readonly chatId: string | null;
  readonly webhookSealed: string | null;
  readonly ownerId: string;
  readonly isArchived: boolean;
}

/** What an import will write to one table. */
export interface TablePlan<Row> {
  readonly added: readonly Row[];
  /** The whole new row, archived ones included. */
  readonly changed: readonly Row[];
}

export interface RosterPlan {
  readonly colleges: readonly { readonly collegeId: string; readonly name: string }[];
  readonly staff: TablePlan<StaffRecord>;
  readonly classes: TablePlan<ClassRecord>;
  readonly students: TablePlan<StudentRecord>;
  readonly guardians: TablePlan<GuardianRecord>;
  readonly groups: TablePlan<GroupRecord>;
}
