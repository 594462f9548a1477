import type { NoticeKind } from './notice-kinds.ts';

/** Kinds that lose nothing by waiting for the evening among others; what is decided about one student is none of them. */
const LOW_VALUE: ReadonlySet<NoticeKind> = new Set([
  'award',
  'event',
  'fraud',
  'free',
  'group_rules',
  'growth',
  'holiday',
  'spending',
  'survey',
  'term_greeting',
  'weekly_line',
]);

/** Whether 不急，18:00 一起发 is offered under a notice of this kind. */
export function isLowValue(kind: NoticeKind): boolean {
  return LOW_VALUE.has(kind);
}
