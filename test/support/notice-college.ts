import type { StaffMember } from '../../src/command/index.ts';
import type { Queryable, StaffRole } from '../../src/db/index.ts';
import type { IndexedStudent } from '../../src/language/index.ts';
import { randomIds } from '../../src/shared/ids.ts';

/** A small college for tests of notices: classes, families and groups are added one by one, with defaults. */
export interface NoticeCollege {
  readonly collegeId: string;
  readonly counsellor: StaffMember;
  addStaff(name: string, role: StaffRole, wecomUserId?: string | null): Promise<StaffMember>;
  addClass(name: string, counsellorId?: string): Promise<string>;
  addStudent(className: string, classId: string, name: string): Promise<IndexedStudent>;
  addGuardian(studentId: string, guardian?: Partial<GuardianParts>): Promise<string>;
  addGroup(of: { classId: string } | { studentId: string }, group?: Partial<GroupParts>): Promise<string>;
}

interface GuardianParts {
  readonly relation: string;
  readonly phone: string | null;
  readonly contactOrder: number;
  readonly isEmergencyOnly: boolean;
  readonly doNotContactReason: string | null;
  readonly wecomParentUserId: string | null;
  readonly isSubscribed: boolean | null;
}

interface GroupParts {
  readonly name: string;
  readonly platform: 'wecom' | 'wechat' | 'qq' | 'dingtalk';
  readonly chatId: string | null;
  readonly webhookSealed: string | null;
  readonly ownerId: string;
}

export async function seedNoticeCollege(db: Queryable): Promise<NoticeCollege> {
  let serial = 0;
  const next = (): number => {
    serial += 1;
    return serial;
  };
  const collegeId = randomIds.uuid();
  await db
    .insertInto('colleges')
    .values({ collegeId, name: `旅游管理学院${collegeId.slice(0, 4)}` })
    .execute();
  const addStaff: NoticeCollege['addStaff'] = async (name, role, wecomUserId) => {
    const staffId = randomIds.uuid();
    const staffNo = `T${collegeId.slice(0, 4)}${next()}`;
    const userId = wecomUserId === undefined ? `user-${staffNo}` : wecomUserId;
    await db.insertInto('staff').values({ staffId, staffNo, name, role, collegeId, wecomUserId: userId }).execute();
    return { staffId, staffNo, name, role, collegeId };
  };
  const counsellor = await addStaff('陈静', 'counsellor');
  return {
    collegeId,
    counsellor,
    addStaff,
    addClass: async (name, counsellorId = counsellor.staffId) => {
      const classId = randomIds.uuid();
      await db.insertInto('classes').values({ classId, name, collegeId, counsellorId }).execute();
      return classId;
    },
    addStudent: async (className, classId, name) => {
      const studentId = randomIds.uuid();
      const studentNo = `2022${collegeId.slice(0, 4)}${next()}`;
      await db.insertInto('students').values({ studentId, studentNo, name, classId }).execute();
      return { studentId, studentNo, name, className, guardians: [] };
    },
    addGuardian: async (studentId, guardian = {}) => {
      const guardianId = randomIds.uuid();
      const parts = {
        relation: '母亲',
        contactOrder: 1,
        wecomParentUserId: `parent-${next()}-${guardianId.slice(0, 4)}`,
      };
      await db
        .insertInto('guardians')
        .values({ guardianId, studentId, name: '家长', ...parts, ...guardian })
        .execute();
      return guardianId;
    },
    addGroup: async (of, group = {}) => {
      const groupId = randomIds.uuid();
      const parts = { name: `家长群${next()}`, platform: 'wechat' as const, ownerId: counsellor.staffId };
      await db
        .insertInto('parentGroups')
        .values({ groupId, ...of, ...parts, ...group })
        .execute();
      return groupId;
    },
  };
}
