import { z } from 'zod';

/** The folders of templates/ that a notice can be made from. A leaf, because the rules of the kinds need it too. */
const NOTICE_KINDS = ['award', 'discipline', 'fraud', 'free'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Reads the `kind` column of notices and schedules. */
export const noticeKindSchema = z.enum(NOTICE_KINDS);
