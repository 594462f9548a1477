import type { CommandContext, Reply } from '../../command/index.ts';
import { getTemplate, renderTemplate } from '../../template/index.ts';
import { listReachableClasses } from '../audience/find-audience.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { buildValues, type NoticeContent } from '../plan/content.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { rulesOf } from './index.ts';
import type { NoticeKind } from './notice-kinds.ts';

/** The words of a kind that answers a family, for the sender to copy; nothing is sent, so nothing is kept. */
export async function showWordsToCopy(
  { db, sender, reading }: CommandContext,
  { library, schoolName }: NoticeDependencies,
  kind: NoticeKind,
): Promise<Reply> {
  const [classFacts] = await listReachableClasses(db, sender.staff, rulesOf(library, kind).action);
  if (classFacts === undefined) return { text: texts.noClasses };
  const template = getTemplate(library, kind);
  const studentName = reading.students[0]?.candidates[0]?.name ?? texts.theChild;
  const content: NoticeContent = { kind, topic: null, fields: {}, recipients: { kind: 'family', students: [] } };
  const words = renderTemplate(
    template,
    'family',
    buildValues(template, content, { schoolName, staff: sender.staff, classFacts, studentName }),
  );
  return { title: texts.copyTitle(template.title), text: [words, texts.previewRule, texts.copyHint].join('\n') };
}
