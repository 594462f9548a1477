import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { isDatabaseAway, type Queryable } from '../db/index.ts';
import type { ChatPlatform, RawCallback } from '../platform/port.ts';
import type { WakeQueue } from '../queue/port.ts';
import { AppError, InputError } from '../shared/errors.ts';
import { faultFields } from './fault-fields.ts';
import type { CallbackMetrics } from './metrics.ts';
import { createStoreBatcher } from './store-batcher.ts';

export interface CallbackRoutesDeps {
  readonly platform: ChatPlatform;
  readonly db: Queryable;
  readonly wake: WakeQueue;
  readonly metrics: CallbackMetrics;
  readonly logger: Pick<Logger, 'warn' | 'debug' | 'error'>;
}

/** Contract §3: more is answered 413 without being read. */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * `GET` and `POST /callbacks/<platform>`: verify, parse, store, acknowledge. The message is durable before the 200, and
 * nothing else happens before it; a lost wake only costs time until the sweep.
 */
export function callbackRoutes(deps: CallbackRoutesDeps): FastifyPluginAsync {
  const { platform, db, wake, metrics, logger } = deps;
  const store = createStoreBatcher(db);
  const path = `/callbacks/${platform.name}`;
  return async (app) => {
    // Whatever content type they send, it is text to us; Fastify's JSON parser must never see it.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    app.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply, deps));

    // Request logging costs a third of the throughput (queue.md §2.1): one line of ours instead of Fastify's two.
    app.get(path, { logLevel: 'silent' }, async (request, reply) => {
      const { plain } = platform.verifyCallback(readRaw(request, 'GET'));
      return reply.type('text/plain; charset=utf-8').send(plain);
    });

    app.post(path, { logLevel: 'silent', bodyLimit: MAX_BODY_BYTES }, async (request, reply) => {
      const verified = platform.verifyCallback(readRaw(request, 'POST'));
      const events = platform.parseCallback(verified);
      const newLanes = await store({ events, plain: verified.plain });
      reply.send();
      const unsupported = events.filter(({ kind }) => kind === 'unsupported').length;
      metrics.received(events.length);
      if (newLanes.length < events.length) metrics.repeated(events.length - newLanes.length);
      if (unsupported > 0) metrics.unsupported(unsupported);
      if (newLanes.length > 0 && unsupported < events.length) wake.wake('inbound', newLanes);
      logger.debug({ platform: platform.name, events: events.length, stored: newLanes.length }, 'callback stored');
      return reply;
    });
  };
}

/** A parameter that came twice is refused: which of the two was signed would be a matter of taste (wecom.md §1.7). */
function readRaw(request: FastifyRequest, method: 'GET' | 'POST'): RawCallback {
  const query = request.query as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(query)) {
    // `timestamp[]` is a second `timestamp` to some parsers.
    if (typeof value !== 'string' || !/^\w+$/u.test(name))
      throw new InputError('http.bad_request', { message: 'a query parameter came twice' });
  }
  return {
    method,
    query: query as Readonly<Record<string, string>>,
    headers: request.headers as Readonly<Record<string, string | undefined>>,
    body: typeof request.body === 'string' ? request.body : '',
  };
}

function answerError(error: FastifyError, reply: FastifyReply, deps: CallbackRoutesDeps): FastifyReply {
  const { metrics, logger, platform } = deps;
  if (isDatabaseAway(error)) {
    metrics.deferred();
    logger.warn({ platform: platform.name, code: 'database.away' }, 'callback deferred');
    return reply.code(503).header('retry-after', '5').send();
  }
  const refusal = toRefusal(error);
  if (refusal === undefined) {
    // Any status but 200 makes the platform come again (wecom.md §1.5), which is what a fault of ours needs.
    logger.error({ platform: platform.name, fault: faultFields(error) }, 'callback failed');
    return reply.code(500).send();
  }
  metrics.rejected(refusal.code);
  logger.warn({ platform: platform.name, code: refusal.code }, 'callback rejected');
  return reply.code(refusal.status).send();
}

/** What the caller did wrong, with the status of contract §3; undefined when we are wrong. */
function toRefusal(error: FastifyError): { code: string; status: number } | undefined {
  if (error instanceof AppError) return { code: error.code, status: error.status };
  if (error.statusCode === 413) return { code: 'callback.too_large', status: 413 };
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return { code: 'http.bad_request', status: 400 };
  }
  return undefined;
}
