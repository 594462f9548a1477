import type { Answer, CommandSpec, Reply, StaffMember } from '../../src/command/index.ts';
import { findOpenPause } from '../../src/delivery/index.ts';
import { buildRosterIndex, type IndexedStudent, type Reading, understandLine } from '../../src/language/index.ts';
import { createNoticeCommands, type NoticeDependencies, type PlannedDelivery } from '../../src/notice/index.ts';
import { loadTemplates } from '../../src/template/index.ts';
import { buildCommandContext, openQuestionOf } from './command-context.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { type NoticeCollege, seedNoticeCollege } from './notice-college.ts';

/** Friday, 9 October 2026, 10:00 in Shanghai. */
export const MORNING = new Date('2026-10-09T02:00:00Z');
/** The same day, 22:30: inside quiet hours. */
export const NIGHT = new Date('2026-10-09T14:30:00Z');

/** What a confirmation handed over. */
interface Confirmed {
  readonly noticeId: string;
  readonly planned: readonly PlannedDelivery[];
}

/**
 * A college in a database of its own, and conversations about notices in it. 张三丰's mother and father follow 学校通知,
 * 李思远's father does not, nobody of 王小五's family may be contacted; class 旅管2203 has a customer group, 旅管2299 none.
 */
export interface NoticeWorld {
  readonly database: TestDatabase;
  readonly college: NoticeCollege;
  readonly students: readonly IndexedStudent[];
  readonly groupId: string;
  readonly confirmed: readonly Confirmed[];
  readonly dependencies: NoticeDependencies;
  /** `dependencies` may be changed in mid-conversation. */
  talk(staff?: StaffMember, now?: Date, dependencies?: NoticeDependencies): Conversation;
  countNotices(status: 'draft' | 'awaiting_approval' | 'confirmed' | 'dropped'): Promise<number>;
  close(): Promise<void>;
}

/** As the engine would lead it: lines and answers, each in a transaction of its own. */
interface Conversation {
  /** `overrides` change the reading, for lines that the language does not read like this. */
  say(line: string, overrides?: Partial<Reading>): Promise<Reply>;
  answer(text: string, optionKey?: string | null): Promise<Reply>;
}

export async function openNoticeWorld(): Promise<NoticeWorld> {
  const database = await openTestDatabase();
  const { db } = database;
  const college = await seedNoticeCollege(db);
  const classId = await college.addClass('旅管2203');
  const emptyClassId = await college.addClass('旅管2299');
  const groupId = await college.addGroup({ classId }, { name: '旅管2203家长群', platform: 'wecom', chatId: 'wr-2203' });
  const students = [
    await college.addStudent('旅管2203', classId, '张三丰'),
    await college.addStudent('旅管2203', classId, '李思远'),
    await college.addStudent('旅管2299', emptyClassId, '王小五'),
  ];
  const [zhang, li, wang] = students.map(({ studentId }) => studentId) as [string, string, string];
  await college.addGuardian(zhang, { relation: '母亲', wecomParentUserId: 'zhang-mother' });
  await college.addGuardian(zhang, { relation: '父亲', contactOrder: 2, wecomParentUserId: 'zhang-father' });
  await college.addGuardian(li, { relation: '父亲', wecomParentUserId: 'li-father', isSubscribed: false });
  await college.addGuardian(wang, {
    relation: '父亲',
    doNotContactReason: '法院禁止接触',
    wecomParentUserId: 'wang-father',
  });
  const confirmed: Confirmed[] = [];
  const dependencies = buildDependencies(confirmed);
  return {
    database,
    college,
    students,
    groupId,
    confirmed,
    dependencies,
    talk: (staff = college.counsellor, now = MORNING, used = dependencies) =>
      converse({ database, students, specs: createNoticeCommands(used), staff, now }),
    countNotices: async (status) => {
      const rows = await db.selectFrom('notices').select('noticeId').where('status', '=', status).execute();
      return rows.length;
    },
    close: database.close,
  };
}

/** Stands in for `delivery/`: keeps what was handed over, and writes the rows that the rotation looks at. */
export function buildDependencies(confirmed: Confirmed[]): NoticeDependencies {
  return {
    library: loadTemplates('templates'),
    schoolName: '示范学院',
    publicUrl: () => 'https://jiaxin.example.edu.cn',
    isSchoolNoticeOn: true,
    limits: { maxSchoolNoticeBytes: 2_000, maxGroupTextBytes: 3_952, maxRobotTextBytes: 2_000 },
    quietHours: '21:00-08:00',
    timeZone: 'Asia/Shanghai',
    approvals: [],
    findPause: findOpenPause,
    confirmDeliveries: async (tx, notices) => {
      confirmed.push(...notices);
      for (const { noticeId, one } of notices.flatMap(({ noticeId, planned }) =>
        planned.map((one) => ({ noticeId, one })),
      )) {
        const bodyId = crypto.randomUUID();
        await tx.insertInto('noticeBodies').values({ bodyId, noticeId, body: one.body }).execute();
        await tx
          .insertInto('deliveries')
          .values({
            deliveryId: crypto.randomUUID(),
            noticeId,
            targetKey: one.targetKey,
            channel: one.channel,
            target: one.target,
            groupId: one.groupId,
            studentId: one.studentId,
            bodyId,
            laneKey: 'x',
            status: one.failedWith ? 'failed' : 'sent',
            createdAt: MORNING,
          })
          .execute();
      }
    },
  };
}

function converse(parts: {
  readonly database: TestDatabase;
  readonly students: readonly IndexedStudent[];
  readonly specs: readonly CommandSpec[];
  readonly staff: StaffMember;
  readonly now: Date;
}): Conversation {
  const { database, students, specs, staff, now } = parts;
  let open: { reply: Reply; spec: CommandSpec; line: string } | undefined;
  const contextFor = (line: string, db: TestDatabase['db'], overrides: Partial<Reading> = {}) => {
    const roster = buildRosterIndex(students, ['旅管2203', '旅管2299']);
    const reading = { ...understandLine(line, { roster, now }), ...overrides };
    return buildCommandContext({ db, staff, reading, now, students });
  };
  return {
    say: async (line: string, overrides?: Partial<Reading>): Promise<Reply> =>
      database.db.transaction().execute(async (tx) => {
        const context = contextFor(line, tx, overrides);
        const spec = specs.find(({ intents }) => intents.includes(context.reading.intent));
        if (!spec) throw new Error(`no command for ${context.reading.intent}: ${line}`);
        const reply = await spec.run(context);
        open = { reply, spec, line };
        return reply;
      }),
    answer: async (text: string, optionKey: string | null = null): Promise<Reply> =>
      database.db.transaction().execute(async (tx) => {
        if (!open?.spec.answer) throw new Error('nothing was asked');
        const given: Answer = { optionKey, text };
        const question = openQuestionOf(open.reply, open.spec.name, open.line);
        const reply = await open.spec.answer(contextFor(text, tx), question, given);
        if (!reply) throw new Error(`taken as a line of its own: ${text}`);
        if (reply.question) open = { ...open, reply };
        return reply;
      }),
  };
}
