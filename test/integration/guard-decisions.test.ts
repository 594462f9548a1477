import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contactCommands } from '../../src/contact/index.ts';
import { createGuardRetention, keepRefusedLine } from '../../src/notice/index.ts';
import { ShiftableClock } from '../../src/shared/clock.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { openChat, seedChatCollege } from '../support/chat.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let staffId: string;
const clock = new ShiftableClock();

beforeAll(async () => {
  database = await openTestDatabase();
  ({ staffId } = await seedChatCollege(database.db, [{ name: '张三', guardians: ['母亲:王芳'] }]));
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.deleteFrom('guardDecisions').execute();
  await database.db.deleteFrom('settings').execute();
  clock.moveTo(new Date('2026-11-22T09:00:05+08:00'));
});

const decisions = () => database.db.selectFrom('guardDecisions').selectAll().orderBy('decidedAt').execute();
const retention = () => createGuardRetention({ db: database.db, clock, timeZone: 'Asia/Shanghai' });

async function keep(draft: string, day: string): Promise<void> {
  await database.db
    .insertInto('guardDecisions')
    .values({
      decisionId: randomIds.uuid(),
      noticeId: null,
      staffId,
      decidedAt: new Date(`${day}T12:00:00+08:00`),
      decision: 'block',
      findings: JSON.stringify([{ rule: 'rank', words: draft, why: '排名会伤到孩子', suggestion: '说努力' }]),
      draft,
    })
    .execute();
}

test('a refused line is kept with its rule', async () => {
  const chat = openChat({ db: database.db, userId: 'ChenJing', specs: contactCommands, keepRefusal: keepRefusedLine });
  for (const line of ['群里发一下期中成绩排名', '让家长把班费转我微信，每人50']) await chat.say(line);
  const kept = await decisions();
  expect(kept).toMatchObject([
    { decision: 'block', staffId, noticeId: null, draft: '群里发一下期中成绩排名' },
    { decision: 'block', staffId, noticeId: null, draft: '让家长把班费转我微信，每人50' },
  ]);
  expect(kept.map(({ findings }) => JSON.stringify(findings))).toEqual([
    expect.stringContaining('rank'),
    expect.stringContaining('money'),
  ]);
});

test('drafts are emptied after 30 days; the decision and its rule stay', async () => {
  await keep('张三全班倒数第一', '2026-10-23');
  await keep('李四全班倒数第二', '2026-10-24');
  expect(await retention().findDueLanes()).toEqual(['guard:retention']);
  expect(await retention().advance({ laneKey: 'guard:retention' })).toEqual({ more: false });
  expect(await decisions()).toMatchObject([
    { decision: 'block', draft: '', findings: [{ rule: 'rank', why: '排名会伤到孩子' }], redactedAt: expect.any(Date) },
    { decision: 'block', draft: '李四全班倒数第二', redactedAt: null },
  ]);
  expect(JSON.stringify((await decisions())[0])).not.toContain('张三');
});

test('it is done once a day', async () => {
  await retention().advance({ laneKey: 'guard:retention' });
  expect(await retention().findDueLanes()).toEqual([]);
  clock.moveTo(new Date('2026-11-23T00:10:05+08:00'));
  expect(await retention().findDueLanes()).toEqual(['guard:retention']);
});
