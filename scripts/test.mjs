// npm test: compiles, runs every test, lists what could not run and why. Last line: 'N passed, N failed'.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';

/** Programs that npm cannot bring. Tests that need one ask `test/support/programs.ts` and skip themselves without it. */
const PROGRAMS = [{ name: 'redis-server', needed: 'the queue on Redis' }];

buildIfStale();
const missing = PROGRAMS.filter(({ name }) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error !== undefined);
const folder = mkdtempSync(join(tmpdir(), 'jiaxin-test-'));
const report = join(folder, 'report.json');
const vitest = join('node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(
  process.execPath,
  [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);

const counts = readCounts();
rmSync(folder, { recursive: true, force: true });
for (const { name, needed } of missing) console.log(`not run: ${needed} (${name} is not on PATH)`);
const isIncomplete = process.env.REQUIRE_ALL === '1' && (missing.length > 0 || counts.skipped > 0);
if (isIncomplete) console.log(`REQUIRE_ALL=1: ${counts.skipped} tests did not run, which counts as a failure`);
const failed = counts.failed + (isIncomplete ? Math.max(1, counts.skipped) : 0);
console.log(`${counts.passed} passed, ${failed} failed`);
process.exit(run.status === 0 && failed === 0 ? 0 : 1);

function readCounts() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    // A file that could not be loaded has no failed test of its own.
    return {
      passed: numPassedTests,
      failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0),
      skipped: numPendingTests + numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
