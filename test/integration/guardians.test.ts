import { afterAll, beforeAll, expect, test } from 'vitest';
import { listCommands } from '../../src/dialogue.ts';
import { importSheets } from '../../src/roster/import/import-roster.ts';
import { type Chat, openChat } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { buildDependencies } from '../support/notice-world.ts';
import { IMPORT_OPTIONS, toSheets } from '../support/roster-sheets.ts';

/**
 * One family with everybody in it, walked through all that can be said: the father is called first and speaks Yi, the mother has two more children
 * (one with another counsellor), the grandmother is for emergencies, the uncle must never be contacted.
 */
const ROSTER = {
  班级: '班级,学院,辅导员工号\n22旅管3班,旅游学院,T1\n22酒管1班,旅游学院,T2',
  教师: '工号,姓名,角色,学院,企业微信账号\nT1,陈静,辅导员,旅游学院,ChenJing\nT2,李军,辅导员,旅游学院,LiJun',
  学生: '学号,姓名,班级\n20220301,张三,22旅管3班\n20220302,李四,22旅管3班\n20220401,孙启明,22酒管1班',
  家长: `学号,姓名,关系,手机,联系顺序,仅紧急联系,不联系原因,企业微信家长账号,语言
20220301,王芳,母亲,13800001001,2,,,p_mother,
20220301,张大山,父亲,13800001002,1,,,p_father,彝语
20220301,刘桂花,奶奶,13800001003,3,是,,p_grandma,
20220301,王强,舅舅,13800001004,1,,法院禁止接触,p_uncle,
20220302,王芳,母亲,13800001001,1,,,p_mother,
20220401,王芳,母亲,13800001001,1,,,p_mother,`,
};
/** Nowhere, in no answer: neither the name of him who must not be contacted, nor his number, account and reason. */
const UNCLE = /王强|13800001004|p_uncle|禁止接触/u;

let database: TestDatabase;
let chat: Chat;
const confirmed: { planned: readonly { target: string | null }[] }[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  expect((await importSheets(database.db, toSheets(ROSTER), IMPORT_OPTIONS)).errors).toEqual([]);
  const specs = listCommands(buildDependencies(confirmed as Parameters<typeof buildDependencies>[0]));
  chat = openChat({ db: database.db, userId: 'ChenJing', specs });
});
afterAll(() => database.close());

test('looked up: dial order, language, emergency-only apart, other children within reach, one who is not called counted', async () => {
  const { all } = await chat.say('查 张三');
  expect(all).toMatch(
    /1\. 父亲 张大山 138\*{4}1002（说彝语）\n2\. 母亲 王芳 138\*{4}1001（也是 22旅管3班 李四 的家长）/u,
  );
  expect(all).toMatch(/仅紧急联系：\n· 奶奶 刘桂花 138\*{4}1003（平时不打）/u);
  expect(all).toContain('另有 1 位家长标了“不联系”');
  expect(all).not.toMatch(UNCLE);
  expect(all).not.toContain('孙启明');
  expect((await chat.say('查 李四')).all).toContain('（也是 22旅管3班 张三 的家长）');
});

test('full numbers after a reason, which is kept; still nobody who must not be called', async () => {
  await chat.say('查 张三');
  await chat.press('看完整号码');
  const { all } = await chat.press('要打电话');
  expect(all).toMatch(/13800001002[\s\S]*13800001001[\s\S]*13800001003/u);
  expect(all).not.toMatch(UNCLE);
  const kept = await database.db.selectFrom('auditEntries').select(['action', 'details']).execute();
  expect(kept).toEqual([{ action: 'reveal_phones', details: expect.objectContaining({ reason: '要打电话' }) }]);
});

test('whom to call today: the first in dial order', async () => {
  const { all } = await chat.say('今天该联系谁');
  expect(all).toContain('父亲 张大山');
  expect(all).not.toMatch(/刘桂花/u);
  expect(all).not.toMatch(UNCLE);
});

test('nobody answered: the mother is offered, not the grandmother and not the uncle', async () => {
  const { all } = await chat.say('张三爸打了没人接');
  expect(all).toContain('还可以试试：母亲');
  expect(all).not.toMatch(/奶奶|舅舅/u);
  expect(all).not.toMatch(UNCLE);
});

test('an emergency: everybody in dial order with full numbers, the grandmother last, the uncle not at all', async () => {
  const { all } = await chat.say('急 张三在宿舍晕倒了');
  expect(all).toMatch(
    /1\. 父亲 张大山 13800001002\n2\. 母亲 王芳 13800001001\n3\. 奶奶 刘桂花 13800001003（仅紧急联系）/u,
  );
  expect(all).not.toMatch(UNCLE);
});

test('a notice goes to one of those who may be written to', async () => {
  await chat.say('取消');
  const draft = await chat.say('喜报 张三 国家励志奖学金');
  expect(draft.all).not.toMatch(UNCLE);
  await chat.say('确认');
  const targets = confirmed.flatMap(({ planned }) => planned.map(({ target }) => target));
  expect(targets.length).toBeGreaterThan(0);
  expect(targets.filter((target) => !['p_father', 'p_mother'].includes(target ?? ''))).toEqual([]);
});

test('who left is out of reach with all his records kept, and comes back as he was', async () => {
  const contacts = async () => (await database.db.selectFrom('contacts').select('contactId').execute()).length;
  const before = await contacts();
  expect(before).toBeGreaterThan(0);
  const without = { ...ROSTER, 学生: ROSTER.学生.replace('20220301,张三,22旅管3班\n', '') };
  const 家长 = `学号,姓名,关系,手机\n${ROSTER.家长.split('\n').slice(5).join('\n')}`.replaceAll(/,1,,,.*$/gmu, '');
  const dry = await importSheets(database.db, toSheets({ ...without, 家长 }), { ...IMPORT_OPTIONS, dryRun: true });
  expect(dry).toMatchObject({ ok: true, changes: { archived: 1 } });
  expect((await chat.say('查 张三')).all).toContain('张大山');
  const left = await importSheets(database.db, toSheets({ ...without, 家长 }), IMPORT_OPTIONS);
  expect(left.changes.archived).toBe(1);
  const gone = await chat.say('查 张三');
  expect(gone.all).not.toMatch(/张大山|22旅管3班/u);
  expect((await chat.say('急 张三晕倒了')).all).not.toMatch(/1380000/u);
  expect((await chat.say('查 李四')).all).not.toContain('也是');
  expect(await contacts()).toBe(before);

  const back = await importSheets(database.db, toSheets(ROSTER), IMPORT_OPTIONS);
  expect(back.changes).toMatchObject({ added: 0, archived: 0 });
  expect((await chat.say('查 张三')).all).toMatch(/1\. 父亲 张大山[\s\S]*另有 1 位家长标了“不联系”/u);
});
