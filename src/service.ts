import { readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import { type AppParts, buildApp } from './app.ts';
import { parseQuietHours } from './calendar/index.ts';
import { callbackRoutes, createCallbackMetrics } from './callback/index.ts';
import { type Config, createProxyTrust, publicUrlOf } from './config/index.ts';
import { type Core, openCore, openPlatform, platformOfSettings, wecomOfSettings } from './core.ts';
import { migrateToLatest, type OpenDatabase, readServerFacts } from './db/index.ts';
import { createDeliveries, createPersonalLinks, findOpenPause, isHurriedLane } from './delivery/index.ts';
import { createDialogue } from './dialogue.ts';
import { createLinkRoutes, createPasses, createVerifyRoutes } from './family/index.ts';
import { createMetrics } from './metrics.ts';
import { checkNoticeTemplates, type NoticeDependencies } from './notice/index.ts';
import { pageAssets } from './page/index.ts';
import type { ChatPlatform } from './platform/port.ts';
import { WECOM_CAPABILITIES, type WecomConfig } from './platform/wecom/index.ts';
import { migrateQueue, type OpenQueue, openQueue } from './queue/index.ts';
import { ConfigError } from './shared/errors.ts';
import { randomIds } from './shared/ids.ts';
import { loadTemplates, type TemplateLibrary } from './template/index.ts';
import { startWorkers, type Workers } from './workers.ts';

/** The folder /templates, seen from `src` and from `dist` alike. */
export const TEMPLATES_DIR = fileURLToPath(new URL('../templates/', import.meta.url));

/** The kinds that APPROVALS may name: the folders, which need not be right to be known. */
export function listKindNames(): readonly string[] {
  return readdirSync(TEMPLATES_DIR, { withFileTypes: true }).flatMap((it) => (it.isDirectory() ? [it.name] : []));
}

/** What stands in for the platform when there is none; only `main` knows how to make it. */
export interface StandIn {
  readonly wecom: WecomConfig;
  readonly plugin: FastifyPluginAsync;
  /** Frees calls that hang under a fault and closes the journal. */
  close(): Promise<void>;
}

export interface ServiceOptions {
  readonly config: Config;
  readonly log: Logger;
  /** Made from the open core, because it reads the roster; null = no sandbox. */
  readonly openStandIn: ((core: Core, hooks: { sweepNow: () => Promise<void> }) => Promise<StandIn>) | null;
}

export interface Service {
  readonly core: Core;
  /** Where it listens; null for a worker. */
  readonly address: string | null;
  /** Stops in reverse order; what was accepted is stored. */
  stop(): Promise<void>;
}

/** Brings our tables and the queue's to the newest schema. */
export async function prepareSchema(config: Config, database: OpenDatabase): Promise<readonly string[]> {
  const { applied } = await migrateToLatest(database.db);
  if (config.redisUrl === null) await migrateQueue(database.connection);
  return applied;
}

/** Starts what ROLE asks for. Throws ConfigError for what the operator must change. */
export async function startService({ config, log, openStandIn }: ServiceOptions): Promise<Service> {
  const library = loadCheckedTemplates();
  const core = await openCore(config, log, {
    prepare: async (database) => {
      await prepareSchema(config, database);
    },
  });
  const undo: (() => Promise<void>)[] = [() => core.database.close()];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) {
      await step().catch((error: unknown) => log.warn({ err: error }, 'a part did not stop cleanly'));
    }
  };
  try {
    let workers: Workers | null = null;
    const sweepNow = async (): Promise<void> => workers?.sweepNow();
    const standIn = openStandIn === null ? null : await openStandIn(core, { sweepNow });
    if (standIn !== null) undo.push(standIn.close);

    const queue = await openQueue({
      connection: core.database.connection,
      redisUrl: config.redisUrl,
      isEmbedded: core.database.kind === 'embedded',
      log,
      isHurried: isHurriedLane,
    });
    undo.push(() => queue.close());

    const wecom = standIn?.wecom ?? wecomOfSettings(config);
    const platform = openPlatform(core, wecom);
    const notices = noticeDependencies(core, library, wecom);
    const dialogue = createDialogue(core, notices);
    const readClockSkewMs = (): number | undefined => workers?.clockGuard.skewMs();

    let address: string | null = null;
    if (config.role !== 'worker') {
      const app = buildWeb(core, { queue, platform, standIn, readClockSkewMs });
      address = await listen(app, config);
      undo.push(() => closeWeb(app));
    }
    if (config.role !== 'web' && platform !== null) {
      const started = startWorkers(core, { queue, platform, dialogue, notices });
      workers = started;
      // Last in, first out: calls under way end while the stand-in that they talk to still listens.
      undo.push(() => started.stop());
    }
    return { core, address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Loads and checks /templates; a wrong one stops the start. */
export function loadCheckedTemplates(directory: string = TEMPLATES_DIR): TemplateLibrary {
  const library = loadTemplates(directory);
  const problems = checkNoticeTemplates(library);
  if (problems.length === 0) return library;
  throw new ConfigError('template.invalid', {
    message: problems.map(({ file, message }) => `templates/${file}: ${message}`).join('\n'),
    details: { problems },
  });
}

/** What every notice needs of the settings; `wecom` is null where nothing can be sent. */
export function noticeDependencies(
  core: Core,
  library: TemplateLibrary,
  wecom: WecomConfig | null,
): NoticeDependencies {
  const { config } = core;
  const quietHours = parseQuietHours(config.quietHours);
  const account = wecom === null ? 'none' : `${wecom.corpId}/${wecom.agentId}`;
  return {
    library,
    schoolName: config.schoolName,
    publicUrl: () => publicUrlOf(config),
    isSchoolNoticeOn: wecom?.isSchoolNoticeOn ?? false,
    limits: WECOM_CAPABILITIES,
    quietHours: config.quietHours,
    timeZone: config.timeZone,
    approvals: config.approvals,
    findPause: findOpenPause,
    confirmDeliveries: (tx, notices, lent) =>
      createDeliveries(tx, notices, { ...lent, quietHours, account, timeZone: config.timeZone }),
  };
}

function buildWeb(
  core: Core,
  parts: {
    readonly queue: OpenQueue;
    readonly platform: ChatPlatform | null;
    readonly standIn: StandIn | null;
    readonly readClockSkewMs: () => number | undefined;
  },
): FastifyInstance {
  const { config, log } = core;
  const { db } = core.database;
  const callbacks = createCallbackMetrics();
  const plugins: FastifyPluginAsync[] = [
    pageAssets,
    createVerifyRoutes({
      db,
      schoolName: config.schoolName,
      timeZone: config.timeZone,
      publicUrl: () => publicUrlOf(config),
    }),
    createLinkRoutes({
      db,
      wake: parts.queue,
      clock: core.clock,
      ids: randomIds,
      platform: parts.platform?.name ?? platformOfSettings(),
      schoolName: config.schoolName,
      timeZone: config.timeZone,
      links: createPersonalLinks(core.secretKey),
      passes: createPasses(core.secretKey, () => publicUrlOf(config).startsWith('https:')),
    }),
  ];
  if (parts.platform !== null) {
    plugins.push(callbackRoutes({ platform: parts.platform, db, wake: parts.queue, metrics: callbacks, logger: log }));
  }
  const isReady: AppParts['isReady'] = async () => {
    const [database, queue] = await Promise.allSettled([within(readServerFacts(db)), parts.queue.ping()]);
    return { database: database.status === 'fulfilled', queue: queue.status === 'fulfilled' };
  };
  return buildApp({
    logger: log,
    plugins,
    sandbox: parts.standIn?.plugin ?? null,
    isReady,
    renderMetrics: createMetrics(core, {
      queue: parts.queue,
      readCallbacks: callbacks.read,
      readClockSkewMs: parts.readClockSkewMs,
    }),
    metricsToken: config.metricsToken,
    isTrustedProxy: createProxyTrust(config.host, networkInterfaces()),
  });
}

/** What a request under way gets at the end; WeCom repeats a callback that was cut. */
const CLOSE_GRACE_MS = 2_000;

async function closeWeb(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS);
  await app.close();
  clearTimeout(timer);
}

const READY_TIMEOUT_MS = 1_000;

/** A load balancer must not wait for a database that does not answer. */
async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), READY_TIMEOUT_MS);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

/** The machine has no such address: another port would not help. */
const NOT_OUR_ADDRESS = new Set(['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN']);

async function listen(app: FastifyInstance, config: Config): Promise<string> {
  try {
    return await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await app.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new ConfigError('config.invalid', {
      message: `${NOT_OUR_ADDRESS.has(code) ? 'HOST' : 'PORT'}: cannot listen on ${config.host}:${config.port} (${code})`,
      cause: error,
    });
  }
}
