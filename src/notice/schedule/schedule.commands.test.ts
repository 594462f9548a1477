import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildCommandContext, type ContextParts } from '../../../test/support/command-context.ts';
import { MORNING, type NoticeWorld, openNoticeWorld } from '../../../test/support/notice-world.ts';
import { buildRosterIndex, understandLine } from '../../language/index.ts';
import type { AskDependencies } from '../approval/request-approval.ts';
import { createScheduledRunPreparer } from './prepare-scheduled-run.ts';

const lent = (parts: ContextParts): AskDependencies => ({ ...buildCommandContext(parts), platform: 'wecom' });

let world: NoticeWorld;
beforeAll(async () => {
  world = await openNoticeWorld();
});
afterAll(() => world.close());

describe('schedules', () => {
  test('shows the rhythm, three dates and the groups; is stored, listed and stopped', async () => {
    const chat = world.talk();
    const preview = await chat.say('每周五下午5点给各班家长群发反诈');
    expect(preview.text).toContain('每周五 17:00');
    expect(preview.text).toContain('今天 17:00、10月16日(周五) 17:00、10月23日(周五) 17:00');
    expect(preview.text).toContain('旅管2203家长群');
    expect((await chat.answer('确认', 'confirm')).text).toContain('已设好“定时1”');
    expect((await world.talk().say('查看定时')).text).toContain(
      '定时1：每周五 17:00，反诈提醒（轮换主题），下一次今天 17:00',
    );
    const schedule = await world.database.db.selectFrom('schedules').selectAll().executeTakeFirstOrThrow();
    const prepare = createScheduledRunPreparer(world.dependencies);
    const run = await world.database.db.transaction().execute((tx) =>
      prepare(
        tx,
        schedule,
        lent({
          db: tx,
          staff: world.college.counsellor,
          reading: understandLine('x', { roster: buildRosterIndex([], []), now: MORNING }),
          now: MORNING,
        }),
      ),
    );
    expect(run).toHaveProperty('noticeId');
    expect(world.confirmed.at(-1)?.planned).toMatchObject([{ groupId: world.groupId }]);
    expect((await world.talk().say('停止定时1')).text).toContain('已停止“定时1”');
    expect((await world.talk().say('查看定时')).text).toContain('没有定时发送');
  });

  test('a run for an owner who has left sends nothing', async () => {
    const leaver = await world.college.addStaff('赵老师', 'counsellor');
    const chat = world.talk(leaver);
    await world.database.db
      .updateTable('classes')
      .set({ classTeacherId: leaver.staffId })
      .where('name', '=', '旅管2203')
      .execute();
    await chat.say('每周五下午5点给各班家长群发反诈');
    await chat.answer('确认', 'confirm');
    await world.database.db
      .updateTable('staff')
      .set({ archivedAt: MORNING })
      .where('staffId', '=', leaver.staffId)
      .execute();
    const schedule = await world.database.db
      .selectFrom('schedules')
      .selectAll()
      .where('staffId', '=', leaver.staffId)
      .executeTakeFirstOrThrow();
    const run = await world.database.db.transaction().execute((tx) =>
      createScheduledRunPreparer(world.dependencies)(
        tx,
        schedule,
        lent({
          db: tx,
          staff: leaver,
          reading: understandLine('x', { roster: buildRosterIndex([], []), now: MORNING }),
          now: MORNING,
        }),
      ),
    );
    expect(run).toEqual({ problem: { code: 'owner_gone' } });
  });
});
