import { isIP } from 'node:net';
import { ConfigError } from '../shared/errors.ts';
import { Secret } from '../shared/secret.ts';
import { SETTINGS, type SettingName } from './settings.ts';
import type { Config, WecomSettings } from './types.ts';

/** One thing that is wrong with the environment, by the variable's name. Never holds a secret value. */
export interface ConfigProblem {
  readonly variable: SettingName;
  readonly problem: string;
}

/** A start that was refused because of settings: exit code 78 (EX_CONFIG). */
export class SettingsError extends ConfigError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super('config.invalid', { message: problems.map((p) => `${p.variable}: ${p.problem}`).join('\n') });
    this.problems = problems;
  }
}

type Env = Readonly<Record<string, string | undefined>>;
type Values = { -readonly [K in SettingName]: ReturnType<(typeof SETTINGS)[K]['parse']['parse']> };

/**
 * Reads all settings at once. Pure: an empty variable counts as unset. Throws `SettingsError` with every problem.
 * `secretKey` is absent when it must be generated (embedded database without SECRET_KEY). APPROVALS may name `kinds`.
 */
export function loadConfig(env: Env, kinds: readonly string[] = []): Config {
  const problems: ConfigProblem[] = [];
  const values = readValues(env, problems);
  checkTogether(values, problems);
  checkApprovals(values, kinds, problems);
  if (problems.length > 0) throw new SettingsError(problems);

  const wecom = wecomSettings(values);
  const isSandboxOn = (values.SANDBOX ?? (wecom === null ? 'on' : 'off')) === 'on';
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? null,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL === undefined ? null : new Secret(values.DATABASE_URL),
    redisUrl: values.REDIS_URL === undefined ? null : new Secret(values.REDIS_URL),
    role: values.ROLE,
    secretKey: values.SECRET_KEY === undefined ? null : new Secret(values.SECRET_KEY),
    timeZone: values.TIME_ZONE,
    schoolName: values.SCHOOL_NAME,
    quietHours: values.QUIET_HOURS,
    adminUserIds: splitList(values.ADMIN_USERIDS),
    approvals: listApprovals(values),
    wecom,
    wecomApiUrl: values.WECOM_API_URL,
    isSchoolNoticeOn: values.WECOM_SCHOOL_NOTICE === 'on',
    dingtalkOapiUrl: values.DINGTALK_OAPI_URL,
    isSandboxOn,
    isDemoOn: (values.DEMO ?? (isSandboxOn ? 'on' : 'off')) === 'on',
    clockStart: values.CLOCK_START === undefined ? null : new Date(values.CLOCK_START),
    metricsToken: values.METRICS_TOKEN === undefined ? null : new Secret(values.METRICS_TOKEN),
    logLevel: values.LOG_LEVEL,
  });
}

function readValues(env: Env, problems: ConfigProblem[]): Values {
  const values: Record<string, unknown> = {};
  for (const [name, { parse, defaultText }] of Object.entries(SETTINGS)) {
    const typed = env[name]?.trim();
    const text = typed === undefined || typed === '' ? defaultText : typed;
    const result = parse.safeParse(text === '' && parse.isOptional() ? undefined : text);
    if (result.success) values[name] = result.data;
    else {
      problems.push({
        variable: name as SettingName,
        problem: result.error.issues.map((issue) => issue.message).join('; '),
      });
    }
  }
  return values as Values;
}

const WECOM_REQUIRED = [
  'WECOM_CORP_ID',
  'WECOM_AGENT_ID',
  'WECOM_SECRET',
  'WECOM_TOKEN',
  'WECOM_ENCODING_AES_KEY',
] as const satisfies readonly SettingName[];
const DINGTALK_REQUIRED = ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET', 'DINGTALK_ROBOT_CODE'] as const;

