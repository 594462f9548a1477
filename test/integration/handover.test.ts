import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactCommands, exportContacts } from '../../src/contact/index.ts';
import { understandLine } from '../../src/language/index.ts';
import { importRoster } from '../../src/roster/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { Secret } from '../../src/shared/secret.ts';
import { openChat } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

/** A class changes counsellor by import: tasks go along, access ends, records stay. */
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'handover-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function importWith(counsellorNo: string): Promise<void> {
  const sheets = {
    班级: `班级,学院,年级,辅导员工号,班主任工号\n22旅管3班,旅游学院,2022级,${counsellorNo},\n22酒管1班,旅游学院,2022级,T002,`,
    教师: '工号,姓名,角色,学院,手机,企业微信账号,钉钉账号\nT001,陈静,辅导员,旅游学院,,ChenJing,\nT002,李军,辅导员,旅游学院,,LiJun,',
    学生: '学号,姓名,性别,班级,手机,关注等级,关注原因,状态\n20220301,张三,,22旅管3班,,,,在读\n20220302,孙七,,22酒管1班,,,,在读',
    家长: '学号,姓名,关系,手机\n20220301,王芳,母亲,13800001000\n20220302,钱红,母亲,13800001001',
  };
  for (const [name, text] of Object.entries(sheets)) await writeFile(join(folder, `${name}.csv`), text);
  const report = await importRoster(database.db, folder, {
    clock: { now: () => new Date('2026-10-14T09:00:00+08:00') },
    ids: randomIds,
    secretKey: new Secret('a key of at least thirty-two bytes for tests'),
    webhookHosts: [],
  });
  expect(report.errors).toEqual([]);
}

test('open tasks go to the new counsellor, the old one loses access, records stay', async () => {
  await importWith('T001');
  const old = openChat({ db: database.db, userId: 'ChenJing', specs: contactCommands, understand: understandLine });
  const next = openChat({ db: database.db, userId: 'LiJun', specs: contactCommands, understand: understandLine });
  const record = await old.say('张三妈妈电话打了，说家里在盖房子，没意见，周五再打一次');
  await old.say('明天提醒我交报表');
  await next.say('明天提醒我打给孙七家');
  const card = record.cards.at(-1);
  if (!card) throw new Error('no card');

  await importWith('T002');

  // Old: the task, the record and even the name are out of reach; what is about no family stays.
  const list = (await old.say('我的提醒')).all;
  expect(list).toContain('交报表');
  expect(list).not.toContain('张三');
  expect((await old.pressOn(card, '撤')).all).toContain('找不到了');
  expect((await old.say('改成微信')).all).toContain('没有找到可以更正的记录');
  expect((await old.say('张三妈妈电话打了，说知道了')).all).not.toMatch(/已记录|王芳/u);
  expect((await old.say('后天提醒我打给张三家')).all).not.toContain('22旅管3班');
  expect((await old.say('进度')).all).toContain('还没有您负责的学生');
  expect((await old.say('还差谁')).all).not.toContain('张三');

  // New: the task with who gave it, under a number that does not meet an own one; the family counts as contacted.
  expect((await next.say('我的提醒')).all).toMatch(
    /1 {2}22酒管1班 孙七：打给孙七家[\s\S]*2 {2}22旅管3班 张三：再打一次.*陈静老师交接/u,
  );
  expect((await next.say('完成2')).all).toContain('张三');
  const progress = (await next.say('进度')).all;
  expect(progress).toContain('2 位学生，已单独联系 1 家（50.0%）');
  expect(progress).not.toContain('张三');
  expect(await exportContacts(database.db, { timeZone: 'Asia/Shanghai' })).toMatchObject([
    { student_name: '张三', staff_no: 'T001', status: 'active', family_said: expect.stringContaining('盖房子') },
  ]);

  // And back again: nothing is lost on the way.
  await importWith('T001');
  expect((await old.say('改成微信')).all).toContain('微信');
});
