import { afterAll, beforeAll, expect, test } from 'vitest';
import { listCommands } from '../../src/dialogue.ts';
import { importSheets } from '../../src/roster/import/import-roster.ts';
import { type Chat, openChat, type Seen } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { buildDependencies } from '../support/notice-world.ts';
import { IMPORT_OPTIONS, toSheets } from '../support/roster-sheets.ts';

/**
 * Another counsellor's student is neither shown nor confirmed to exist: whatever is said about 孙启明, 20220401 or 22酒管1班, who are
 * another counsellor's, gets the answer that 孙启亮, 20220409 or 22酒管8班 get, who do not exist, byte for byte.
 */
const ROSTER = {
  班级: '班级,学院,辅导员工号\n22旅管3班,旅游学院,T1\n22酒管1班,旅游学院,T2',
  教师: '工号,姓名,角色,学院,企业微信账号\nT1,陈静,辅导员,旅游学院,ChenJing\nT2,李军,辅导员,旅游学院,LiJun',
  学生: '学号,姓名,班级\n20220301,张三,22旅管3班\n20220302,李四,22旅管3班\n20220401,孙启明,22酒管1班',
  家长: '学号,姓名,关系,手机\n20220301,王芳,母亲,13800001001\n20220302,李大山,父亲,13800001002\n20220401,周红,母亲,13800001003',
  家长群: '班级,群名称,平台,群主工号\n22旅管3班,旅管3班家长群,微信,T1\n22酒管1班,酒管1班家长群,微信,T2',
};
const FOREIGN = { N: '孙启明', NO: '20220401', C: '22酒管1班' };
const NOWHERE = { N: '孙启亮', NO: '20220409', C: '22酒管8班' };

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  expect((await importSheets(database.db, toSheets(ROSTER), IMPORT_OPTIONS)).errors).toEqual([]);
});
afterAll(() => database.close());

const newChat = (): Chat =>
  openChat({ db: database.db, userId: 'ChenJing', specs: listCommands(buildDependencies([])) });

/** Everything that was shown, with the words that were typed put back to what they stand for. */
function shown(seen: readonly Seen[], who: typeof FOREIGN): string {
  const parts = seen.flatMap(({ all, cards, updates }) => [
    all,
    ...cards.flatMap(({ buttons }) => buttons.map(({ label }) => label)),
    ...updates,
  ]);
  let text = parts.join('\n');
  for (const [key, word] of Object.entries(who)) text = text.replaceAll(word, `{${key}}`);
  return text;
}

/** A fresh conversation; an own reminder of the round before would raise the next one's number. */
async function talk(lines: readonly string[], who: typeof FOREIGN): Promise<string> {
  await database.db.deleteFrom('tasks').execute();
  const chat = newChat();
  const seen: Seen[] = [];
  for (const line of lines) {
    seen.push(await chat.say(line.replaceAll(/\{(N|NO|C)\}/gu, (_, key: keyof typeof FOREIGN) => who[key])));
  }
  await chat.say('取消');
  return shown(seen, who);
}

test.each([
  ['look up by name', ['查 {N}']],
  ['look up by number', ['查 {NO}']],
  ['look up with the class', ['查 {C} {N}']],
  ['ask for a number', ['{N}妈电话给我，核对号码']],
  ['how is the family', ['{N}家里啥情况']],
  ['record', ['{N}妈妈电话打了，说家里都好，没意见']],
  ['record by number', ['{NO}妈妈电话打了，说家里都好，没意见']],
  ['attempt', ['{N}爸没接']],
  ['record of a class', ['{C}{N}妈妈微信聊了，说知道了']],
  ['two students, one of them ours', ['查 张三 {N}']],
  ['reminder', ['后天提醒我打给{N}家']],
  ['good news', ['喜报 {N} 国家励志奖学金']],
  ['discipline', ['处分 {N} 旷课 警告']],
  ['a private notice', ['私聊发给{N}的母亲：请周五前回个电话。']],
  ['a notice to a class group', ['给{C}家长群发：周五下午三点开家长会，请提前安排。']],
  ['a notice to the families of a class', ['给{C}的每位家长单独发通知：周五放假，请提前安排孩子返家。']],
  ['a broadcast', ['给{C}家长群发反诈']],
  ['a schedule', ['每周五下午5点给{C}家长群发反诈']],
  ['emergency', ['急 {N}在宿舍晕倒了']],
  ['missing', ['{N}失联了']],
  ['fraud', ['{N}被骗了八千']],
  ['emergency, then the number', ['急 有人晕倒了', '{NO}']],
  ['emergency, then the name', ['失联了', '{N}']],
  ['look up, then the name', ['查电话', '{N}']],
  ['progress of a class', ['{C}进度']],
  ['who is due in a class', ['{C}今天该联系谁']],
  ['a bare name', ['{N}']],
  ['a bare number', ['{NO}']],
  ['a bare class', ['{C}']],
  ['what was talked about', ['上次跟{N}妈妈聊了什么']],
  ['opinion', ['{N}妈妈说食堂太贵，提个意见']],
  ['visit', ['约{N}妈妈周五下午来学校面谈']],
  ['invitation', ['请{N}家长来学校一趟']],
])('%s', async (_name, lines) => {
  const foreign = await talk(lines, FOREIGN);
  expect(foreign).toBe(await talk(lines, NOWHERE));
  expect(foreign).not.toMatch(/周红|1380000100|李军|酒管1班/u);
});

test.each(['记错人了，是{N}', '改成{N}', '不是张三，是{C}的{N}'])('an amendment: %s', async (line) => {
  const answers: string[] = [];
  for (const who of [FOREIGN, NOWHERE]) {
    // Last time's record would be asked about as a repetition.
    const chat = newChat();
    await chat.say('张三妈妈电话打了，说家里都好，没意见');
    answers.push(shown([await chat.say(line.replaceAll(/\{(N|C)\}/gu, (_, key: 'N' | 'C') => who[key]))], who));
    await chat.say('撤');
  }
  expect(answers[0]).toBe(answers[1]);
  expect(answers[0]).not.toMatch(/周红|1380000100|李军/u);
});
