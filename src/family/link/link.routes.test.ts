import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LinkWorld, openLinkWorld } from '../../../test/support/link-world.ts';
import { randomIds } from '../../shared/ids.ts';

let world: LinkWorld;
beforeAll(async () => {
  world = await openLinkWorld();
});
afterAll(async () => {
  await world.close();
});

/** Wrong digits of one student count over all tests' links. */
beforeEach(async () => {
  await world.database.db.deleteFrom('linkGuesses').execute();
});

const FALSE_WHEN = '要您转账、扫码、交钱';
const formIdIn = (body: string): string => /name="form" value="([^"]+)"/u.exec(body)?.[1] ?? '';
const confirmedAt = async (deliveryId: string): Promise<Date | null> => {
  const { db } = world.database;
  const row = await db.selectFrom('deliveries').select('confirmedAt').where('deliveryId', '=', deliveryId).execute();
  return row[0]?.confirmedAt ?? null;
};
const repliesOf = (deliveryId: string) =>
  world.database.db.selectFrom('noticeReplies').selectAll().where('deliveryId', '=', deliveryId).execute();
const linkRow = (deliveryId: string) =>
  world.database.db.selectFrom('noticeLinks').selectAll().where('deliveryId', '=', deliveryId).executeTakeFirst();

describe('before the digits', () => {
  test('shows day and code, never the kind or the words, and is kept nowhere', async () => {
    const { path, noticeCode } = await world.send();
    const { status, body, headers } = await world.get(path);
    expect(status).toBe(200);
    for (const words of ['学校给您的一条通知', '2026年10月9日', noticeCode, FALSE_WHEN]) expect(body).toContain(words);
    for (const words of ['喜报', '一等奖', '张三', '<script']) expect(body).not.toContain(words);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('a robot that opens, looks ahead or asks for the head leaves no trace', async () => {
    const { path, deliveryId } = await world.send();
    for (const method of ['GET', 'HEAD', 'GET'] as const) await world.app.inject({ method, url: path });
    expect(await linkRow(deliveryId)).toBeUndefined();
    expect(await confirmedAt(deliveryId)).toBeNull();
  });

  test('neither confirming nor writing works', async () => {
    const { path, deliveryId } = await world.send();
    expect((await world.post(path, { do: 'confirm' })).status).toBe(403);
    const answer = await world.post(path, { do: 'reply', form: randomIds.token(), words: '收到<b>' });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('收到&lt;b&gt;');
    expect(await confirmedAt(deliveryId)).toBeNull();
    expect(await repliesOf(deliveryId)).toEqual([]);
  });

  test('a pass of another link opens nothing', async () => {
    const [first, second] = [await world.send(), await world.send()];
    const cookie = await world.open(first.path);
    expect((await world.get(second.path, cookie)).body).not.toContain('一等奖');
    expect((await world.get(first.path, `${cookie}x`)).body).not.toContain('一等奖');
  });
});

test('wrong, cut, forged and capital links all get the very same page', async () => {
  const { path } = await world.send();
  const unknown = `/n/${world.links.tokenOf(randomIds.uuid())}`;
  const wrong = [unknown, path.slice(0, -1), `${path.slice(0, -1)}A`, path.toUpperCase().replace('/N/', '/n/'), '/n/'];
  const pages = await Promise.all(
    [...wrong, `/n/${'x'.repeat(3_000)}`, '/n/%00', '/n/a/b'].map((url) => world.get(url)),
  );
  expect(pages.map(({ status }) => status)).toEqual(pages.map(() => 404));
  expect(new Set(pages.map(({ body }) => body)).size).toBe(1);
  expect(pages[0]?.body).toContain('打不开这个链接');
  expect((await world.post(unknown, { do: 'open', digits: '1234' })).body).toBe(pages[0]?.body);
});

test('over after 90 days of the domain’s clock, and withdrawn when it was stopped', async () => {
  const { path } = await world.send();
  const stopped = await world.send({ status: 'cancelled' });
  const now = world.clock.at;
  world.clock.at = new Date(now.getTime() + 91 * 86_400_000);
  const late = await world.get(path, await world.open(path));
  world.clock.at = now;
  expect(late.status).toBe(410);
  expect(late.body).toContain('已经过期');
  expect((await world.get(path)).status).toBe(200);
  const gone = await world.get(stopped.path);
  expect([gone.status, gone.body.includes('已经收回')]).toEqual([410, true]);
});

describe('the digits', () => {
  test('open the words for this telephone only, with a cookie for this path', async () => {
    const { path, deliveryId } = await world.send({ body: '<b>好</b> & “好”' });
    const right = await world.post(path, { do: 'open', digits: ' １２３４ ' });
    expect(right.status).toBe(303);
    expect(right.headers.location).toBe(path);
    const cookie = String(right.headers['set-cookie']);
    for (const flag of ['HttpOnly', 'SameSite=Lax', 'Secure', `Path=${path}`]) expect(cookie).toContain(flag);
    expect((await world.get(path, right.cookie)).body).toContain('&lt;b&gt;好&lt;/b&gt; &amp; “好”');
    expect((await world.get(path)).body).not.toContain('好&lt;');
    expect((await linkRow(deliveryId))?.firstReadAt).not.toBeNull();
    expect(await confirmedAt(deliveryId)).toBeNull();
  });

  test('lock after five wrong ones, for good, and the counsellor is told once; what is no number costs no try', async () => {
    const { path, deliveryId } = await world.send();
    const before = (await world.told()).length;
    expect((await world.post(path, { do: 'open', digits: 'abc' })).status).toBe(422);
    const statuses: number[] = [];
    for (const digits of ['0000', '1111', '2222', '3333', '4444', '5555', '1234'])
      statuses.push((await world.post(path, { do: 'open', digits })).status);
    expect(statuses).toEqual([422, 422, 422, 422, 403, 403, 403]);
    expect((await world.get(path)).body).toContain('已经锁住了');
    const told = (await world.told()).slice(before);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`p:unlock_link:${deliveryId}`);
  });

  test('lock at the tenth wrong one of a day over all links of the student; the next day begins anew', async () => {
    const { college, database } = world;
    const { studentId } = await college.addStudent('班', await college.addClass(`班${randomIds.uuid()}`), '李四');
    await college.addGuardian(studentId, { phone: '13900007777' });
    const links = await Promise.all(Array.from({ length: 6 }, () => world.send({ studentId })));
    const post = async (index: number, digits: string) =>
      (await world.post(links[index]?.path ?? '', { do: 'open', digits })).status;
    const statuses = await Promise.all(links.flatMap((_link, index) => [1, 2, 3].map(() => post(index, '0000'))));
    expect(statuses.filter((status) => status === 422)).toHaveLength(9);
    const open = await database.db
      .selectFrom('noticeLinks')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(
        'deliveryId',
        'in',
        links.map(({ deliveryId }) => deliveryId),
      )
      .where('lockedAt', 'is', null)
      .executeTakeFirst();
    expect(Number(open?.count)).toBeLessThan(6);
    const before = world.clock.at;
    for (const index of links.keys()) expect(await post(index, '7777')).toBe(403);
    world.clock.at = new Date(before.getTime() + 24 * 3_600_000);
    const tomorrow = await world.send({ studentId });
    const opened = await world.post(tomorrow.path, { do: 'open', digits: '7777' });
    world.clock.at = before;
    expect(opened.status).toBe(303);
  });

  test('ten thousand tries at once are five', async () => {
    const { path, deliveryId } = await world.send();
    const tries = Array.from({ length: 300 }, (_, index) =>
      world.post(path, { do: 'open', digits: String(2_000 + index) }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(4);
    expect((await linkRow(deliveryId))?.tries).toBe(5);
  });

  test('of a guardian who may not be contacted, of an emergency-only one and of one who was not named open nothing', async () => {
    const classId = await world.college.addClass(`班${randomIds.uuid().slice(0, 4)}`);
    const { studentId } = await world.college.addStudent('班', classId, '李四');
    await world.college.addGuardian(studentId, { relation: '父亲', phone: '13900005555', doNotContactReason: '法院' });
    await world.college.addGuardian(studentId, { relation: '姑姑', phone: '13900006666', isEmergencyOnly: true });
    await world.college.addGuardian(studentId, { relation: '母亲', phone: '13900007777' });
    await world.college.addGuardian(studentId, { relation: '外婆', phone: '13900008888', contactOrder: 2 });
    const recipients = { kind: 'family', students: [{ studentId, relation: '母亲' }] };
    const { path } = await world.send({ studentId, recipients });
    for (const digits of ['5555', '6666', '8888'])
      expect((await world.post(path, { do: 'open', digits })).status).toBe(422);
    expect((await world.post(path, { do: 'open', digits: '7777' })).status).toBe(303);
  });

  test('of an emergency-only guardian open an urgent notice', async () => {
    const classId = await world.college.addClass(`班${randomIds.uuid().slice(0, 4)}`);
    const { studentId } = await world.college.addStudent('班', classId, '李四');
    await world.college.addGuardian(studentId, { relation: '姑姑', phone: '13900006666', isEmergencyOnly: true });
    const { path, deliveryId } = await world.send({ studentId });
    expect((await world.post(path, { do: 'open', digits: '6666' })).status).toBe(403);
    const { noticeId } = await world.database.db
      .selectFrom('deliveries')
      .select('noticeId')
      .where('deliveryId', '=', deliveryId)
      .executeTakeFirstOrThrow();
    await world.database.db.updateTable('notices').set({ isUrgent: true }).where('noticeId', '=', noticeId).execute();
    expect((await world.post(path, { do: 'open', digits: '6666' })).status).toBe(303);
  });

  test('without a number on the roster nothing opens, no try is lost and the counsellor is told once', async () => {
    const classId = await world.college.addClass(`班${randomIds.uuid().slice(0, 4)}`);
    const { studentId } = await world.college.addStudent('班', classId, '王五');
    await world.college.addGuardian(studentId, { phone: null });
    const { path, deliveryId } = await world.send({ studentId });
    const before = (await world.told()).length;
    for (const digits of ['0000', '1111']) expect((await world.post(path, { do: 'open', digits })).status).toBe(403);
    expect((await linkRow(deliveryId))?.tries).toBe(0);
    const told = (await world.told()).slice(before);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('没有可以核对的家长手机号');
  });
});

describe('我已知悉', () => {
  test('is kept once, with the first time, however often and however fast it is pressed', async () => {
    const { path, deliveryId } = await world.send();
    const cookie = await world.open(path);
    expect((await world.get(path, cookie)).body).toContain('我已知悉</button>');
    const both = await Promise.all([1, 2, 3].map(() => world.post(path, { do: 'confirm' }, cookie)));
    expect(both.map(({ status }) => status)).toEqual([303, 303, 303]);
    const first = await confirmedAt(deliveryId);
    expect(first).not.toBeNull();
    const now = world.clock.at;
    world.clock.at = new Date(now.getTime() + 3_600_000);
    await world.post(path, { do: 'confirm' }, cookie);
    const { body } = await world.get(path, cookie);
    world.clock.at = now;
    expect(await confirmedAt(deliveryId)).toEqual(first);
    expect(body).toContain('您已在今天 10:00 点过“我已知悉”');
    expect(body).not.toContain('我已知悉</button>');
  });
});

describe('a letter back', () => {
  test('is stored, reaches the counsellor with two buttons, and the same form twice is one letter', async () => {
    const { path, deliveryId } = await world.send();
    const cookie = await world.open(path);
    const form = formIdIn((await world.get(path, cookie)).body);
    const before = (await world.told()).length;
    const words = '  老师好 😀\u0000，<a href="http://x">谢谢</a>！ ';
    for (let i = 0; i < 2; i += 1) {
      expect((await world.post(path, { do: 'reply', form, words }, cookie)).status).toBe(303);
    }
    const [reply, ...others] = await repliesOf(deliveryId);
    expect(others).toEqual([]);
    expect(reply?.words).toBe('老师好 😀，<a href="http://x">谢谢</a>！');
    const told = (await world.told()).slice(before);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('张三家长（经链接）回复：老师好 😀');
    expect(told[0]).toContain(`p:link_reply:contact:${reply?.replyId}`);
    expect(told[0]).toContain(`p:link_reply:opinion:${reply?.replyId}`);
    expect((await world.get(path, cookie)).body).toContain('您的回信收到了');
  });

  test.each([
    ['nothing', '', 422, '还没有写字'],
    ['blanks and control signs', ' \n\t\u0000\u0007 ', 422, '还没有写字'],
    ['1,001 signs', '好'.repeat(1_001), 422, '写了 1001 个字'],
    ['6,000 emoji', '😀'.repeat(4_000), 422, '写了 4000 个字'],
  ])('%s is refused with the words kept in the box', async (_name, words, status, problem) => {
    const { path, deliveryId } = await world.send();
    const cookie = await world.open(path);
    const answer = await world.post(path, { do: 'reply', form: randomIds.token(), words }, cookie);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(problem);
    if (words.trim().length > 10) expect(answer.body).toContain(words.slice(0, 50));
    expect(await repliesOf(deliveryId)).toEqual([]);
  });

  test('1,000 signs fit; of more than five an hour or twenty in all none is kept', async () => {
    const { path, deliveryId } = await world.send();
    const cookie = await world.open(path);
    const now = world.clock.at;
    const write = async () =>
      (await world.post(path, { do: 'reply', form: randomIds.token(), words: '好'.repeat(1_000) }, cookie)).status;
    const statuses: number[] = [];
    for (let hour = 0; hour < 5; hour += 1) {
      for (let i = 0; i < 6; i += 1) statuses.push(await write());
      world.clock.at = new Date(world.clock.at.getTime() + 3_600_001);
    }
    world.clock.at = now;
    const anHour = [303, 303, 303, 303, 303, 429];
    expect(statuses.slice(0, 23)).toEqual([...anHour, ...anHour, ...anHour, 303, 303, 303, 303, 303]);
    expect(new Set(statuses.slice(23))).toEqual(new Set([422]));
    expect(await repliesOf(deliveryId)).toHaveLength(20);
  }, 30_000);

  test('a megabyte, other content and unknown forms are pages, and change nothing', async () => {
    const { path, deliveryId } = await world.send();
    const cookie = await world.open(path);
    const big = await world.post(path, { do: 'reply', form: randomIds.token(), words: 'x'.repeat(1_000_000) }, cookie);
    expect([big.status, big.body.includes('内容太长了')]).toEqual([413, true]);
    const other = await world.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'text/xml', cookie },
      payload: '<a/>',
    });
    expect([other.statusCode, other.body.includes('没有看懂')]).toEqual([400, true]);
    expect((await world.post(path, { do: 'delete' }, cookie)).status).toBe(400);
    expect((await world.post(path, { do: 'reply', form: '../x', words: '好' }, cookie)).status).toBe(400);
    const twice = await world.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
      payload: 'do=confirm&do=confirm',
    });
    expect(twice.statusCode).toBe(400);
    expect(await repliesOf(deliveryId)).toEqual([]);
    expect(await confirmedAt(deliveryId)).toBeNull();
  });
});

