import { parseQuietHours } from '../../src/calendar/index.ts';
import type { Answer, CommandSpec, Reply, StaffMember } from '../../src/command/index.ts';
import { createDeliveries, createDeliveryCommands, findOpenPause } from '../../src/delivery/index.ts';
import { buildRosterIndex, type IndexedStudent, understandLine } from '../../src/language/index.ts';
import type { PlannedDelivery } from '../../src/notice/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { loadTemplates } from '../../src/template/index.ts';
import { buildCommandContext, openQuestionOf } from './command-context.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { type NoticeCollege, seedNoticeCollege } from './notice-college.ts';

const QUIET = '21:00-08:00';
const TIME_ZONE = 'Asia/Shanghai';
const NOBODY = { afterCommit: { wake: () => undefined } };

/** A class with families, notices that went out to them, and the conversation about what became of these. */
export interface FollowWorld {
  readonly database: TestDatabase;
  readonly college: NoticeCollege;
  readonly students: readonly IndexedStudent[];
  /** The domain's clock. */
  readonly clock: { at: Date };
  readonly specs: readonly CommandSpec[];
  /** A notice to these families by school notice, all accepted; `changed` alters their deliveries. */
  send(students: readonly IndexedStudent[], changed?: Partial<PlannedDelivery>): Promise<string>;
  /** Writes over the delivery of a family. */
  set(noticeId: string, student: IndexedStudent, row: Record<string, unknown>): Promise<void>;
  rows(noticeId: string): Promise<readonly Record<string, unknown>[]>;
  say(line: string, staff?: StaffMember): Promise<Reply>;
  press(command: string, key: string, staff?: StaffMember): Promise<Reply>;
  /** Answers the last question. */
  answer(optionKey: string): Promise<Reply>;
  close(): Promise<void>;
}

export async function openFollowWorld(): Promise<FollowWorld> {
  const database = await openTestDatabase();
  const { db } = database;
  const college = await seedNoticeCollege(db);
  const classId = await college.addClass('软件2301');
  const students: IndexedStudent[] = [];
  for (const name of ['张三', '李四', '王五']) {
    const student = await college.addStudent('软件2301', classId, name);
    await college.addGuardian(student.studentId, { relation: '母亲', phone: '13800001234' });
    students.push(student);
  }
  const clock = { at: new Date('2026-10-09T02:00:00Z') };
  const make = { quietHours: parseQuietHours(QUIET), account: 'x', timeZone: TIME_ZONE };
  const specs = createDeliveryCommands({
    timeZone: TIME_ZONE,
    quietHours: QUIET,
    schoolName: '示范学院',
    isSchoolNoticeOn: true,
    library: loadTemplates('templates'),
    publicUrl: () => 'https://jiaxin.example.edu.cn',
    findPause: findOpenPause,
    confirmDeliveries: (tx, notices, lent) => createDeliveries(tx, notices, { ...lent, ...make }),
  });
  let open: { readonly reply: Reply; readonly spec: CommandSpec } | undefined;
  const inTx = async (spec: CommandSpec | undefined, line: string, staff: StaffMember, what: string | Answer) => {
    if (!spec) throw new Error(`no command for ${line}`);
    const reading = understandLine(line, { roster: buildRosterIndex(students, ['软件2301']), now: clock.at });
    const reply = await db.transaction().execute(async (tx) => {
      const context = buildCommandContext({ db: tx, staff, reading, now: clock.at, students });
      if (typeof what !== 'string') {
        if (!open?.spec.answer) throw new Error('nothing was asked');
        return open.spec.answer(context, openQuestionOf(open.reply, spec.name), what);
      }
      return what === '' ? spec.run(context) : spec.press?.(context, what);
    });
    if (!reply) throw new Error('no press');
    if (reply.question) open = { reply, spec };
    return reply;
  };
  const { counsellor } = college;
  return {
    database,
    college,
    students,
    clock,
    specs,
    async send(to, changed = {}) {
      const noticeId = randomIds.uuid();
      await db
        .insertInto('notices')
        .values({
          noticeId,
          noticeCode: randomIds.noticeCode(),
          kind: 'free',
          audience: 'private',
          staffId: counsellor.staffId,
          status: 'confirmed',
          title: '喜报',
          fields: JSON.stringify({ body: '孩子得奖了' }),
          recipients: JSON.stringify({
            kind: 'family',
            students: to.map(({ studentId }) => ({ studentId, relation: null })),
          }),
          recipientsDigest: '',
          templateVersion: '',
          createdAt: clock.at,
          confirmedAt: clock.at,
        })
        .execute();
      const planned = to.map((student): PlannedDelivery => {
        const target = `parent of ${student.studentNo}`;
        const nobody = { ownerUserId: null, guardianId: null, groupId: null };
        return {
          ...nobody,
          targetKey: `student:${student.studentId}`,
          channel: 'wecom_school_notice',
          target,
          platformTarget: target,
          studentId: student.studentId,
          classId,
          body: `${student.name}家长您好，孩子得奖了。`,
          ...changed,
        };
      });
      await createDeliveries(db, [{ noticeId, isUrgent: false, planned }], {
        now: clock.at,
        ids: randomIds,
        ...NOBODY,
        ...make,
      });
      await db
        .updateTable('deliveries')
        .set({ status: 'accepted', sentAt: clock.at })
        .where('noticeId', '=', noticeId)
        .execute();
      return noticeId;
    },
    async set(noticeId, { studentId }, row) {
      await db
        .updateTable('deliveries')
        .set(row)
        .where('noticeId', '=', noticeId)
        .where('studentId', '=', studentId)
        .execute();
    },
    rows: (noticeId) =>
      db.selectFrom('deliveries').selectAll().where('noticeId', '=', noticeId).orderBy('seq').execute(),
    say: (line, staff = counsellor) => {
      const { intent } = understandLine(line, { roster: buildRosterIndex(students, ['软件2301']), now: clock.at });
      return inTx(
        specs.find(({ intents }) => intents.includes(intent)),
        line,
        staff,
        '',
      );
    },
    press: (command, key, staff = counsellor) =>
      inTx(
        specs.find(({ name }) => name === command),
        '按了',
        staff,
        key,
      ),
    answer: (optionKey) => inTx(open?.spec, '好', counsellor, { optionKey, text: '' }),
    close: database.close,
  };
}
