import type { Family, Guardian } from './family.store.ts';
import type { OtherChild } from './other-children.store.ts';
import { maskPhone } from './phone.ts';
import { attentionTexts, dialOrderTexts, platformTexts, statusTexts, lookUpTexts as texts } from './texts.zh.ts';

/** One family, and the children of other families whom the same guardians look after. */
export interface FamilyFacts {
  readonly family: Family;
  readonly otherChildren: readonly OtherChild[];
  /** What others know about a guardian or a group, by its id; stands beside it. */
  readonly remarks: ReadonlyMap<string, string>;
  /** The last contacts in words, newest first. */
  readonly records: readonly string[];
}

/** The card of one family: masked numbers unless `isRevealed`; a guardian marked 不联系 is counted, never named. Pure. */
export function renderFamily({ family, otherChildren, remarks, records }: FamilyFacts, isRevealed: boolean): string {
  const { student, guardians, emergencyOnly, doNotContact, groups } = family;
  const remarksOn = (guardian: Guardian): string => {
    const children = otherChildren.filter(({ guardianId }) => guardianId === guardian.guardianId);
    return `${remarksOf(guardian)}${remarks.get(guardian.guardianId) ?? ''}${children.length === 0 ? '' : texts.alsoOf(children)}`;
  };
  const show = (phone: string | null): string =>
    phone === null ? texts.noPhone : isRevealed ? phone : maskPhone(phone);
  const lines = [texts.studentLine(student.className, student.studentNo)];
  if (student.status !== 'enrolled') lines.push(texts.status(statusTexts[student.status]));
  if (student.attentionLevel !== 'general') lines.push(texts.attention(attentionTexts[student.attentionLevel]));
  if (student.phone !== null) lines.push(texts.studentPhone(show(student.phone)));
  lines.push(texts.counsellor(student.counsellorName));
  if (guardians.length === 0) lines.push(texts.nobody);
  else {
    lines.push(texts.guardians);
    guardians.forEach((guardian, index) => {
      lines.push(
        `${texts.guardian(index + 1, guardian.relation, guardian.name, show(guardian.phone))}${remarksOn(guardian)}`,
      );
    });
  }
  if (emergencyOnly.length > 0) {
    lines.push(texts.emergencyOnly);
    for (const guardian of emergencyOnly)
      lines.push(
        `${texts.emergencyGuardian(guardian.relation, guardian.name, show(guardian.phone))}${remarksOn(guardian)}`,
      );
  }
  if (doNotContact.length > 0) lines.push(texts.doNotContact(doNotContact.length));
  if (groups.length > 0) {
    lines.push(texts.groups);
    for (const group of groups)
      lines.push(`${texts.group(group.name, platformTexts[group.platform])}${remarks.get(group.groupId) ?? ''}`);
  }
  if (records.length > 0) lines.push(texts.records, ...records.map((record) => texts.record(record)));
  return lines.join('\n');
}

function remarksOf({ isSubscribed, language }: Guardian): string {
  const usesOtherLanguage = language !== null && !/^(?:汉语|普通话|中文|国语)$/u.test(language);
  return `${isSubscribed === false ? texts.notSubscribed : ''}${usesOtherLanguage ? texts.language(language) : ''}`;
}

/** The people to ring in an emergency, in dial order, 仅紧急联系 included, 不联系 left out, numbers in full. Pure. */
export function renderDialOrder({ student, guardians, emergencyOnly }: Family): string {
  const dialled = [...guardians, ...emergencyOnly].sort(
    (a, b) => a.contactOrder - b.contactOrder || Number(a.isEmergencyOnly) - Number(b.isEmergencyOnly),
  );
  const lines = [dialOrderTexts.student(student.name, student.className, student.studentNo)];
  if (student.phone !== null) lines.push(dialOrderTexts.studentPhone(student.phone));
  if (dialled.some((it) => it.phone !== null)) lines.push(dialOrderTexts.dialOrder);
  dialled.forEach((it, index) => {
    lines.push(dialOrderTexts.guardian(index + 1, it.relation, it.name, it.phone ?? texts.noPhone, it.isEmergencyOnly));
  });
  if (!dialled.some((it) => it.phone !== null)) lines.push(dialOrderTexts.nobody);
  return lines.join('\n');
}
