import type { Queryable } from '../db/index.ts';
import { NOTICE_CODE_PATTERN } from '../shared/ids.ts';
import { findConfirmedByCode, listBodies } from './notice.store.ts';

/** What anybody who has the code may know of a notice. */
export interface VerifiedNotice {
  readonly noticeCode: string;
  readonly title: string;
  readonly audience: 'group' | 'private';
  readonly confirmedAt: Date;
  /** The words as they went out; of a private notice none, for the code alone does not say who asks. */
  readonly bodies: readonly string[];
}

/** Topics are the only reason for a group notice to have several texts besides class names. */
const MAX_BODIES = 20;

/**
 * The notice with this code if it really went out; drafts, dropped ones and unknown codes are all undefined. Takes the code
 * as people type it: small letters, full-width signs, blanks, without the dash.
 */
export async function findVerifiableNotice(db: Queryable, typedCode: string): Promise<VerifiedNotice | undefined> {
  const noticeCode = readNoticeCode(typedCode);
  if (noticeCode === undefined) return undefined;
  const notice = await findConfirmedByCode(db, noticeCode);
  if (notice === undefined) return undefined;
  const { noticeId, title, audience, confirmedAt } = notice;
  const bodies = audience === 'group' ? await listBodies(db, noticeId, MAX_BODIES) : [];
  return { noticeCode, title, audience, confirmedAt, bodies };
}

const WHOLE_CODE_PATTERN = new RegExp(`^${NOTICE_CODE_PATTERN.source}$`, 'iu');

/** The code in its printed form, or undefined when the text is none. */
export function readNoticeCode(typed: string): string | undefined {
  const folded = typed.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  const [, letters] = WHOLE_CODE_PATTERN.exec(folded) ?? [];
  return letters === undefined ? undefined : `JX-${letters.toUpperCase()}`;
}
