import { BugError } from '../../shared/errors.ts';
import type { Recipients } from '../audience/recipients.ts';
import type { NoticeContent } from '../plan/content.ts';
import { SEND_AT } from '../timed/send-at.ts';
import type { Composition } from './composition.ts';

interface NamedClass {
  readonly classId: string;
  readonly className: string;
}

/**
 * Whom the composition is for, once its questions are answered. `classes` are those that the sender reaches. Classes that
 * were named and are not among them come back as `unknownClasses`.
 */
export function toRecipients(
  composition: Composition,
  classes: readonly NamedClass[],
): { readonly recipients: Recipients; readonly unknownClasses: readonly string[] } {
  const { audience, students } = composition;
  if (audience === null || audience.kind === 'family') {
    const list = students.map(({ studentId, relation }) => ({ studentId, relation }));
    return { recipients: { kind: 'family', students: list }, unknownClasses: [] };
  }
  // About a student, a group notice goes to that student's own class and nowhere else.
  const names = students.length > 0 ? [...new Set(students.map(({ className }) => className))] : audience.classNames;
  const idByName = new Map(classes.map(({ classId, className }) => [className, classId]));
  const classIds = names.flatMap((name) => idByName.get(name) ?? []);
  return {
    recipients: { kind: audience.kind, classIds: names.length === 0 ? null : classIds },
    unknownClasses: names.filter((name) => !idByName.has(name)),
  };
}

/**
 * The content that is kept and sent. Throws a BugError for words about one student to every family: each of them would read
 * that they are about its own child.
 */
export function toContent(
  composition: Composition,
  recipients: Recipients,
  { needsStudent }: { readonly needsStudent: boolean },
): NoticeContent {
  const { kind, topic, fields, students } = composition;
  if (recipients.kind === 'families' && (students.length > 0 || needsStudent)) {
    throw new BugError('bug.unexpected', {
      message: `a notice of kind ${kind} about a student must not go to every family`,
    });
  }
  const [subject] = students;
  const named = recipients.kind === 'groups' && subject ? { studentName: subject.name } : {};
  const { sendTime, schedule } = composition;
  const timed = sendTime?.at && schedule === null ? { [SEND_AT]: sendTime.at } : {};
  return { kind, topic, fields: { ...fields, ...named, ...timed }, recipients };
}
