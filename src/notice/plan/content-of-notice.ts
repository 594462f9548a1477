import type { NoticeRow } from '../../db/index.ts';
import { recipientsSchema } from '../audience/recipients.ts';
import { noticeKindSchema } from '../kinds/notice-kinds.ts';
import type { NoticeContent } from './content.ts';

/** The content as stored. Topics that differ between targets are turned anew, because a target may have joined. */
export function contentOfNotice(notice: NoticeRow): NoticeContent {
  const stored = recipientsSchema.parse(notice.recipients);
  const recipients = stored.kind === 'family' ? stored : { kind: stored.kind, classIds: stored.classIds };
  return { kind: noticeKindSchema.parse(notice.kind), topic: notice.topic, fields: notice.fields, recipients };
}
