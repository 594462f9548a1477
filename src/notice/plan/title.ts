import type { TemplateLibrary } from '../../template/index.ts';
import { listTemplatesOf, type NoticeContent } from './content.ts';

/** What people call the notice: 喜报, 反诈提醒·刷单返利. */
export function titleOf(library: TemplateLibrary, content: NoticeContent): string {
  const kindTitle = library.kinds.find(({ kind }) => kind === content.kind)?.title ?? content.kind;
  if (content.topic === null) return kindTitle;
  const [template] = listTemplatesOf(library, content);
  return template ? `${kindTitle}·${template.title}` : kindTitle;
}
