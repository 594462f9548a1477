import type { NoticeContent } from '../plan/content.ts';
import type { Audience } from '../plan/plan-notice.ts';
import { noticeTexts as texts } from '../texts.zh.ts';

/** Fewer letters and digits than this are a slip more often than a notice (测试, 收到). */
const SCANTY_LETTERS = 10;

/** Asks whether so few words of one's own are really meant for the parents of several classes; else nothing. */
export function describeScanty({ kind, fields, recipients }: NoticeContent, { groups, families }: Audience): string[] {
  const body = fields.body?.trim() ?? '';
  if (kind !== 'free' || recipients.kind === 'family') return [];
  if ([...body.replace(/[^\p{L}\p{N}]/gu, '')].length >= SCANTY_LETTERS) return [];
  const classIds = [...groups, ...families.map(({ family }) => family)].map(({ classId }) => classId);
  const count = new Set(classIds).size;
  return count > 1 ? [texts.scanty(body, count)] : [];
}
