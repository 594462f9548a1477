import { afterAll, beforeAll, expect, test } from 'vitest';
import { termOf, toDay } from '../../src/calendar/index.ts';
import type { CommandContext, CommandSpec, Reply, StaffMember } from '../../src/command/index.ts';
import { createDeliveryCommands } from '../../src/delivery/index.ts';
import { buildRosterIndex, understandLine } from '../../src/language/index.ts';
import { loadTemplates } from '../../src/template/index.ts';
import { buildCommandContext, openQuestionOf } from '../support/command-context.ts';
import { type DeliveryHarness, MORNING, openDeliveryHarness, toFamily, toRelay } from '../support/delivery-harness.ts';
import { eventually } from '../support/eventually.ts';

let h: DeliveryHarness;
let teacher: StaffMember;
const SETTINGS = {
  timeZone: 'Asia/Shanghai',
  quietHours: '21:00-08:00',
  schoolName: '示范学院',
  publicUrl: () => 'https://jiaxin.example.edu.cn',
  confirmDeliveries: async () => undefined,
  findPause: async () => null,
  isSchoolNoticeOn: true,
  library: loadTemplates('templates'),
};
const specs = createDeliveryCommands(SETTINGS);

beforeAll(async () => {
  h = await openDeliveryHarness();
  teacher = { staffId: h.staffId, staffNo: 'teacher1', name: '老师', role: 'counsellor', collegeId: null };
});
afterAll(async () => {
  await h.close();
});

const spec = (name: string): CommandSpec => {
  const found = specs.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
};

function context(line: string, staff: StaffMember = teacher): CommandContext {
  const roster = buildRosterIndex([], []);
  const reading = understandLine(line, { roster, now: MORNING, term: termOf(toDay(MORNING)) });
  return {
    ...buildCommandContext({ db: h.db, staff, reading, now: MORNING }),
    afterCommit: { wake: (queue, lane) => h.queue.wake(queue, [lane]) },
  };
}

const run = (line: string, staff?: StaffMember): Promise<Reply> => {
  const given = context(line, staff);
  const found = specs.find(({ intents }) => intents.includes(given.reading.intent));
  if (found === undefined) throw new Error(`${line} is read as ${given.reading.intent}`);
  return found.run(given);
};

test('已发 ends the one open relay, asks which of several, and says when nothing waits', async () => {
  expect((await run('已发')).text).toContain('没有等您转发');
  const workers = h.startWorkers();
  const one = await h.confirm([toRelay('一群', 'teacher1')]);
  await eventually(async () => expect(await h.statuses(one)).toEqual({ awaiting_member: 1 }));
  expect((await run('已发')).text).toContain('一群');
  expect(await h.statuses(one)).toEqual({ sent: 1 });

  const two = await h.confirm([toRelay('二群', 'teacher1'), toRelay('三群', 'teacher1')]);
  await eventually(async () => expect(await h.statuses(two)).toEqual({ awaiting_member: 2 }));
  const reply = await run('已发');
  expect(reply.question?.options.map(({ label }) => label)).toEqual([
    '全部都发了',
    expect.stringContaining('二群'),
    expect.stringContaining('三群'),
  ]);
  const key = reply.question?.options[1]?.key ?? '';
  await spec('sent').answer?.(context('二群'), openQuestionOf(reply, 'sent'), { optionKey: key, text: '二群' });
  expect(await h.statuses(two)).toEqual({ sent: 1, awaiting_member: 1 });
  await workers.stop();
});

test('暂停发送 holds one’s own notices, 恢复发送 lets them go; 全部 is for the office and asks first', async () => {
  expect((await run('暂停发送')).text).toContain('已经暂停');
  const noticeId = await h.confirm([toFamily('held')]);
  const status = await run('上次的通知发得怎么样');
  expect(status.text).toContain('已暂停');
  expect(status.buttons?.map(({ label }) => label)).toEqual(['停发这条']);
  expect((await run('恢复发送')).text).toContain('已恢复');
  expect((await run('恢复发送')).text).toContain('没有暂停');

  expect((await run('暂停全部发送')).text).toContain('只有学工处');
  const office: StaffMember = { ...teacher, role: 'student_affairs' };
  const asked = await run('暂停全部发送', office);
  expect(asked.question?.options[0]?.style).toBe('danger');
  const answer = { optionKey: 'confirm', text: '确认' };
  const done = await spec('pause').answer?.(context('确认', office), openQuestionOf(asked, 'pause'), answer);
  expect(done?.text).toContain('全校');
  expect((await run('恢复发送')).text).toContain('全校');
  const resume = await run('恢复发送', office);
  await spec('resume').answer?.(context('确认', office), openQuestionOf(resume, 'resume'), answer);
  await eventually(async () => expect(await h.statuses(noticeId)).toEqual({ queued: 1 }));
});

test('one notice is stopped by its sender alone, after a question', async () => {
  const noticeId = await h.confirm([toFamily('stop-me')]);
  const { noticeCode } = await h.db
    .selectFrom('notices')
    .select('noticeCode')
    .where('noticeId', '=', noticeId)
    .executeTakeFirstOrThrow();
  expect((await run(`停发 ${noticeCode.toLowerCase()}`)).text).toContain(noticeCode);
  const stranger = { ...teacher, staffId: await h.addStaff('teacher2') };
  expect((await spec('notice_status').press?.(context('停发这条', stranger), noticeId))?.text).toContain('不是您发的');
  const asked = await spec('notice_status').press?.(context('停发这条'), noticeId);
  const question = openQuestionOf(asked ?? { text: '' }, 'notice_status');
  await spec('notice_status').answer?.(context('确认'), question, { optionKey: 'confirm', text: '确认' });
  expect(await h.statuses(noticeId)).toEqual({ cancelled: 1 });
});

test('an unknown is sent again or counted as sent, once', async () => {
  const noticeId = await h.confirm([toFamily('who-knows')]);
  await h.db
    .updateTable('deliveries')
    .set({ status: 'unknown', attempts: 1 })
    .where('noticeId', '=', noticeId)
    .execute();
  const press = (key: string) => spec('unknown_decision').press?.(context(''), key);
  expect((await press(`resend:${noticeId}`))?.text).toContain('再发一次');
  expect(await h.statuses(noticeId)).toEqual({ queued: 1 });
  expect((await press(`counted:${noticeId}`))?.text).toContain('已经有结果');
});

test.each([
  ['stop_notice', 'abc'],
  ['notice_status', ''],
  ['unknown_decision', 'resend:abc'],
])('a press of %s with %j is answered like one for an unknown notice', async (name, key) => {
  expect((await spec(name).press?.(context(''), key))?.text).toContain('没有找到');
});

test('the status tells the end of the quiet hours in the zone of the college', async () => {
  h.clock.moveTo(new Date('2026-11-23T22:00:05+08:00'));
  await h.confirm([toFamily('asleep')]);
  h.clock.moveTo(MORNING);
  const status = createDeliveryCommands({ ...SETTINGS, timeZone: 'Asia/Tokyo' }).find(
    ({ name }) => name === 'notice_status',
  );
  expect((await status?.run(context('上次的通知发得怎么样')))?.text).toContain('明天 09:00');
});
