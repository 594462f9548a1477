// Compiles src to dist, but only when something changed since the last time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'dist', '.built-from');

function fingerprint() {
  const hash = createHash('sha256');
  const names = readdirSync(join(root, 'src'), { recursive: true }).map((name) => join('src', String(name)));
  for (const name of [...names, 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].sort()) {
    const facts = statSync(join(root, name));
    if (facts.isFile()) hash.update(`${name}:${facts.size}:${facts.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Builds when stale. An image ships dist without src; then there is nothing to compare. Throws when tsc finds errors. */
export function buildIfStale() {
  if (!existsSync(join(root, 'src'))) return;
  const wanted = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const tsc = findCompiler();
  const result = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
    cwd: root,
  });
  if (result.status !== 0) throw new Error('compilation failed');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, wanted);
}

function findCompiler() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  } catch {
    console.error('The packages are not installed yet: run npm ci first.');
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildIfStale();