describe('who may not be contacted any more', () => {
  const family = async () => {
    const { college } = world;
    const { studentId } = await college.addStudent('班', await college.addClass(`班${randomIds.uuid()}`), '李四');
    const fatherId = await college.addGuardian(studentId, { relation: '父亲', phone: '13900005555' });
    await college.addGuardian(studentId, { relation: '母亲', phone: '13900007777' });
    return { studentId, fatherId };
  };
  const forbid = (guardianId: string) =>
    world.database.db
      .updateTable('guardians')
      .set({ doNotContactReason: '法院' })
      .where('guardianId', '=', guardianId)
      .execute();

  test('does not open the link that went to him, neither with other digits nor with an earlier pass', async () => {
    const { studentId, fatherId } = await family();
    const { path, deliveryId } = await world.send({ studentId, guardianId: fatherId });
    const { cookie } = await world.post(path, { do: 'open', digits: '7777' });
    expect((await world.get(path, cookie)).status).toBe(200);
    await forbid(fatherId);
    for (const answer of [await world.get(path, cookie), await world.post(path, { do: 'open', digits: '7777' })])
      expect([answer.status, answer.body.includes('一等奖')]).toEqual([410, false]);
    expect((await world.post(path, { do: 'confirm' }, cookie)).status).toBe(410);
    expect(await confirmedAt(deliveryId)).toBeNull();
  });

  test('reads no further in the link of another, who goes on with the digits', async () => {
    const { studentId, fatherId } = await family();
    const { path } = await world.send({ studentId });
    const { cookie } = await world.post(path, { do: 'open', digits: '5555' });
    expect((await world.get(path, cookie)).body).toContain('一等奖');
    await forbid(fatherId);
    expect((await world.get(path, cookie)).body).not.toContain('一等奖');
    expect((await world.post(path, { do: 'confirm' }, cookie)).status).toBe(403);
    const mother = (await world.post(path, { do: 'open', digits: '7777' })).cookie;
    expect((await world.get(path, mother)).body).toContain('一等奖');
  });
});

