import helmet from '@fastify/helmet';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyPluginAsync, LogController } from 'fastify';
import type { Logger } from 'pino';
import { isDatabaseAway } from './db/index.ts';
import { AppError, NotFoundError } from './shared/errors.ts';
import { equalInConstantTime, type Secret } from './shared/secret.ts';

/** What the web side is built from; every part is ready made, the app only joins them. */
export interface AppParts {
  readonly logger: Logger;
  /** Callbacks, pages: each a plugin with its own paths. */
  readonly plugins: readonly FastifyPluginAsync[];
  /** Mounted under /sandbox when it is on. */
  readonly sandbox: FastifyPluginAsync | null;
  readonly isReady: () => Promise<Readiness>;
  readonly renderMetrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly metricsToken: Secret | null;
  /** May this address say for whom it asks? `hop` 0 = the one at the other end of the connection. */
  readonly isTrustedProxy: (address: string, hop: number) => boolean;
}

/** For a load balancer: is each part there? */
export interface Readiness {
  readonly database: boolean;
  readonly queue: boolean;
}

/** Builds the web server from its parts. Never listens. */
export function buildApp(parts: AppParts): FastifyInstance {
  const app = Fastify({
    loggerInstance: parts.logger as FastifyBaseLogger,
    // Request logging costs a third of the throughput (queue.md §2.1) and would print query strings; the parts log what matters.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    // A body that trickles in must not hold a connection for ever; WeCom itself gives up after 5 s.
    requestTimeout: 10_000,
    // Node swaps the two when the headers' is the longer one, and looks only every 30 s by default.
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 2_000 },
    forceCloseConnections: 'idle',
    trustProxy: parts.isTrustedProxy,
    routerOptions: { maxParamLength: 200 },
  });
  app.setErrorHandler((error, _request, reply) => answerError(toAppError(error), reply, parts.logger, error));
  app.setNotFoundHandler((_request, reply) => answerError(new NotFoundError('http.not_found'), reply, parts.logger));
  app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.register(healthRoutes(parts));
  for (const plugin of parts.plugins) app.register(plugin);
  if (parts.sandbox !== null) app.register(parts.sandbox, { prefix: '/sandbox' });
  return app;
}

function healthRoutes(parts: AppParts): FastifyPluginAsync {
  return async (app) => {
    const home = parts.sandbox === null ? '/verify' : '/sandbox';
    app.get('/', async (_request, reply) => reply.redirect(home));
    app.get('/healthz', async () => ({ status: 'ok' }));
    app.get('/readyz', async (_request, reply) => {
      const readiness = await parts.isReady();
      const isReady = readiness.database && readiness.queue;
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', ...readiness });
    });
    app.get('/metrics', async (request, reply) => {
      if (!mayReadMetrics(request, parts.metricsToken)) throw new NotFoundError('http.not_found');
      const { contentType, text } = await parts.renderMetrics();
      return reply.type(contentType).send(text);
    });
  };
}

/** What proxies add, each some of them. */
const PROXY_HEADERS = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'forwarded',
  'x-real-ip',
  'via',
  'cf-connecting-ip',
];

/** Without a token only a direct connection from this machine may read: behind a proxy on it everyone would be loopback. */
function mayReadMetrics(
  request: {
    readonly headers: Record<string, unknown>;
    readonly socket: { readonly remoteAddress?: string | undefined };
  },
  token: Secret | null,
): boolean {
  if (token !== null)
    return equalInConstantTime(String(request.headers.authorization ?? ''), `Bearer ${token.reveal()}`);
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/u, '');
  const isDirect = PROXY_HEADERS.every((name) => request.headers[name] === undefined);
  return isDirect && (address === '::1' || address.startsWith('127.'));
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseAway(error)) return new AppError('database.away', { cause: error });
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 429) return new AppError('http.too_many', { cause: error });
  if (status === 413) return new AppError('callback.too_large', { cause: error });
  if (status >= 400 && status < 500) return new AppError('http.bad_request', { cause: error });
  return new AppError('bug.unexpected', { cause: error });
}

interface ErrorReply {
  code(status: number): ErrorReply;
  type(contentType: string): ErrorReply;
  send(body: string): unknown;
}

/** One place turns an error into an HTTP answer: plain Chinese text, no stack, no id. */
function answerError(error: AppError, reply: ErrorReply, logger: Logger, original?: unknown): unknown {
  if (error.status >= 500) logger.error({ err: original ?? error }, 'request failed');
  return reply.code(error.status).type('text/plain; charset=utf-8').send(`${error.userMessage}\n`);
}
