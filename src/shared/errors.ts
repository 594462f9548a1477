import { ERROR_CODES, type ErrorCode } from './error-codes.ts';

export interface AppErrorOptions {
  /** English, for the log. Never a name, a number of a person, a token. */
  readonly message?: string;
  /** Chinese, for the person: what happened and what to do next. Defaults to the code's own sentence. */
  readonly userMessage?: string;
  readonly retryAfterMs?: number;
  /** Machine-readable facts for the log; ids only. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The base of every error that we throw on purpose. The code decides the HTTP status, whether a retry can help, and the
 * sentence that a person reads (`shared/error-codes.ts`).
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly userMessage: string;
  readonly status: number;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.message ?? code, options.cause === undefined ? undefined : { cause: options.cause });
    const entry = ERROR_CODES[code];
    this.name = new.target.name;
    this.code = code;
    this.userMessage = options.userMessage ?? entry.userMessage;
    this.status = entry.status;
    this.retryable = entry.retryable;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details ?? {};
  }
}

/** The sender must change what he or she sent. */
export class InputError extends AppError {}
/** The sender may not do or see this. */
export class AccessError extends AppError {}
export class NotFoundError extends AppError {}
/** Somebody else was faster, or the thing is already in another state. */
export class ConflictError extends AppError {}
/** Nobody answered: network, time-out, database away. */
export class UnreachableError extends AppError {}
/** The operator must change a setting. */
export class ConfigError extends AppError {}
/** We are wrong. */
export class BugError extends AppError {}
