// npm run bench [-- NAME …]: runs the benchmarks of bench/, each prints one JSON line per figure.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { buildIfStale } from './build.mjs';

const all = readdirSync('bench')
  .filter((name) => name.endsWith('.ts') && !name.startsWith('_'))
  .map((name) => name.replace(/\.ts$/u, ''));
const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : all;
const unknown = wanted.filter((name) => !existsSync(`bench/${name}.ts`));
if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(', ')}; there are: ${all.join(', ')}`);
  process.exit(2);
}
buildIfStale();
let worst = 0;
for (const name of wanted) {
  const runner = `const { run } = await import(${JSON.stringify(new URL(`../bench/${name}.ts`, import.meta.url).href)}); await run();`;
  const result = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', '--input-type=module', '--eval', runner],
    { stdio: 'inherit' },
  );
  worst = Math.max(worst, result.status ?? 1);
}
process.exit(worst);
