import { spawnSync } from 'node:child_process';

/** Is redis-server on PATH? npm cannot bring it; `scripts/test.mjs` lists what did not run for its lack. */
export const HAS_REDIS = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).error === undefined;
