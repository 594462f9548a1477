import { byteLength } from '../../shared/bytes.ts';
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

/** Signs of a personal link's token (`delivery/personal-link.ts` makes it). */
export const PERSONAL_TOKEN_LENGTH = 40;

/** Base of all personal links; what follows is the token. */
export function personalUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/n/${token}`;
}

/** The whole text of one family: its own link stands under the words that others may have got as well. */
export function withPersonalLink(body: string, url: string): string {
  return `${body}\n${noticeTexts.personalLink(url)}`;
}

/** What the link adds to a text, in bytes. Planning knows no delivery's id yet, but how long its link will be. */
export function personalLinkBytes(publicUrl: string): number {
  const url = personalUrl(publicUrl, 'x'.repeat(PERSONAL_TOKEN_LENGTH));
  return byteLength(withPersonalLink('', url));
}
