import type { FactsTable } from '../../db/index.ts';

/**
 * What a school's office knows about one student: a mark, an absence, an award, a warning, a registration. It comes in by
 * file, is kept as the last file says, and becomes a private draft where a family should hear of it (`draft-rules.ts`).
 */
export type FactKind = FactsTable['kind'];

export interface MarkFact {
  readonly kind: 'mark';
  readonly course: string;
  readonly mark: string | null;
  readonly credit: string | null;
  /** Null = not known or postponed: neither passed nor failed. */
  readonly isPassed: boolean | null;
  readonly makeUp: string | null;
}

export interface AbsenceFact {
  readonly kind: 'absence';
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly course: string;
  /** Class-hours, 课时. */
  readonly hours: number;
}

export interface AwardFact {
  readonly kind: 'award';
  readonly award: string;
  readonly level: AwardLevel;
  readonly date: string;
  readonly effort: string | null;
}

export interface WarningFact {
  readonly kind: 'warning';
  readonly level: string;
  readonly reason: string;
  readonly plan: string | null;
}

export interface RegistrationFact {
  readonly kind: 'registration';
  readonly isRegistered: boolean;
  readonly deadline: string | null;
  readonly channel: string | null;
}

export type FactContent = MarkFact | AbsenceFact | AwardFact | WarningFact | RegistrationFact;

/** Of awards that the school or somebody above it gave, families hear (B32); what a class or a college gives is kept only. */
export const AWARD_LEVELS = {
  国家级: 'nation',
  省级: 'province',
  市级: 'city',
  校级: 'school',
  院级: 'college',
  班级: 'class',
} as const;
export type AwardLevel = (typeof AWARD_LEVELS)[keyof typeof AWARD_LEVELS];

/** A fact with the term to which it belongs (2026-2027-1) and what makes it the same one in a corrected file. */
export interface KeyedFact {
  readonly term: string;
  readonly factKey: string;
  readonly content: FactContent;
}

/** One row of a file. */
export interface FactRow extends KeyedFact {
  readonly sheet: string;
  readonly row: number;
  readonly studentNo: string;
  readonly studentName: string;
  /** 作废: the fact was wrong and is to be forgotten. */
  readonly isWithdrawn: boolean;
}

export interface StudentFact extends KeyedFact {
  readonly studentId: string;
}
