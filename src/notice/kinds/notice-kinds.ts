import { z } from 'zod';

/** The folders of templates/, one a kind of notice. A leaf, because the rules of the kinds need it too. */
export const NOTICE_KINDS = [
  'absence',
  'academic_warning',
  'award',
  'discipline',
  'evaluation',
  'event',
  'failed_courses',
  'family_change',
  'fraud',
  'free',
  'gift_refused',
  'graduation',
  'grant',
  'group_rules',
  'growth',
  'health',
  'holiday',
  'marks',
  'mental_health',
  'missing',
  'registration',
  'spending',
  'status_change',
  'survey',
  'term_greeting',
  'visit',
  'weekly_line',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Reads the `kind` column of notices and schedules. */
export const noticeKindSchema = z.enum(NOTICE_KINDS);
