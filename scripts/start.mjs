// npm start: compiles when dist is stale, then runs the service in this process.
import { buildIfStale } from './build.mjs';
import { loadEnv } from './load-env.mjs';

loadEnv();
buildIfStale();
await import('../dist/main.js');
