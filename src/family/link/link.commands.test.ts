import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildCommandContext } from '../../../test/support/command-context.ts';
import { type LinkWorld, openLinkWorld } from '../../../test/support/link-world.ts';
import type { CommandContext, Reply, StaffMember } from '../../command/index.ts';
import { type IndexedStudent, understandLine } from '../../language/index.ts';
import { randomIds } from '../../shared/ids.ts';
import { createLinkCommands } from './link.commands.ts';

const linkCommands = createLinkCommands('Asia/Shanghai');

let world: LinkWorld;
let stranger: StaffMember;
beforeAll(async () => {
  world = await openLinkWorld();
  stranger = await world.college.addStaff('别人', 'counsellor');
});
afterAll(async () => {
  await world.close();
});

function contextOf(line: string, staff: StaffMember, students: readonly IndexedStudent[] = []): CommandContext {
  const context = buildCommandContext({
    db: world.database.db,
    staff,
    reading: understandLine(line, { roster: buildEmpty(), now: world.clock.at }),
    now: world.clock.at,
    students,
  });
  return context;
}
const buildEmpty = () => buildCommandContext({ db: world.database.db, staff: stranger, reading: {} as never }).roster;

const press = async (command: string, key: string, staff = world.college.counsellor): Promise<Reply> => {
  const spec = linkCommands.find(({ name }) => name === command);
  const reply = await spec?.press?.(contextOf('按了', staff), key);
  if (!reply) throw new Error('no such button');
  return reply;
};
const lock = async (): Promise<string> => {
  const { path, deliveryId } = await world.send();
  for (let i = 0; i < 5; i += 1) await world.post(path, { do: 'open', digits: '0000' });
  return deliveryId;
};
const isLocked = async (deliveryId: string): Promise<boolean> => {
  const { db } = world.database;
  const row = await db.selectFrom('noticeLinks').select('lockedAt').where('deliveryId', '=', deliveryId).execute();
  return row[0]?.lockedAt != null;
};

describe('解锁', () => {
  beforeEach(async () => {
    await world.database.db.updateTable('noticeLinks').set({ lockedAt: null, tries: 0 }).execute();
    await world.database.db.deleteFrom('linkGuesses').execute();
  });

  test('the button opens it once for its own counsellor and five new tries; nobody else’s does', async () => {
    const deliveryId = await lock();
    expect((await press('unlock_link', deliveryId, stranger)).text).toContain('没有锁着');
    expect(await isLocked(deliveryId)).toBe(true);
    expect((await press('unlock_link', deliveryId)).text).toContain('已解锁');
    expect((await press('unlock_link', deliveryId)).text).toContain('没有锁着');
    expect((await press('unlock_link', 'no id')).text).toContain('没有锁着');
    const path = `/n/${world.links.tokenOf(deliveryId)}`;
    expect((await world.post(path, { do: 'open', digits: '1234' })).status).toBe(303);
  });

  test('gives five new tries also when the day’s over all links are used up', async () => {
    const first = await lock();
    const second = await lock();
    expect((await press('unlock_link', second)).text).toContain('已解锁');
    const path = `/n/${world.links.tokenOf(second)}`;
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await world.post(path, { do: 'open', digits: '0000' })).status);
    expect(statuses).toEqual([422, 422, 422, 422, 403]);
    expect(await isLocked(first)).toBe(true);
  });

  test('the word asks which one and names only one’s own', async () => {
    const spec = linkCommands[0];
    const ask = (staff: StaffMember) => spec?.run(contextOf('解锁', staff));
    expect((await ask(world.college.counsellor))?.text).toContain('没有锁住的链接');
    const deliveryId = await lock();
    expect((await ask(stranger))?.text).toContain('没有锁住的链接');
    const reply = await ask(world.college.counsellor);
    expect(reply?.question?.options.map(({ key }) => key)).toEqual([deliveryId, 'cancel']);
    expect(contextOf('解锁', stranger).reading.intent).toBe('unlock_link');
  });
});

describe('the buttons under a letter', () => {
  const write = async (words: string): Promise<string> => {
    const { path, deliveryId } = await world.send();
    const cookie = await world.open(path);
    await world.post(path, { do: 'reply', form: randomIds.token(), words }, cookie);
    const { db } = world.database;
    const row = await db.selectFrom('noticeReplies').select('replyId').where('deliveryId', '=', deliveryId).execute();
    return row[0]?.replyId ?? '';
  };
  const contacts = async (words: string) => {
    const rows = await world.database.db.selectFrom('contacts').selectAll().where('familySaid', '=', words).execute();
    return rows.toSorted((left, right) => Number(left.seq) - Number(right.seq));
  };

  test('记为联系 makes one record, 标为意见 adds the opinion to it', async () => {
    const replyId = await write('宿舍太吵了');
    await press('link_reply', `contact:${replyId}`);
    await press('link_reply', `contact:${replyId}`);
    expect(await contacts('宿舍太吵了')).toMatchObject([
      { direction: 'inbound', outcome: 'reached', answered: true, individual: true, relation: '母亲', opinion: null },
    ]);
    await press('link_reply', `opinion:${replyId}`);
    expect((await contacts('宿舍太吵了')).map(({ entry, opinion }) => [entry, opinion])).toEqual([
      ['record', null],
      ['amendment', '宿舍太吵了'],
    ]);
  });

  test('another counsellor’s press finds nothing', async () => {
    const replyId = await write('别人看不到');
    expect((await press('link_reply', `contact:${replyId}`, stranger)).text).toContain('没有找到');
    expect((await press('link_reply', 'contact:x')).text).toContain('没有找到');
    expect(await contacts('别人看不到')).toEqual([]);
  });
});
