import type { Scope, StaffMember } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import {
  type Family,
  type FamilyGroup,
  type FamilyTargets,
  findStudentsByIds,
  type Guardian,
  listClassGroups,
  listFamilies,
  listScopeClasses,
  loadFamilies,
} from '../../roster/index.ts';
import { listCollegeNames, listContactableStudents } from './audience.store.ts';
import type { ClassFacts, ClassGroupFacts, FamilyFacts, GroupFacts, GuardianFacts } from './facts.ts';

/** The roster in the shape in which notices need it. */

/** The classes that the person reaches, by name. */
export async function readClasses(db: Queryable, staff: StaffMember, scope: Scope): Promise<readonly ClassFacts[]> {
  const classes = await listScopeClasses(db, staff, scope);
  const colleges = await listCollegeNames(
    db,
    classes.map(({ classId }) => classId),
  );
  return classes.map(({ classId, name }) => ({ classId, className: name, collegeName: colleges.get(classId) ?? '' }));
}

/** The parents' groups of these classes. */
export async function readClassGroups(
  db: Queryable,
  classes: readonly ClassFacts[],
): Promise<readonly ClassGroupFacts[]> {
  const byId = indexById(classes);
  const groups = await listClassGroups(db, [...byId.keys()]);
  return groups.flatMap((group) => {
    const facts = byId.get(group.classId);
    return facts ? [{ ...facts, group: toGroupFacts(group) }] : [];
  });
}

/** The families of these students, as far as their classes are among `classes`; in the order of the ids. */
export async function readFamiliesOf(
  db: Queryable,
  classes: readonly ClassFacts[],
  studentIds: readonly string[],
): Promise<readonly FamilyFacts[]> {
  const byId = indexById(classes);
  const loaded = await loadFamilies(db, [...new Set(studentIds)]);
  const families: FamilyFacts[] = [];
  for (const studentId of new Set(studentIds)) {
    const family = loaded.get(studentId);
    const facts = family && byId.get(family.student.classId);
    if (family && facts) families.push(toFamilyFacts(family, facts));
  }
  return families;
}

/** Every family of these classes whose student has not left; a handful of queries, however many they are. */
export async function readAllFamilies(db: Queryable, classes: readonly ClassFacts[]): Promise<readonly FamilyFacts[]> {
  const byId = indexById(classes);
  const targets = await listFamilies(db, [...byId.keys()]);
  const students = await findStudentsByIds(
    db,
    targets.map(({ studentId }) => studentId),
  );
  const present = new Set(
    students.filter(({ status }) => status === 'enrolled' || status === 'suspended').map(({ studentId }) => studentId),
  );
  const contactable = await listContactableStudents(db, [...present]);
  const families: FamilyFacts[] = [];
  for (const target of targets) {
    const facts = byId.get(target.classId);
    if (facts === undefined || !present.has(target.studentId)) continue;
    families.push(fromTargets(target, facts, contactable.has(target.studentId)));
  }
  return families;
}

function indexById(classes: readonly ClassFacts[]): ReadonlyMap<string, ClassFacts> {
  return new Map(classes.map((facts) => [facts.classId, facts]));
}

function toFamilyFacts(family: Family, facts: ClassFacts): FamilyFacts {
  const { student, guardians, emergencyOnly, doNotContact, groups } = family;
  return {
    ...facts,
    studentId: student.studentId,
    studentNo: student.studentNo,
    studentName: student.name,
    mayBeContacted: guardians.length > 0,
    guardians: [
      ...[...guardians, ...emergencyOnly].map(toGuardianFacts),
      ...doNotContact.map(({ guardianId, relation }) => ({ ...NOT_TO_BE_CONTACTED, guardianId, relation })),
    ],
    groups: groups.map(toGroupFacts),
  };
}

function fromTargets(target: FamilyTargets, facts: ClassFacts, mayBeContacted: boolean): FamilyFacts {
  return {
    ...facts,
    studentId: target.studentId,
    studentNo: target.studentNo,
    studentName: target.name,
    mayBeContacted,
    // In dial order already.
    guardians: target.schoolNoticeGuardians.map((guardian, index) => ({
      guardianId: guardian.guardianId,
      relation: guardian.relation,
      contactOrder: index,
      isEmergencyOnly: false,
      isDoNotContact: false,
      parentUserId: guardian.parentUserId,
      isSubscribed: guardian.isSubscribed,
    })),
    groups: target.groups.map(toGroupFacts),
  };
}

const NOT_TO_BE_CONTACTED = {
  contactOrder: Number.MAX_SAFE_INTEGER,
  isEmergencyOnly: false,
  isDoNotContact: true,
  parentUserId: null,
  isSubscribed: null,
} as const;

function toGuardianFacts(guardian: Guardian): GuardianFacts {
  const { guardianId, relation, contactOrder, isEmergencyOnly, wecomParentUserId, isSubscribed } = guardian;
  const parentUserId = wecomParentUserId;
  return { guardianId, relation, contactOrder, isEmergencyOnly, isDoNotContact: false, parentUserId, isSubscribed };
}

function toGroupFacts({ groupId, name, kind, chatId, ownerUserId, ownerName }: FamilyGroup): GroupFacts {
  return { groupId, name, kind, chatId, ownerUserId, ownerName };
}
