import { listAllowedGuardians } from './route.ts';
import { noticeTexts as texts } from './texts.zh.ts';
import type { WorkedOut } from './work-out.ts';

/** Why nobody would be told, with what to do about it; undefined when somebody would. */
export function explainEmptyAudience({
  content,
  audience,
}: Pick<WorkedOut, 'content' | 'audience'>): string | undefined {
  const { recipients } = content;
  if (recipients.kind === 'groups') {
    return audience.groups.length === 0 ? texts.noGroups(audience.classesWithoutGroup) : undefined;
  }
  if (audience.families.length === 0) return recipients.kind === 'students' ? texts.studentGone : texts.noFamilies;
  if (recipients.kind !== 'students') return undefined;
  if (audience.families.length < recipients.students.length) return texts.studentGone;
  for (const { family, relation } of audience.families) {
    if (relation !== null && listAllowedGuardians(family, relation).length === 0) {
      return texts.guardianGone(family.studentName, relation);
    }
    if (!family.mayBeContacted && family.guardians.length > 0) return texts.noAllowedGuardian(family.studentName);
  }
  return undefined;
}
