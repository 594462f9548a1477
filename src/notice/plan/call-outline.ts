import type { StaffMember } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import { renderTemplate } from '../../template/index.ts';
import { listReachableClasses } from '../audience/find-audience.ts';
import { findNotice } from '../notice.store.ts';
import { buildValues, templateFor } from './content.ts';
import { contentOfNotice } from './content-of-notice.ts';
import type { NoticeSettings } from './plan-notice.ts';

/** The outline of a call about a notice for each of these students, by student id; none where the kind has no outline. */
export async function renderCallOutlines(
  db: Queryable,
  { library, schoolName }: Pick<NoticeSettings, 'library' | 'schoolName'>,
  staff: StaffMember,
  notice: {
    readonly noticeId: string;
    readonly students: readonly {
      readonly studentId: string;
      readonly studentName: string;
      readonly className: string;
    }[];
  },
): Promise<ReadonlyMap<string, string>> {
  const row = await findNotice(db, notice.noticeId);
  if (row === undefined) return new Map();
  const content = contentOfNotice(row);
  const classes = await listReachableClasses(db, staff, 'send_private_notice');
  const outlines = new Map<string, string>();
  for (const { studentId, studentName, className } of notice.students) {
    const template = templateFor(library, content, `student:${studentId}`);
    const classFacts = classes.find((one) => one.className === className);
    if (template.parts.phone === undefined || classFacts === undefined) continue;
    outlines.set(
      studentId,
      renderTemplate(template, 'phone', buildValues(template, content, { schoolName, staff, classFacts, studentName })),
    );
  }
  return outlines;
}
