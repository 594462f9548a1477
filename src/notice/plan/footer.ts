import type { NoticeAudience } from '../audience/recipients.ts';
import { noticeTexts } from '../texts.zh.ts';

export interface FooterFacts {
  readonly schoolName: string;
  /** Base address without a slash at the end. */
  readonly publicUrl: string;
  readonly noticeCode: string;
}

/**
 * The lines under every text that reaches a family: who sends, how to check that it is genuine, and that we never collect
 * money. The one place where it is worded.
 */
export function buildFooter(audience: NoticeAudience, facts: FooterFacts): string {
  const verifyUrl = `${facts.publicUrl}/verify`;
  return audience === 'group'
    ? noticeTexts.groupFooter(facts.schoolName, facts.noticeCode, verifyUrl)
    : noticeTexts.privateFooter(facts.schoolName, facts.noticeCode, verifyUrl);
}
