import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { createPersonalLinks } from '../../src/delivery/index.ts';
import { createLinkRoutes, createPasses, type LinkOptions } from '../../src/family/index.ts';
import { pageAssets } from '../../src/page/index.ts';
import { randomIds } from '../../src/shared/ids.ts';
import { Secret } from '../../src/shared/secret.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { type NoticeCollege, seedNoticeCollege } from './notice-college.ts';

const KEY = new Secret('a key of the tests, 32 bytes and more');
/** Friday, 9 October 2026, 10:00 in Shanghai. */
const SENT_AT = new Date('2026-10-09T02:00:00Z');

/** A college with 张三 and his mother (phone …1234), and pages for notices to single families. */
export interface LinkWorld {
  readonly database: TestDatabase;
  readonly college: NoticeCollege;
  readonly app: FastifyInstance;
  readonly studentId: string;
  readonly links: ReturnType<typeof createPersonalLinks>;
  /** The domain's clock; set `at` to move it. */
  readonly clock: { at: Date; now(): Date };
  buildApp(options?: Partial<LinkOptions>): Promise<FastifyInstance>;
  /** A confirmed private notice with one delivery; returns the delivery's id and its path. */
  send(notice?: {
    studentId?: string;
    body?: string;
    status?: 'sent' | 'cancelled';
    recipients?: unknown;
    guardianId?: string;
  }): Promise<{
    readonly deliveryId: string;
    readonly noticeCode: string;
    readonly path: string;
  }>;
  /** Posts a form; cookies of an earlier answer go with it. */
  post(path: string, form: Record<string, string>, cookie?: string): ReturnType<LinkWorld['get']>;
  get(
    path: string,
    cookie?: string,
  ): Promise<{
    readonly status: number;
    readonly body: string;
    readonly headers: Readonly<Record<string, unknown>>;
    /** For the next request. */
    readonly cookie: string;
  }>;
  /** Gives the right digits; returns the cookie. */
  open(path: string): Promise<string>;
  /** What the bot says to staff, oldest first, as JSON. */
  told(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openLinkWorld(): Promise<LinkWorld> {
  const database = await openTestDatabase();
  const { db } = database;
  const college = await seedNoticeCollege(db);
  const classId = await college.addClass('旅管2203');
  const { studentId } = await college.addStudent('旅管2203', classId, '张三');
  await college.addGuardian(studentId, { relation: '母亲', phone: '13800001234' });
  const clock = { at: SENT_AT, now: () => clock.at };
  const links = createPersonalLinks(KEY);
  const options: LinkOptions = {
    db,
    wake: { wake: () => undefined },
    clock,
    ids: randomIds,
    platform: 'wecom',
    schoolName: '示范学院',
    timeZone: 'Asia/Shanghai',
    links,
    passes: createPasses(KEY, () => true),
    maxPerAddress: 100_000,
  };
  const buildApp: LinkWorld['buildApp'] = async (changed = {}) => {
    const app = Fastify({ routerOptions: { maxParamLength: 200 }, bodyLimit: 64 * 1024 });
    app.register(pageAssets);
    app.register(createLinkRoutes({ ...options, ...changed }));
    await app.ready();
    return app;
  };
  const app = await buildApp();
  const ask = async (request: InjectOptions): ReturnType<LinkWorld['get']> => {
    const { statusCode, body, headers } = await app.inject(request);
    return { status: statusCode, body, headers, cookie: String(headers['set-cookie'] ?? '').split(';')[0] ?? '' };
  };
  const post: LinkWorld['post'] = (url, form, cookie = '') =>
    ask({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
      payload: new URLSearchParams(form).toString(),
    });
  return {
    database,
    college,
    app,
    studentId,
    links,
    clock,
    buildApp,
    post,
    get: (url, cookie = '') => ask({ method: 'GET', url, headers: { cookie } }),
    async open(path) {
      return (await post(path, { do: 'open', digits: '1234' })).cookie;
    },
    async send({
      studentId: other,
      body = '张三家长您好，孩子获得了一等奖。',
      status = 'sent',
      recipients,
      guardianId,
    } = {}) {
      const [noticeId, bodyId, deliveryId] = [randomIds.uuid(), randomIds.uuid(), randomIds.uuid()];
      const noticeCode = randomIds.noticeCode();
      await db
        .insertInto('notices')
        .values({
          noticeId,
          noticeCode,
          kind: 'award',
          audience: 'private',
          staffId: college.counsellor.staffId,
          status: 'confirmed',
          title: '喜报',
          fields: '{}',
          recipients: JSON.stringify(recipients ?? {}),
          recipientsDigest: '',
          templateVersion: '',
          createdAt: SENT_AT,
          confirmedAt: SENT_AT,
        })
        .execute();
      await db.insertInto('noticeBodies').values({ bodyId, noticeId, body }).execute();
      const target = { noticeId, bodyId, targetKey: `student:${other ?? studentId}`, target: 'parent', laneKey: 'x' };
      await db
        .insertInto('deliveries')
        .values({
          ...target,
          deliveryId,
          channel: 'wecom_school_notice',
          studentId: other ?? studentId,
          guardianId: guardianId ?? null,
          status,
          createdAt: SENT_AT,
          sentAt: SENT_AT,
        })
        .execute();
      return { deliveryId, noticeCode, path: `/n/${links.tokenOf(deliveryId)}` };
    },
    async told() {
      const rows = await db.selectFrom('memberMessages').select('content').orderBy('seq').execute();
      return rows.map(({ content }) => JSON.stringify(content));
    },
    async close() {
      await app.close();
      await database.close();
    },
  };
}
