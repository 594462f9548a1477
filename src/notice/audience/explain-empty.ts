import type { WorkedOut } from '../plan/work-out.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { listAllowedGuardians } from './route.ts';

/** Why nobody would be told, with what to do about it; undefined when somebody would. */
export function explainEmptyAudience({
  content,
  audience,
}: Pick<WorkedOut, 'content' | 'audience'>): string | undefined {
  const { recipients } = content;
  if (recipients.kind === 'groups') {
    return audience.groups.length === 0 ? texts.noGroups(audience.classesWithoutGroup) : undefined;
  }
  if (audience.families.length === 0) return recipients.kind === 'family' ? texts.studentGone : texts.noFamilies;
  if (recipients.kind !== 'family') return undefined;
  if (audience.families.length < recipients.students.length) return texts.studentGone;
  for (const { family, relation } of audience.families) {
    if (relation !== null && listAllowedGuardians(family, relation).length === 0) {
      return texts.guardianGone(family.studentName, relation);
    }
    if (!family.mayBeContacted && family.guardians.length > 0) return texts.noAllowedGuardian(family.studentName);
  }
  return undefined;
}
