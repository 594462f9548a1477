import { type DestinationStream, type Logger, pino } from 'pino';
import { SETTINGS } from './settings.ts';
import type { Config } from './types.ts';

/** Names under which a secret or a person's words could slip into a log line; the settings add their own. */
const PRIVATE_KEYS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'phone',
  'text',
  'line',
  'body',
  'content',
  'url',
];

/**
 * The process's logger: JSON lines with ids and counts. Errors keep their type, code and frames; of a database error neither
 * message nor detail, because they quote the values of the row.
 */
export function createLogger(config: Pick<Config, 'logLevel' | 'role'>, destination?: DestinationStream): Logger {
  const secretSettings = Object.entries(SETTINGS).flatMap(([name, setting]) => (setting.isSecret ? [name] : []));
  const options = {
    level: config.logLevel,
    base: { role: config.role },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...PRIVATE_KEYS, ...secretSettings].flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
    serializers: { err: describeError, error: describeError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

interface ErrorDescription {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly frames?: string;
  readonly cause?: ErrorDescription;
}

/** PostgreSQL puts `severity` and a five-character SQLSTATE on its errors. */
function isDatabaseError(error: Error): boolean {
  return 'severity' in error && 'routine' in error;
}

function describeError(value: unknown): ErrorDescription | unknown {
  if (!(value instanceof Error)) return { type: typeof value };
  const code = 'code' in value && typeof value.code === 'string' ? { code: value.code } : {};
  const frames = value.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .join('\n');
  return {
    type: value.name,
    ...code,
    ...(isDatabaseError(value) ? {} : { message: value.message }),
    ...(frames === undefined ? {} : { frames }),
    ...(value.cause === undefined ? {} : { cause: describeError(value.cause) }),
  };
}
