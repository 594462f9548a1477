import { z } from 'zod';

/**
 * Every environment variable that Jiaxin reads (contract §2), one entry each: a zod type for its text, the default as it
 * would be typed, and one line of help. `.env.example` and the table in docs/operations.md are made from this.
 */
export interface Setting<T = unknown> {
  readonly section: string;
  readonly parse: z.ZodType<T>;
  /** The default as it would be typed; empty = unset. */
  readonly defaultText: string;
  readonly help: string;
  /** Never printed, not even in an error. */
  readonly isSecret?: boolean;
}

function setting<T>(
  section: string,
  parse: z.ZodType<T>,
  defaultText: string,
  help: string,
  isSecret = false,
): Setting<T> {
  return { section, parse, defaultText, help, isSecret };
}

const text = z.string();
const onOff = z.enum(['on', 'off'], { error: 'must be on or off' });
const httpUrl = z
  .url({ protocol: /^https?$/u, error: 'must be an http(s) address' })
  .transform((url) => url.replace(/\/+$/u, ''));
/** Paths are written behind it. */
const baseUrl = httpUrl.refine((url) => !/[?#@]/u.test(url), {
  error: 'must end before any ?, # or user name: paths are written behind it',
});
const port = z.coerce.number({ error: 'must be a port' }).int({ error: 'must be a port' });
const timeRange = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/u, 'must look like 21:00-08:00');
const instant = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })], {
  error: 'must be an ISO 8601 instant with offset, e.g. 2026-09-01T08:00:00+08:00',
});
const timeZone = z.string().refine(isTimeZone, { error: 'must be an IANA time zone, e.g. Asia/Shanghai' });

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

const SERVER = 'Web server';
const STORAGE = 'Storage and queue';
const COLLEGE = 'The college';
const WECOM = 'WeCom (企业微信): all or none';
const DINGTALK = 'DingTalk (钉钉): all or none; not built yet';
const PLAY = 'Sandbox, demo, rehearsal';
const OPERATIONS = 'Operations';

