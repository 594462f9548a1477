import { createHash } from 'node:crypto';
import type { People } from '../directory.ts';
import type { Handler } from './call.ts';
import { ok, refuse } from './errors.ts';

/**
 * 家校沟通's directory (wecom.md §5.2): a school (type 5, id 1), one grade (type 2) and the classes (type 1) in it. Neither
 * interface pages, and a list of users does not reach into the departments below.
 */
const SCHOOL = { id: 1, parentid: 0, name: '学校', type: 5 };
const GRADE = { id: 2, parentid: 1, name: '全部年级', type: 2 };

/** `school/department/list`: a department and all below it; without `id` the whole school. */
export const listSchoolDepartments: Handler = (context, call) => {
  if (context.faults.isOn('school_directory_refused')) return refuse(48002, { departments: [] });
  const all = departmentsOf(call.people);
  const id = call.query.id ?? String(SCHOOL.id);
  const root = all.find((department) => String(department.id) === id);
  if (!root) return refuse(60123, { departments: [] });
  const isBelow = (department: (typeof all)[number]): boolean =>
    root === SCHOOL || department === root || department.parentid === root.id;
  const departments = all.filter(isBelow).map((department) => ({
    ...department,
    order: 1,
    department_admins: [],
    ...(department.type === 2 ? { standard_grade: 0 } : {}),
    ...(department.type === 1 ? { open_group_chat: 0, group_chat_id: '' } : {}),
  }));
  return ok({ departments });
};

interface Student {
  readonly student_userid: string;
  readonly name: string;
  readonly department: readonly number[];
  readonly parents: object[];
}

/** `school/user/list`: the students of one class with their parents; an external_userid only for parents who follow. */
export const listSchoolUsers: Handler = (context, call) => {
  if (context.faults.isOn('school_directory_refused')) return refuse(48002, { students: [] });
  const { department_id: departmentId } = call.query;
  if (!departmentId || !/^\d+$/u.test(departmentId)) return refuse(40058, { students: [] });
  const department = departmentsOf(call.people).find(({ id }) => String(id) === departmentId);
  if (!department) return refuse(60123, { students: [] });
  const students = new Map<string, Student>();
  for (const parent of call.people.parents) {
    if (department.type !== 1 || parent.className !== department.name) continue;
    const userid = parent.studentNo ?? `stu_${idOf(`${parent.className}/${parent.studentName}`)}`;
    const student = students.get(userid) ?? {
      student_userid: userid,
      name: parent.studentName,
      department: [department.id],
      parents: [],
    };
    students.set(userid, student);
    student.parents.push({
      parent_userid: parent.parentUserid,
      relation: parent.relation,
      ...(parent.mobile ? { mobile: parent.mobile } : {}),
      is_subscribe: parent.isSubscribed ? 1 : 0,
      ...(parent.isSubscribed ? { external_userid: `wm_${parent.parentUserid}` } : {}),
    });
  }
  return ok({ students: [...students.values()] });
};

function departmentsOf(people: People) {
  const names = [...new Set(people.parents.map(({ className }) => className))];
  return [SCHOOL, GRADE, ...names.map((name) => ({ id: idOf(name), parentid: GRADE.id, name, type: 1 }))];
}

/** The same for ever, whoever comes or goes in between. */
function idOf(name: string): number {
  return 1_000 + createHash('sha256').update(name).digest().readUIntBE(0, 4);
}
