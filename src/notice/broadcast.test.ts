import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildCommandContext } from '../../test/support/command-context.ts';
import { seedNoticeCollege } from '../../test/support/notice-college.ts';
import { MORNING, type NoticeWorld, openNoticeWorld } from '../../test/support/notice-world.ts';
import { buildRosterIndex, understandLine } from '../language/index.ts';

let world: NoticeWorld;
beforeAll(async () => {
  world = await openNoticeWorld();
});
afterAll(() => world.close());

describe('broadcast', () => {
  test('takes the next topic of the group, and never repeats one while another is left', async () => {
    const topics: (string | null)[] = [];
    const all = world.dependencies.library.kinds.find(({ kind }) => kind === 'fraud')?.templates.length ?? 0;
    for (let round = 0; round <= all; round += 1) {
      const chat = world.talk();
      const preview = await chat.say('反诈发一条');
      expect(preview.text).toContain('没有登记家长群，发不到：旅管2299');
      await chat.answer('确认', 'confirm');
      const last = await world.database.db
        .selectFrom('notices')
        .select('topic')
        .orderBy('confirmedAt', 'desc')
        .orderBy('createdAt', 'desc')
        .where('noticeId', '=', world.confirmed.at(-1)?.noticeId ?? '')
        .executeTakeFirst();
      topics.push(last?.topic ?? null);
    }
    expect(new Set(topics.slice(0, all)).size).toBe(all);
    expect(topics[all]).toBe(topics[0]);
  });

  test('a named topic says when it was last sent', async () => {
    const preview = await world.talk().say('反诈发一条 刷单的');
    expect(preview.text).toContain('主题：刷单返利');
    expect(preview.text).toContain('最近一次是今天');
  });

  test('groups at different places of the rotation get different topics in one notice', async () => {
    const other = await seedNoticeCollege(world.database.db);
    const [first, second] = [await other.addClass('电商2301'), await other.addClass('电商2302')];
    const topics =
      world.dependencies.library.kinds.find(({ kind }) => kind === 'fraud')?.templates.map(({ topic }) => topic) ?? [];
    await other.addGroup({ classId: first }, { name: '甲群' });
    for (const [index, topic] of topics.entries()) {
      if (index === topics.length - 1) await other.addGroup({ classId: second }, { name: '乙群' });
      const className = index === topics.length - 1 ? second : first;
      const groups = await world.database.db
        .selectFrom('parentGroups')
        .select('groupId')
        .where('classId', '=', className)
        .execute();
      await world.database.db.transaction().execute(async (tx) => {
        const noticeId = crypto.randomUUID();
        const fields = '{}';
        const row = {
          fields,
          noticeCode: `JX-${index}${noticeId.slice(0, 6)}`,
          kind: 'fraud',
          topic: topic ?? null,
          audience: 'group' as const,
        };
        const rest = {
          staffId: other.counsellor.staffId,
          status: 'confirmed' as const,
          title: 'x',
          recipients: '{}',
          recipientsDigest: '',
          templateVersion: '',
        };
        await tx
          .insertInto('notices')
          .values({ noticeId, ...row, ...rest, createdAt: MORNING, confirmedAt: MORNING })
          .execute();
        const planned = groups.map((group) => ({
          targetKey: `group:${group.groupId}`,
          channel: 'relay' as const,
          target: 'g',
          platformTarget: null,
          ownerUserId: null,
          guardianId: null,
          groupId: group.groupId,
          studentId: null,
          classId: null,
          body: 'b',
        }));
        await world.dependencies.confirmDeliveries(
          tx,
          [{ noticeId, isUrgent: false, planned }],
          buildCommandContext({
            db: tx,
            staff: other.counsellor,
            reading: understandLine('反诈', { roster: buildRosterIndex([], []), now: MORNING }),
          }),
        );
      });
    }
    const chat = world.talk(other.counsellor);
    const preview = await chat.say('反诈发一条');
    expect(preview.text).toContain('甲群（群主陈静） ：'.replace(' ：', '：'));
    await chat.answer('确认', 'confirm');
    const planned = world.confirmed.at(-1)?.planned ?? [];
    expect(new Set(planned.map(({ body }) => body)).size).toBe(2);
  });

  test('words asked for a notice stay its words, though they read like a record', async () => {
    const chat = world.talk();
    await chat.say('给家长群发：下周一开始选课。');
    const asked = await chat.answer('改', 'edit');
    expect(asked.question?.takes).toEqual(['record', 'attempt']);
  });

  test.each(['张三丰挂了三门课', '张三丰被记过，医生说要吃药', '李思远这次倒数第一'])(
    'what a sender puts into a letter to every family is judged as public: %s',
    async (words) => {
      const chat = world.talk();
      const greeting = await chat.say('给每位家长发学期问候');
      expect(greeting.text).toContain('每家单独一份');
      await chat.answer('改', 'edit');
      const refused = await chat.answer(words);
      expect(refused.text).toContain('不能发给家长');
      const before = world.confirmed.length;
      await chat.answer('确认', 'confirm');
      expect(world.confirmed).toHaveLength(before);
    },
  );
});
