import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NoticeWorld, openNoticeWorld } from '../../../test/support/notice-world.ts';

let world: NoticeWorld;
beforeAll(async () => {
  world = await openNoticeWorld();
});
afterAll(() => world.close());

describe('the words of a notice', () => {
  test('are kept with the version of the files from which they were made', async () => {
    const chat = world.talk();
    await chat.say('喜报 张三丰 全省导游服务技能大赛一等奖 发给他家长');
    await chat.answer('确认', 'confirm');
    const { db } = world.database;
    const notice = await db
      .selectFrom('notices')
      .selectAll()
      .where('status', '=', 'confirmed')
      .executeTakeFirstOrThrow();
    const kept = await db
      .selectFrom('templateVersions')
      .select(['folder', 'part', 'text'])
      .where('templateVersion', '=', notice.templateVersion)
      .execute();
    const text = world.dependencies.library.kinds.find(({ kind }) => kind === 'award')?.templates[0]?.parts.family;
    expect(kept).toEqual([{ folder: 'award', part: 'family', text }]);
  });
});
