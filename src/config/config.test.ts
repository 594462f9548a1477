import { describe, expect, test } from 'vitest';
import { isLoopback, loadConfig, SETTINGS, SettingsError } from './index.ts';

const WECOM = {
  WECOM_CORP_ID: 'wwcorp',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 's3cret-value',
  WECOM_TOKEN: 'token',
  WECOM_ENCODING_AES_KEY: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  PUBLIC_URL: 'https://jiaxin.example.edu.cn',
};
const KEY = 'k'.repeat(32);

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env, ['award', 'discipline']);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ variable }) => variable);
    throw error;
  }
}

describe('loadConfig', () => {
  test('without any setting: embedded, sandbox and demo on', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: null,
      isSandboxOn: true,
      isDemoOn: true,
      role: 'all',
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('an empty variable counts as unset', () => {
    expect(loadConfig({ PORT: '', WECOM_CORP_ID: ' ', CLOCK_START: '', SANDBOX: '' })).toMatchObject({
      port: 3000,
      wecom: null,
    });
  });

  test('a whole platform switches sandbox and demo off', () => {
    expect(loadConfig(WECOM)).toMatchObject({
      isSandboxOn: false,
      isDemoOn: false,
      wecom: { corpId: 'wwcorp', agentId: 1000002 },
    });
  });

  test.each([
    ['two wrong values are both named', { PORT: 'abc', ROLE: 'boss' }, ['PORT', 'ROLE']],
    [
      'a half-filled platform names what is missing',
      { WECOM_CORP_ID: 'ww' },
      ['WECOM_AGENT_ID', 'WECOM_SECRET', 'WECOM_TOKEN', 'WECOM_ENCODING_AES_KEY', 'PUBLIC_URL'],
    ],
    ['a bad AES key', { ...WECOM, WECOM_ENCODING_AES_KEY: 'short' }, ['WECOM_ENCODING_AES_KEY']],
    ['DATABASE_URL without SECRET_KEY', { DATABASE_URL: 'postgres://x/y' }, ['SECRET_KEY']],
    ['a short SECRET_KEY', { SECRET_KEY: 'short' }, ['SECRET_KEY']],
    ['worker without DATABASE_URL', { ROLE: 'worker', SANDBOX: 'off' }, ['ROLE']],
    ['worker with sandbox', { ROLE: 'worker', DATABASE_URL: 'postgres://x/y', SECRET_KEY: KEY }, ['ROLE']],
    ['the sandbox on a public host', { HOST: '0.0.0.0', SANDBOX: 'on' }, ['SANDBOX']],
    ['the sandbox on by default on a public host', { HOST: '0.0.0.0' }, ['SANDBOX']],
    ['a public url without https', { ...WECOM, PUBLIC_URL: 'http://jiaxin.example.edu.cn' }, ['PUBLIC_URL']],
    ['a loopback public url with a real platform', { ...WECOM, PUBLIC_URL: 'https://127.0.0.1' }, ['PUBLIC_URL']],
    ['no public url with a real platform', { ...WECOM, PUBLIC_URL: '' }, ['PUBLIC_URL']],
    ['quiet hours that are no range', { QUIET_HOURS: '21-8' }, ['QUIET_HOURS']],
    ['an unknown time zone', { TIME_ZONE: 'Mars/Olympus' }, ['TIME_ZONE']],
    ['an instant without offset or sense', { CLOCK_START: '2026-13-01' }, ['CLOCK_START']],
    [
      'an instant without offset, which would be read in the zone of the machine',
      { CLOCK_START: '2026-10-09T10:00:00' },
      ['CLOCK_START'],
    ],
    ['an instant of a day that does not exist', { CLOCK_START: '2026-02-30T10:00:00+08:00' }, ['CLOCK_START']],
    ['a public url that no path can follow', { PUBLIC_URL: 'https://jiaxin.example.edu.cn/?a=1' }, ['PUBLIC_URL']],
    [
      'an approval of an unknown kind, beside another problem',
      { APPROVALS: 'discpline,mass', PORT: 'x' },
      ['PORT', 'APPROVALS'],
    ],
    ['approvals that are no list of kinds', { APPROVALS: 'discipline; mass!' }, ['APPROVALS']],
    ['DingTalk, which is not built yet', { DINGTALK_CLIENT_ID: 'ding' }, ['DINGTALK_CLIENT_ID']],
  ])('%s', (_name, env, variables) => {
    expect(problemsOf(env)).toEqual(variables);
  });

  test('an unknown kind is named beside those that there are', () => {
    expect(() => loadConfig({ APPROVALS: 'discpline,mass' }, ['award', 'discipline'])).toThrow(
      'APPROVALS: no such kind: discpline; valid are none, or any of award, discipline, mass',
    );
    expect(loadConfig({ APPROVALS: 'discipline，mass' }, ['award', 'discipline']).approvals).toEqual([
      'discipline',
      'mass',
    ]);
  });

  test.each([
    '2026-10-09T10:00:00+08:00',
    '2026-10-09T02:00:00Z',
    '2026-10-09T10:00+08:00',
    '2026-10-09T10:00:00.500+08:00',
  ])('CLOCK_START=%s is the same morning', (text) => {
    expect(loadConfig({ CLOCK_START: text }).clockStart?.toISOString()).toMatch(/^2026-10-09T02:00:00/u);
  });

  test('every problem is said in words of ours', () => {
    try {
      loadConfig({
        PORT: '99999',
        SCHOOL_NAME: '学'.repeat(31),
        DINGTALK_MODE: 'x',
        LOG_LEVEL: 'loud',
        WECOM_AGENT_ID: '-1',
      });
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      expect(error.problems.filter(({ problem }) => /Invalid|Too |expected/u.test(problem))).toEqual([]);
    }
    expect.hasAssertions();
  });

  test('a platform on loopback is a rehearsal and needs no https', () => {
    expect(problemsOf({ ...WECOM, PUBLIC_URL: '', WECOM_API_URL: 'http://127.0.0.1:9' })).toEqual([]);
  });

  test('no secret is printed, in errors or in the config', () => {
    const config = loadConfig({ ...WECOM, SECRET_KEY: KEY });
    expect(JSON.stringify(config)).not.toContain('s3cret-value');
    expect(JSON.stringify(config)).not.toContain(KEY);
    expect(() => loadConfig({ SECRET_KEY: 'pssst' })).toThrow(/^(?!.*pssst)/u);
  });
});

describe('the settings', () => {
  test('every default is valid', () => {
    for (const [name, { parse, defaultText }] of Object.entries(SETTINGS)) {
      expect(parse.safeParse(defaultText === '' && parse.isOptional() ? undefined : defaultText).success, name).toBe(
        true,
      );
    }
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['localhost', true],
  ['[::1]', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
  ['localhost.example.com', false],
])('isLoopback(%s) is %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
