import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryTokenStore } from '../../../test/support/memory-token-store.ts';
import { type ApiServer, startApiServer } from '../../../test/support/wecom-api-server.ts';
import { Secret } from '../../shared/secret.ts';
import { createWecomPlatform } from './adapter.ts';

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
  server.on('/cgi-bin/gettoken', { errcode: 0, access_token: 'token', expires_in: 7200 });
});
afterEach(() => server.close());

const DEPARTMENTS = '/cgi-bin/school/department/list';
const USERS = '/cgi-bin/school/user/list';

function directoryOf(isSchoolNoticeOn = true) {
  const config = {
    corpId: 'wx5823bf96d3bd56c7',
    agentId: 218,
    secret: new Secret('s3cret'),
    token: new Secret('QDG6eK'),
    encodingAesKey: new Secret('jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'),
    apiUrl: server.url,
    isSchoolNoticeOn,
  };
  return createWecomPlatform(config, { tokenStore: createMemoryTokenStore(), timeoutMs: 10_000 }).readDirectory;
}

/** Answers `school/user/list` by department. */
function serve(classes: Readonly<Record<string, object>>): void {
  server.on(USERS, ({ query }, response) => response.end(JSON.stringify(classes[query.department_id ?? ''])));
}

const zhang = {
  student_userid: '20240101',
  name: '张三',
  department: [7],
  parents: [
    { parent_userid: 'Zhang_Mama', mobile: '13800001111', is_subscribe: 1, external_userid: 'wmA', relation: '妈妈' },
    { parent_userid: 'zhang_baba', is_subscribe: 0 },
    { parent_userid: 'zhang_yeye' },
  ],
};

test('walks the classes only, and a student of two classes counts once', async () => {
  server.on(DEPARTMENTS, {
    errcode: 0,
    departments: [
      { id: 1, type: 5 },
      { id: 2, type: 2 },
      { id: 7, type: 1 },
      { id: 8, type: 1 },
    ],
  });
  const li = { student_userid: 'stu_9', name: '李四' };
  serve({ 7: { errcode: 0, students: [zhang, li] }, 8: { errcode: 0, students: [zhang] } });
  expect(await directoryOf()?.()).toEqual({
    outcome: 'ok',
    refusedDepartments: 0,
    parents: [
      ['Zhang_Mama', true, '13800001111'],
      ['zhang_baba', false, null],
      ['zhang_yeye', null, null],
    ].map(([parentUserId, isSubscribed, phone]) => ({
      parentUserId,
      isSubscribed,
      phone,
      studentUserId: '20240101',
      studentName: '张三',
    })),
  });
  expect(server.calls.filter(({ path }) => path === USERS).map(({ query }) => query.department_id)).toEqual(['7', '8']);
});

test('a class out of reach is left out and counted', async () => {
  server.on(DEPARTMENTS, { errcode: 0, departments: [{ id: 7 }, { id: 8 }] });
  serve({ 7: { errcode: 60011 }, 8: { errcode: 0, students: [zhang] } });
  const reading = await directoryOf()?.();
  expect(reading).toMatchObject({ outcome: 'ok', refusedDepartments: 1 });
  expect(reading?.parents).toHaveLength(3);
});

test.each([
  ['not granted', { errcode: 48002 }, { kind: 'channel', code: '48002' }],
  ['too often', { errcode: 45009 }, { kind: 'rate', code: '45009', retryAfterMs: 60_000 }],
  ['busy', { errcode: -1 }, { kind: 'transient', code: '-1' }],
  ['an answer that nobody understands', { errcode: 0, students: 'none' }, { kind: 'transient' }],
])('%s ends the reading with what was read before', async (_name, answer, failure) => {
  server.on(DEPARTMENTS, { errcode: 0, departments: [{ id: 7 }, { id: 8 }, { id: 9 }] });
  serve({ 7: { errcode: 0, students: [zhang] }, 8: answer, 9: { errcode: 0 } });
  const reading = await directoryOf()?.();
  expect(reading).toMatchObject({ outcome: 'failed', failure });
  expect(reading?.parents).toHaveLength(3);
  expect(server.calls.filter(({ path }) => path === USERS)).toHaveLength(2);
});

test('a stop ends it between two calls', async () => {
  server.on(DEPARTMENTS, { errcode: 0, departments: [{ id: 7 }, { id: 8 }] });
  const stop = new AbortController();
  server.on(USERS, (_call, response) => {
    stop.abort();
    response.end(JSON.stringify({ errcode: 0 }));
  });
  expect(await directoryOf()?.(stop.signal)).toMatchObject({ outcome: 'failed' });
  expect(server.calls.filter(({ path }) => path === USERS)).toHaveLength(1);
});

test('without 家校沟通 there is nothing to read', () => {
  expect(directoryOf(false)).toBeNull();
});