function checkTogether(values: Values, problems: ConfigProblem[]): void {
  const report = (variable: SettingName, problem: string): void => {
    problems.push({ variable, problem });
  };
  const isSet = (name: SettingName): boolean => values[name] !== undefined;
  const hasProblem = (name: SettingName): boolean => problems.some(({ variable }) => variable === name);

  const someWecom = WECOM_REQUIRED.some((name) => isSet(name) || hasProblem(name));
  if (someWecom) {
    for (const name of WECOM_REQUIRED) {
      if (!isSet(name) && !hasProblem(name)) report(name, 'is missing (the WECOM_* settings are all or none)');
    }
  }
  for (const name of DINGTALK_REQUIRED) if (isSet(name)) report(name, 'DingTalk is not built yet; leave it empty');

  const isSandboxOn = (values.SANDBOX ?? (someWecom ? 'off' : 'on')) === 'on';
  if (isSandboxOn && !isLoopback(values.HOST))
    report('SANDBOX', 'on refuses to start on a public HOST; set SANDBOX=off');
  if (isSandboxOn && values.SANDBOX === 'on' && someWecom) report('SANDBOX', 'cannot be on beside a real platform');
  if (!hasProblem('ROLE') && values.ROLE !== 'all') {
    if (values.DATABASE_URL === undefined) report('ROLE', `${values.ROLE} needs DATABASE_URL`);
    if (isSandboxOn) report('ROLE', 'the sandbox needs ROLE=all');
  }
  if (values.DATABASE_URL !== undefined && values.SECRET_KEY === undefined && !hasProblem('SECRET_KEY')) {
    report('SECRET_KEY', 'is required when DATABASE_URL is set');
  }
  if (someWecom && values.PUBLIC_URL !== undefined && values.WECOM_API_URL !== undefined) {
    checkPublicUrl(values.PUBLIC_URL, values.WECOM_API_URL, report);
  }
  if (
    someWecom &&
    values.PUBLIC_URL === undefined &&
    !hasProblem('PUBLIC_URL') &&
    isRealPlatform(values.WECOM_API_URL)
  ) {
    report('PUBLIC_URL', 'is required with a real platform: the https address that parents can open');
  }
}

/** The word in APPROVALS for whatever goes to several classes. */
const MASS = 'mass';

function checkApprovals(values: Values, kinds: readonly string[], problems: ConfigProblem[]): void {
  if (values.APPROVALS === undefined) return;
  const known = [...kinds, MASS];
  const unknown = listApprovals(values).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  problems.push({
    variable: 'APPROVALS',
    problem: `no such kind: ${unknown.join(', ')}; valid are none, or any of ${known.join(', ')}`,
  });
}

function listApprovals(values: Values): readonly string[] {
  return values.APPROVALS === 'none' ? [] : splitList(values.APPROVALS);
}

function checkPublicUrl(
  publicUrl: string,
  apiUrl: string,
  report: (variable: SettingName, problem: string) => void,
): void {
  if (!isRealPlatform(apiUrl)) return;
  const url = new URL(publicUrl);
  if (url.protocol !== 'https:') report('PUBLIC_URL', 'must be https with a real platform');
  if (isLoopback(url.hostname)) report('PUBLIC_URL', 'must not be loopback with a real platform');
}

/** A platform on loopback is a rehearsal or a test. */
function isRealPlatform(apiUrl: string | undefined): boolean {
  return apiUrl !== undefined && !isLoopback(new URL(apiUrl).hostname);
}

/** True for localhost, 127.0.0.0/8 and ::1, with or without brackets. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/gu, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

function wecomSettings(values: Values): WecomSettings | null {
  const { WECOM_CORP_ID: corpId, WECOM_AGENT_ID: agentId, WECOM_SECRET: secret } = values;
  const { WECOM_TOKEN: token, WECOM_ENCODING_AES_KEY: key } = values;
  if (!corpId || !agentId || !secret || !token || !key) return null;
  return { corpId, agentId, secret: new Secret(secret), token: new Secret(token), encodingAesKey: new Secret(key) };
}

function splitList(text: string): readonly string[] {
  return text
    .split(/[,，\s]+/u)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
