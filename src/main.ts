import { join } from 'node:path';
import { createLogger, loadConfig, publicUrlOf, SettingsError } from './config/index.ts';
import type { Core } from './core.ts';
import { isDatabaseAway, moveDomainClock } from './db/index.ts';
import { listPeopleForSandbox, seedDemo } from './roster/index.ts';
import { listKindNames, type Service, type StandIn, startService } from './service.ts';
import { AppError, ConfigError } from './shared/errors.ts';
import { randomIds } from './shared/ids.ts';
import { deriveKey, Secret } from './shared/secret.ts';
import { renderBanner } from './texts.zh.ts';

/** EX_CONFIG of sysexits.h: the operator must change a setting. */
const EXIT_CONFIG = 78;
/** Under the ten seconds that a person or an orchestrator waits after the first signal. */
const STOP_TIMEOUT_MS = 9_000;

async function main(): Promise<void> {
  const config = loadConfigOrExit();
  const log = createLogger(config);
  // Listened to from the first moment: a start may take seconds, and Ctrl-C in it must not be lost.
  const signals = listenToSignals();
  try {
    const service = await startService({ config, log, openStandIn: config.isSandboxOn ? openSandbox : null });
    if (service.address !== null) process.stdout.write(renderBanner(publicUrlOf(config), config.isSandboxOn));
    await signals.received;
    await stopInTime(service);
    process.exit(0);
  } catch (error) {
    explainFailedStart(error, log);
  }
}

/** npm and the terminal may both deliver a signal: the first counts, the others change nothing. */
function listenToSignals(): { readonly received: Promise<void> } {
  const received = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
  return { received };
}

async function stopInTime(service: Service): Promise<void> {
  const timer = setTimeout(() => process.exit(1), STOP_TIMEOUT_MS);
  await service.stop();
  clearTimeout(timer);
}

function loadConfigOrExit(): ReturnType<typeof loadConfig> {
  try {
    return loadConfig(process.env, listKindNames());
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const lines = error.problems.map(({ variable, problem }) => `  ${variable}: ${problem}`);
    process.stderr.write(
      `Jiaxin does not start: these settings need attention (${lines.length}).\n${lines.join('\n')}\n`,
    );
    process.exit(EXIT_CONFIG);
  }
}

function explainFailedStart(error: unknown, log: ReturnType<typeof createLogger>): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof ConfigError) process.stderr.write(`Jiaxin does not start: ${error.message}\n`);
  // 28… = not let in, 3D000 = no such database.
  else if (isDatabaseAway(error) || /^28|^3D/u.test(code))
    process.stderr.write(`Jiaxin does not start: DATABASE_URL: no connection (${code}); see npm run cli -- doctor\n`);
  else log.fatal({ err: error }, 'the start failed');
  process.exitCode = error instanceof AppError && error.code === 'config.invalid' ? EXIT_CONFIG : 1;
  // A part that half started may hold the process open.
  setTimeout(() => process.exit(), 1_000).unref();
}

const SANDBOX_CORP_ID = 'wwsandbox00000000a';
const SANDBOX_AGENT_ID = 1_000_002;

/** The stand-in for WeCom inside this process, with keys of its own and the demo college behind it. */
async function openSandbox(core: Core, hooks: { readonly sweepNow: () => Promise<void> }): Promise<StandIn> {
  const { createSandbox } = await import('./sandbox/index.ts');
  const { config, database, secretKey, clock } = core;
  const base = publicUrlOf({ ...config, publicUrl: null });
  const keyOf = (purpose: string): string => deriveKey(secretKey, `sandbox ${purpose}`).toString('hex');
  const secret = keyOf('secret');
  const token = keyOf('token').slice(0, 32);
  const encodingAesKey = keyOf('aes').slice(0, 43);
  const apiUrl = `${base}/sandbox/wecom`;
  if (config.isDemoOn) await seedDemo(database.db, { clock, ids: randomIds, secretKey, wecomApiUrl: apiUrl });
  const sandbox = createSandbox({
    corpId: SANDBOX_CORP_ID,
    agentId: String(SANDBOX_AGENT_ID),
    secret,
    token,
    encodingAesKey,
    callbackUrl: () => `${base}/callbacks/wecom`,
    directory: { listPeople: () => listPeopleForSandbox(database.db, secretKey) },
    clock: {
      now: () => clock.now(),
      moveTo: async (instant) => {
        await moveDomainClock(database.db, clock, instant);
        await hooks.sweepNow();
      },
    },
    journalPath: join(config.dataDir, 'sandbox.jsonl'),
  });
  return {
    wecom: {
      corpId: SANDBOX_CORP_ID,
      agentId: SANDBOX_AGENT_ID,
      secret: new Secret(secret),
      token: new Secret(token),
      encodingAesKey: new Secret(encodingAesKey),
      apiUrl,
      isSchoolNoticeOn: true,
    },
    plugin: sandbox.plugin,
    close: () => sandbox.close(),
  };
}

await main();
