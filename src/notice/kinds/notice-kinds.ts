import { z } from 'zod';

/** The folders of templates/, one a kind of notice. A leaf, because the rules of the kinds need it too. */
export const NOTICE_KINDS = [
  'absence',
  'academic_warning',
  'award',
  'discipline',
  'failed_courses',
  'fraud',
  'free',
  'marks',
  'registration',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Reads the `kind` column of notices and schedules. */
export const noticeKindSchema = z.enum(NOTICE_KINDS);
