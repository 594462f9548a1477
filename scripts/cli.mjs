// npm run cli -- COMMAND: compiles when dist is stale, then runs the administrator's command line in this process.
import { buildIfStale } from './build.mjs';
import { loadEnv } from './load-env.mjs';

loadEnv();
buildIfStale();
await import('../dist/cli.js');
