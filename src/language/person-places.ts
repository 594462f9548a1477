import type { IndexedGuardian, IndexedStudent, StudentMention } from './reading.ts';
import { FAMILY_WORD, KIN_WORD } from './relation.ts';

/** A student mentioned at a place of the text. */
export interface PersonHit {
  readonly mention: StudentMention;
  readonly start: number;
  readonly end: number;
  /** A mention of more than one meaning, or found by initials, digits or given name only. */
  readonly why:
    | 'name'
    | 'number'
    | 'pinyin'
    | 'initials'
    | 'digits'
    | 'given_name'
    | 'sound'
    | 'guardian'
    | 'not_in_roster'
    | 'class_differs';
  /** The guardian whose own name stands here in place of the student's. */
  readonly guardian?: IndexedGuardian;
}

/** A class at a place of the text. */
export interface ClassSpan {
  readonly classNames: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly words: string;
  readonly isLoose: boolean;
}

/** Students who may be meant at a place of the text, before the class of the line decides. */
export interface Found {
  readonly students: readonly IndexedStudent[];
  readonly start: number;
  readonly end: number;
  readonly why: PersonHit['why'];
}

/** The family stands right behind. */
export const KIN_OR_FAMILY_AHEAD = new RegExp(
  `^(?:同学)?[的之]?(?:他|她|其|孩子)?(?:${KIN_WORD}|${FAMILY_WORD}|家(?![庭乡访]))`,
);