describe('a letter whose reader has left', () => {
  const write = async (change: (staff: { classId: string; counsellorId: string }) => Promise<unknown>) => {
    const { college } = world;
    const left = await college.addStaff('走了', 'counsellor');
    const classId = await college.addClass(`班${randomIds.uuid()}`, left.staffId);
    const { studentId } = await college.addStudent('班', classId, '李四');
    await college.addGuardian(studentId, { phone: '13800001234' });
    const { path } = await world.send({ studentId });
    const cookie = await world.open(path);
    await change({ classId, counsellorId: left.staffId });
    const form = formIdIn((await world.get(path, cookie)).body);
    expect((await world.post(path, { do: 'reply', form, words: '老师好' }, cookie)).status).toBe(303);
    const rows = await world.database.db.selectFrom('memberMessages').select('memberId').orderBy('seq').execute();
    return { to: rows.at(-1)?.memberId, page: (await world.get(path, cookie)).body, path, count: rows.length };
  };
  const archive = (counsellorId: string) =>
    world.database.db
      .updateTable('staff')
      .set({ archivedAt: new Date() })
      .where('staffId', '=', counsellorId)
      .execute();

  test('goes to the office, a leader of the college or the class teacher, whoever is nearest', async () => {
    await world.college.addStaff('学工', 'student_affairs', 'the-office');
    expect((await write(({ counsellorId }) => archive(counsellorId))).to).toBe('the-office');
    await world.college.addStaff('院长', 'college_leader', 'the-leader');
    const noAccount = await write(({ counsellorId }) =>
      world.database.db.updateTable('staff').set({ wecomUserId: null }).where('staffId', '=', counsellorId).execute(),
    );
    expect(noAccount.to).toBe('the-leader');
    expect(noAccount.page).toContain('您的回信收到了');
    const teacher = await world.college.addStaff('班主任', 'class_teacher', 'the-teacher');
    const toTeacher = await write(async ({ classId, counsellorId }) => {
      await archive(counsellorId);
      await world.database.db
        .updateTable('classes')
        .set({ classTeacherId: teacher.staffId })
        .where('classId', '=', classId)
        .execute();
    });
    expect(toTeacher.to).toBe('the-teacher');
  });

  test('that nobody can be told of says so, and asks to ring', async () => {
    const { db } = world.database;
    await db.updateTable('staff').set({ archivedAt: new Date() }).where('role', '<>', 'counsellor').execute();
    const before = (await world.told()).length;
    const { page, path } = await write(({ counsellorId }) => archive(counsellorId));
    expect(await world.told()).toHaveLength(before);
    expect(page).toContain('现在没有老师能马上看到');
    for (let i = 0; i < 5; i += 1) await world.post(path, { do: 'open', digits: '0000' });
    const locked = (await world.get(path)).body;
    expect(locked).toContain('现在没有老师能马上看到');
    expect(locked).not.toContain('老师已经知道');
  });
});

test('one address that posts too fast is asked to wait; reading goes on', async () => {
  const strict = await world.buildApp({ maxPerAddress: 2 });
  const { path } = await world.send();
  const post = () => strict.inject({ method: 'POST', url: path, remoteAddress: '10.1.1.1' });
  const statuses = [await post(), await post(), await post()].map(({ statusCode }) => statusCode);
  expect(statuses).toEqual([400, 400, 429]);
  expect((await strict.inject({ url: path, remoteAddress: '10.1.1.1' })).statusCode).toBe(200);
  await strict.close();
});
