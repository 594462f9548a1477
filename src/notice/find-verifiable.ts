import type { Queryable } from '../db/index.ts';
import { parseNoticeCode } from '../shared/ids.ts';
import type { NoticeAudience } from './audience/recipients.ts';
import { countFamilies, findConfirmedByCode, listBodies } from './notice.store.ts';

/** What anybody who has the code may know of a notice. */
export interface VerifiedNotice {
  readonly noticeCode: string;
  readonly title: string;
  readonly audience: NoticeAudience;
  readonly confirmedAt: Date;
  /** It went to so many families alone; of a group notice 0. */
  readonly families: number;
  /** The words as they went out; of a private notice none, for the code alone does not say who asks. */
  readonly bodies: readonly string[];
}

/** Topics are the only reason for a group notice to have several texts besides class names. */
const MAX_BODIES = 20;

/**
 * The notice with this code if it really went out; drafts, dropped ones and unknown codes are all undefined. Takes the code
 * as people type it (`parseNoticeCode`).
 */
export async function findVerifiableNotice(db: Queryable, typedCode: string): Promise<VerifiedNotice | undefined> {
  const noticeCode = parseNoticeCode(typedCode);
  if (noticeCode === undefined) return undefined;
  const notice = await findConfirmedByCode(db, noticeCode);
  if (notice === undefined) return undefined;
  const { noticeId, title, audience, confirmedAt } = notice;
  const bodies = audience === 'group' ? await listBodies(db, noticeId, MAX_BODIES) : [];
  const families = audience === 'private' ? await countFamilies(db, noticeId) : 0;
  return { noticeCode, title, audience, confirmedAt, families, bodies };
}
