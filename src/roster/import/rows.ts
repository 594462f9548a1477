import type { Relation } from '../../language/index.ts';
import type { ATTENTION_NAMES, PLATFORM_NAMES, ROLE_NAMES, STATUS_NAMES } from './sheets.ts';

/**
 * The rows of a roster file, understood. `null` = the cell is empty; `undefined` = the sheet has no such column, so what
 * is stored stays.
 */
type Optional<T> = T | null | undefined;

export interface ClassRow {
  readonly row: number;
  readonly name: string;
  readonly college: string;
  readonly grade: Optional<string>;
  readonly counsellorNo: string;
  readonly classTeacherNo: Optional<string>;
}

export interface StaffRow {
  readonly row: number;
  readonly staffNo: string;
  readonly name: string;
  readonly role: (typeof ROLE_NAMES)[keyof typeof ROLE_NAMES];
  readonly college: Optional<string>;
  readonly phone: Optional<string>;
  readonly wecomUserId: Optional<string>;
  readonly dingtalkUserId: Optional<string>;
}

export interface StudentRow {
  readonly row: number;
  readonly studentNo: string;
  readonly name: string;
  readonly gender: Optional<string>;
  readonly className: string;
  readonly phone: Optional<string>;
  readonly attentionLevel: Optional<(typeof ATTENTION_NAMES)[keyof typeof ATTENTION_NAMES]>;
  readonly attentionReason: Optional<string>;
  readonly status: Optional<(typeof STATUS_NAMES)[keyof typeof STATUS_NAMES]>;
}

export interface GuardianRow {
  readonly row: number;
  readonly studentNo: string;
  readonly name: string;
  readonly relation: Relation;
  readonly phone: Optional<string>;
  /** Null and undefined: the place among the rows of this student. */
  readonly contactOrder: Optional<number>;
  readonly isEmergencyOnly: Optional<boolean>;
  readonly doNotContactReason: Optional<string>;
  readonly wecomParentUserId: Optional<string>;
  readonly language: Optional<string>;
}

export interface GroupRow {
  readonly row: number;
  /** Exactly one of the two is set. */
  readonly className: string | null;
  readonly studentNo: string | null;
  readonly name: string;
  readonly platform: (typeof PLATFORM_NAMES)[keyof typeof PLATFORM_NAMES];
  readonly chatId: Optional<string>;
  readonly webhookUrl: Optional<string>;
  readonly ownerNo: string;
}

/** What a file says. A list is null when the file has no such sheet, or one without a row: then nothing is said. */
export interface RosterRows {
  readonly classes: readonly ClassRow[] | null;
  readonly staff: readonly StaffRow[] | null;
  readonly students: readonly StudentRow[] | null;
  readonly guardians: readonly GuardianRow[] | null;
  readonly groups: readonly GroupRow[] | null;
  /** Keys that the file names, also in rows that have other errors: so that one error does not bring forth a hundred. */
  readonly namedClasses: ReadonlySet<string>;
  readonly namedStaff: ReadonlySet<string>;
  readonly namedStudents: ReadonlySet<string>;
}
