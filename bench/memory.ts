import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgresServer } from '../test/support/postgres-server.ts';
import { type Product, startProduct, temporaryFolder } from '../test/support/product.ts';

const SETTLE_MS = 8_000;

/** Resident memory of each role once it runs and has answered a little. Goals in MB: docs/benchmarks.md. */
export async function run(): Promise<void> {
  const server = await startPostgresServer();
  const folder = temporaryFolder();
  const env = {
    DATABASE_URL: server.url,
    DATA_DIR: `${folder.path}/server`,
    SECRET_KEY: randomBytes(32).toString('hex'),
    WECOM_CORP_ID: 'wwbench',
    WECOM_AGENT_ID: '1000002',
    WECOM_SECRET: 'bench-secret',
    WECOM_TOKEN: 'benchtoken',
    WECOM_ENCODING_AES_KEY: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    WECOM_API_URL: 'http://127.0.0.1:9',
  };
  try {
    await measure('memory web', 200, await startProduct({ env: { ...env, ROLE: 'web' } }));
    await measure('memory worker', 250, await startProduct({ env: { ...env, ROLE: 'worker' }, isAwaited: false }));
    // The first start creates the database in a child; what counts is the process that runs on.
    const embedded = { DATA_DIR: `${folder.path}/embedded` };
    await (await startProduct({ env: embedded })).stop();
    await measure('memory embedded all-in-one', 600, await startProduct({ env: embedded }));
  } finally {
    await server.stop();
    folder.remove();
  }
}

async function measure(name: string, goal: number, product: Product): Promise<void> {
  await pause(SETTLE_MS);
  if (name !== 'memory worker') for (let i = 0; i < 50; i += 1) await (await fetch(`${product.url}/verify`)).text();
  const kilobytes = Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${product.process.pid}/status`, 'utf8'))?.[1]);
  await product.stop();
  console.log(JSON.stringify({ name, value: Math.round(kilobytes / 1024), unit: 'MB', goal: `<= ${goal}` }));
}