export const SETTINGS = {
  HOST: setting(SERVER, text.min(1), '127.0.0.1', 'Address on which the web server listens.'),
  PORT: setting(
    SERVER,
    port.min(0, { error: 'must be a port' }).max(65_535, { error: 'must be at most 65535' }),
    '3000',
    'Port on which the web server listens.',
  ),
  PUBLIC_URL: setting(
    SERVER,
    baseUrl.optional(),
    '',
    'Base of every link sent to people; default http://HOST:PORT. With a real platform: https and not loopback.',
  ),
  DATA_DIR: setting(
    STORAGE,
    text.min(1),
    './data',
    'Folder of the embedded database, the generated secret, uploaded and produced files.',
  ),
  DATABASE_URL: setting(
    STORAGE,
    z
      .string()
      .regex(/^postgres(ql)?:\/\//u, 'must start with postgres://')
      .optional(),
    '',
    'PostgreSQL 14 to 18; empty = embedded database. When set, SECRET_KEY is required.',
    true,
  ),
  REDIS_URL: setting(
    STORAGE,
    z
      .string()
      .regex(/^rediss?:\/\//u, 'must start with redis://')
      .optional(),
    '',
    'Redis 7 for the queue; empty = the queue lives in PostgreSQL.',
    true,
  ),
  ROLE: setting(
    STORAGE,
    z.enum(['all', 'web', 'worker'], { error: 'must be all, web or worker' }),
    'all',
    'What this process does: all, web or worker. The last two need DATABASE_URL; the sandbox needs all.',
  ),
  SECRET_KEY: setting(
    STORAGE,
    z
      .string()
      .refine((value) => Buffer.byteLength(value) >= 32, { error: 'must have at least 32 bytes' })
      .optional(),
    '',
    'Signs links and sessions, seals tokens; at least 32 bytes. Empty = generated into DATA_DIR.',
    true,
  ),
  TIME_ZONE: setting(COLLEGE, timeZone, 'Asia/Shanghai', 'Calendar of terms, schedules and quiet hours.'),
  SCHOOL_NAME: setting(
    COLLEGE,
    text.min(1).max(30, { error: 'must have at most 30 characters' }),
    '示范学院',
    'Printed in notices, letters and pages; at most 30 characters.',
  ),
  QUIET_HOURS: setting(
    COLLEGE,
    timeRange,
    '21:00-08:00',
    'Inside, nothing but emergencies reaches a parent; it waits until the end.',
  ),
  ADMIN_USERIDS: setting(
    COLLEGE,
    text,
    '',
    'Platform user ids, separated by commas, that are administrators before any roster is loaded.',
  ),
  APPROVALS: setting(
    COLLEGE,
    z.string().regex(/^[a-z][a-z_]*(?:[,，\s]+[a-z][a-z_]*)*[,，\s]*$/u, 'must be none, or kinds separated by commas'),
    'none',
    'Kinds (folders of templates/) that need a second person before they go out, and mass = to several classes; or none.',
  ),
  WECOM_CORP_ID: setting(WECOM, text.optional(), '', 'Corp id (企业ID).'),
  WECOM_AGENT_ID: setting(
    WECOM,
    z
      .string()
      .regex(/^[1-9]\d{0,14}$/u, 'must be a whole number above 0')
      .transform(Number)
      .optional(),
    '',
    'Agent id of the self-built app (AgentId).',
  ),
  WECOM_SECRET: setting(WECOM, text.optional(), '', 'Secret of the app.', true),
  WECOM_TOKEN: setting(
    WECOM,
    z
      .string()
      .regex(/^[A-Za-z0-9]{1,32}$/u, 'must be 1 to 32 letters or digits')
      .optional(),
    '',
    'Token of the callback setting.',
    true,
  ),
  WECOM_ENCODING_AES_KEY: setting(
    WECOM,
    z
      .string()
      .regex(/^[A-Za-z0-9]{43}$/u, 'must be exactly 43 letters or digits')
      .optional(),
    '',
    'EncodingAESKey of the callback setting, 43 letters or digits.',
    true,
  ),
  WECOM_API_URL: setting(WECOM, httpUrl, 'https://qyapi.weixin.qq.com', 'Base of the WeCom server API.'),
  WECOM_SCHOOL_NOTICE: setting(WECOM, onOff, 'off', 'on where the tenant has 家校沟通 (school notices to parents).'),
  DINGTALK_CLIENT_ID: setting(DINGTALK, text.optional(), '', 'Client id of the internal app.'),
  DINGTALK_CLIENT_SECRET: setting(DINGTALK, text.optional(), '', 'Client secret.', true),
  DINGTALK_ROBOT_CODE: setting(DINGTALK, text.optional(), '', 'Robot code.'),
  DINGTALK_MODE: setting(
    DINGTALK,
    z.enum(['stream', 'http'], { error: 'must be stream or http' }),
    'stream',
    'stream or http.',
  ),
  DINGTALK_API_URL: setting(DINGTALK, httpUrl, 'https://api.dingtalk.com', 'Base of the new API.'),
  DINGTALK_OAPI_URL: setting(DINGTALK, httpUrl, 'https://oapi.dingtalk.com', 'Base of the old API.'),
  SANDBOX: setting(
    PLAY,
    onOff.optional(),
    '',
    'on or off; default on when no platform is set. on refuses to start on a public HOST.',
  ),
  DEMO: setting(
    PLAY,
    onOff.optional(),
    '',
    'on or off; default on with the sandbox: seeds a demo college into an empty database.',
  ),
  CLOCK_START: setting(
    PLAY,
    instant.optional(),
    '',
    'For tests and rehearsals: the instant at which the clock of the domain starts ticking.',
  ),
  METRICS_TOKEN: setting(
    OPERATIONS,
    text.optional(),
    '',
    'Bearer token of /metrics; empty = only from loopback.',
    true,
  ),
  LOG_LEVEL: setting(
    OPERATIONS,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    }),
    'info',
    'pino level.',
  ),
} as const;

export type SettingName = keyof typeof SETTINGS;
