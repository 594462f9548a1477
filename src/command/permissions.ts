import type { StaffRole } from '../db/index.ts';

/**
 * Who may do what, and to whom: the one table of role × action × scope. `docs/permissions.md` is made from it.
 * `own` = classes of which the person is counsellor or class teacher; `college` = classes of the person's college;
 * `all` = every class; absent = not allowed.
 */
export type Scope = 'own' | 'college' | 'all';

export const ACTIONS = {
  get_help: '看帮助',
  record_contact: '记录、更正、撤回联系',
  look_up_student: '查学生和家长',
  reveal_number: '看完整电话号码',
  send_private_notice: '给单个家庭发通知、喜报',
  send_discipline_notice: '发处分告知',
  send_group_notice: '给家长群发通知',
  manage_schedules: '设定、查看、停止定时发送',
  see_campaign: '看学院的宣教计划、反诈覆盖',
  manage_campaign: '采用、修改、停止学院的宣教计划',
  approve_notices: '审批要第二个人同意的通知',
  follow_own_notices: '看自己的通知进展、报已发、停发自己的通知',
  pause_all_sending: '暂停、恢复全部发送',
  start_emergency: '应急：急、失联、受骗',
  keep_line: '其他意图：先记下原话',
} as const;
export type Action = keyof typeof ACTIONS;

const teachingStaff = {
  get_help: 'own',
  record_contact: 'own',
  look_up_student: 'own',
  reveal_number: 'own',
  send_private_notice: 'own',
  send_group_notice: 'own',
  manage_schedules: 'own',
  see_campaign: 'own',
  follow_own_notices: 'own',
  start_emergency: 'own',
  keep_line: 'own',
} as const satisfies Partial<Record<Action, Scope>>;

export const PERMISSIONS: Readonly<Record<StaffRole, Partial<Record<Action, Scope>>>> = {
  counsellor: { ...teachingStaff, send_discipline_notice: 'own' },
  class_teacher: teachingStaff,
  subject_teacher: {
    get_help: 'own',
    record_contact: 'own',
    look_up_student: 'own',
    follow_own_notices: 'own',
    start_emergency: 'own',
    keep_line: 'own',
  },
  college_leader: {
    get_help: 'college',
    record_contact: 'college',
    look_up_student: 'college',
    reveal_number: 'college',
    send_private_notice: 'college',
    send_discipline_notice: 'college',
    send_group_notice: 'college',
    approve_notices: 'college',
    manage_schedules: 'college',
    see_campaign: 'college',
    manage_campaign: 'college',
    follow_own_notices: 'college',
    start_emergency: 'college',
    keep_line: 'college',
  },
  student_affairs: {
    get_help: 'all',
    record_contact: 'all',
    look_up_student: 'all',
    reveal_number: 'all',
    send_private_notice: 'all',
    send_discipline_notice: 'all',
    send_group_notice: 'all',
    approve_notices: 'all',
    manage_schedules: 'all',
    see_campaign: 'all',
    follow_own_notices: 'all',
    pause_all_sending: 'all',
    start_emergency: 'all',
    keep_line: 'all',
  },
  /** Runs the system; sees no student. */
  admin: {
    get_help: 'all',
    manage_schedules: 'all',
    follow_own_notices: 'all',
    pause_all_sending: 'all',
    keep_line: 'all',
  },
};

/** How far the role reaches with this action; undefined = not allowed. */
export function scopeOf(role: StaffRole, action: Action): Scope | undefined {
  return PERMISSIONS[role][action];
}
