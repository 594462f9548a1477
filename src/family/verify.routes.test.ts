import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { seedNoticeCollege } from '../../test/support/notice-college.ts';
import { pageAssets } from '../page/index.ts';
import { createVerifyRoutes, type VerifyOptions } from './index.ts';

let database: TestDatabase;
let app: FastifyInstance;
const GROUP_CODE = 'JX-7K3QP9WM';
const PRIVATE_CODE = 'JX-7K3QP9WN';
const MANY_CODE = 'JX-7K3QP9WH';
const DRAFT_CODE = 'JX-7K3QP9WR';
const DROPPED_CODE = 'JX-7K3QP9WT';

async function buildApp(options: Partial<VerifyOptions> = {}): Promise<FastifyInstance> {
  const built = Fastify();
  built.register(pageAssets);
  built.register(
    createVerifyRoutes({
      db: database.db,
      schoolName: '示范学院',
      timeZone: 'Asia/Shanghai',
      publicUrl: () => 'https://jiaxin.example.edu.cn',
      ...options,
    }),
  );
  await built.ready();
  return built;
}

beforeAll(async () => {
  database = await openTestDatabase();
  const college = await seedNoticeCollege(database.db);
  const { counsellor } = college;
  const add = async (
    noticeCode: string,
    audience: 'group' | 'private',
    status: 'draft' | 'confirmed' | 'dropped',
    body: string,
    families: readonly string[] = [],
  ) => {
    const noticeId = crypto.randomUUID();
    const at = new Date('2026-10-08T17:30:00Z');
    const row = { noticeId, noticeCode, audience, status, kind: 'award', title: '喜报', staffId: counsellor.staffId };
    const rest = {
      fields: '{}',
      recipients: '{}',
      recipientsDigest: '',
      templateVersion: '',
      createdAt: at,
      confirmedAt: status === 'confirmed' ? at : null,
    };
    await database.db
      .insertInto('notices')
      .values({ ...row, ...rest })
      .execute();
    const bodyId = crypto.randomUUID();
    await database.db.insertInto('noticeBodies').values({ bodyId, noticeId, body }).execute();
    for (const studentId of families) {
      const target = { targetKey: `student:${studentId}`, target: 'parent', studentId, laneKey: 'x' };
      const outcome = { channel: 'wecom_school_notice', status: 'accepted', createdAt: at } as const;
      const deliveryId = crypto.randomUUID();
      await database.db
        .insertInto('deliveries')
        .values({ deliveryId, noticeId, bodyId, ...target, ...outcome })
        .execute();
    }
  };
  await add(GROUP_CODE, 'group', 'confirmed', '各位家长好 <b>& "再见"</b>');
  const classId = await college.addClass('旅管2203');
  const [zhang, li] = [
    await college.addStudent('旅管2203', classId, '张三丰'),
    await college.addStudent('旅管2203', classId, '李思远'),
  ];
  await add(PRIVATE_CODE, 'private', 'confirmed', '张三丰获得一等奖', [zhang.studentId]);
  await add(MANY_CODE, 'private', 'confirmed', '下周三开家长会', [zhang.studentId, li.studentId]);
  await add(DRAFT_CODE, 'group', 'draft', '还没有发');
  await add(DROPPED_CODE, 'group', 'dropped', '取消了');
  app = await buildApp({ maxPerAddress: 1_000 });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const FALSE_WHEN = '要您转账、扫码、交钱';

describe('/verify', () => {
  test('shows the form, without scripts, cached nowhere', async () => {
    const { statusCode, body, headers } = await app.inject('/verify');
    expect(statusCode).toBe(200);
    expect(body).toMatch(/^<!doctype html><html lang="zh-CN">/u);
    expect(body).toContain('<form method="post" action="/verify">');
    expect(body).toContain(FALSE_WHEN);
    expect(body).not.toContain('<script');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    const css = await app.inject('/assets/page.css');
    expect(css.headers['content-type']).toContain('text/css');
  });

  test.each([GROUP_CODE, 'jx-7k3qp9wm', 'ＪＸ－７Ｋ３ＱＰ９ＷＭ', ' JX 7K3Q P9WM ', 'JX—7K3Q-P9WM'])(
    'knows %s',
    async (code) => {
      const { body } = await app.inject({ url: '/verify', query: { code } });
      expect(body).toContain('这个核实码是真的');
      expect(body).toContain('各位家长好 &lt;b&gt;&amp; &quot;再见&quot;&lt;/b&gt;');
      expect(body).toContain('2026年10月9日');
      expect(body).toContain(FALSE_WHEN);
    },
  );

  test('a private notice by kind and day only, by POST as well', async () => {
    const { body } = await app.inject({
      method: 'POST',
      url: '/verify',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `code=${PRIVATE_CODE}`,
    });
    expect(body).toContain('单独发给一个家庭的《喜报》');
    expect(body).not.toContain('张三丰');
    expect(body).toContain(FALSE_WHEN);
  });

  test('a private notice to many families does not claim to be for one', async () => {
    const { body } = await app.inject({ url: '/verify', query: { code: MANY_CODE } });
    expect(body).toContain('单独发给多个家庭的《喜报》，每家各一份');
    expect(body).not.toContain('下周三');
  });

  test('drafts, dropped and unknown codes give the very same page', async () => {
    const codes = [DRAFT_CODE, DROPPED_CODE, 'JX-AAAAAAAA', 'JX-7K3QP9WX'];
    const pages = await Promise.all(codes.map((code) => app.inject({ url: '/verify', query: { code } })));
    // But for the code that was typed: it is shown, so that a slip can be seen, and stays in the box to be mended.
    expect(new Set(pages.map(({ body }, at) => body.replaceAll(codes[at] ?? '', ''))).size).toBe(1);
    expect(pages[0]?.body).toContain(`您输入的是 <span class="code">${DRAFT_CODE}</span>`);
    expect(pages[0]?.body).toContain(`value="${DRAFT_CODE}"`);
    expect(pages[0]?.body).toContain('没有查到这个核实码');
    expect(pages[0]?.body).toContain('96110');
    expect(pages[0]?.body).toContain('原来就存着的老师电话');
  });

  test.each(['JX-OOOO0000', '<script>alert(1)</script>', "' or 1=1 --", 'JX-7K3QP9W', '%00'])(
    '%s is no code',
    async (code) => {
      const { statusCode, body } = await app.inject({ url: '/verify', query: { code } });
      expect(statusCode).toBe(200);
      expect(body).toContain('没有查到');
      expect(body).not.toContain('<script');
    },
  );

  test('a link cannot put its own words on our page', async () => {
    const { body } = await app.inject({ url: '/verify', query: { code: '客服电话 13800001000' } });
    expect(body).toContain('没有查到');
    expect(body).not.toContain('13800001000');
  });

  test('its address is there to print, so that nobody needs the one in a message', async () => {
    const { statusCode, body, headers } = await app.inject('/verify/paper');
    expect(statusCode).toBe(200);
    expect(body).toContain('https://jiaxin.example.edu.cn/verify<');
    expect(body).toContain('96110');
    expect(headers['cache-control']).toBe('no-store');
  });

  test('the eight signs alone are enough, because the page speaks of eight signs', async () => {
    const { body } = await app.inject(`/verify?code=${GROUP_CODE.replace('JX-', '').toLowerCase()}`);
    expect(body).toContain('这个核实码是真的');
  });

  test('a code given twice is not looked up', async () => {
    const { body } = await app.inject(`/verify?code=${GROUP_CODE}&code=${PRIVATE_CODE}`);
    expect(body).not.toContain('这个核实码是真的');
  });

  test('wrong codes of one address are limited sooner than all its look-ups', async () => {
    const strict = await buildApp({ maxPerAddress: 5, maxWrongPerAddress: 1 });
    const statuses: number[] = [];
    for (const code of ['JX-AAAAAAAA', 'JX-AAAAAAAB', GROUP_CODE, GROUP_CODE, GROUP_CODE, GROUP_CODE]) {
      statuses.push((await strict.inject({ url: `/verify?code=${code}` })).statusCode);
    }
    expect(statuses).toEqual([200, 429, 200, 200, 200, 429]);
    await strict.close();
  });

  test('thirty families behind one address may each look their notice up', async () => {
    const asIs = await buildApp({});
    for (let family = 0; family < 30; family += 1) {
      expect((await asIs.inject({ url: `/verify?code=${GROUP_CODE}` })).statusCode).toBe(200);
    }
    await asIs.close();
  });

  test('limits look-ups by address, and wrong codes of all of them together; a genuine code is always answered', async () => {
    const strict = await buildApp({ maxPerAddress: 2, maxTogether: 2 });
    const look = (remoteAddress: string, code = GROUP_CODE) =>
      strict.inject({ url: `/verify?code=${code}`, remoteAddress });
    const statuses: number[] = [];
    for (const address of ['10.1.1.1', '10.1.1.1', '10.1.1.1']) statuses.push((await look(address)).statusCode);
    for (const address of ['10.1.2.1', '10.1.2.2', '10.1.2.3'])
      statuses.push((await look(address, 'JX-AAAAAAAA')).statusCode);
    statuses.push((await look('10.1.3.1')).statusCode);
    expect(statuses).toEqual([200, 200, 429, 200, 200, 429, 200]);
    const limited = await look('10.1.1.1');
    expect(limited.body).toContain('查得太频繁了');
    expect(limited.headers['retry-after']).toBeDefined();
    expect((await strict.inject({ url: '/verify', remoteAddress: '10.1.1.1' })).statusCode).toBe(200);
    await strict.close();
  });
});
