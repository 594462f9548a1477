import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import chromiumPackage from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** Flags of the package that do not suit a test: they switch off what the pages rely on, or crash on a second page. */
const UNWANTED_FLAGS = new Set(['--disable-web-security', '--allow-running-insecure-content', '--single-process']);

export interface LaunchedBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/**
 * Starts the Chromium that comes with the dev dependency `@sparticuz/chromium`, with Chinese glyphs (Noto Sans SC) and
 * without anything installed on the machine but glibc. The first call on a machine unpacks about 200 MB (some seconds)
 * into a private folder under the system's temporary one; later calls reuse it. Always `close()` it.
 */
export async function launchBrowser(): Promise<LaunchedBrowser> {
  const home = await unpackedHome();
  const profile = mkdtempSync(join(tmpdir(), 'jiaxin-browser-'));
  const browser = await chromium.launch({
    timeout: 120_000,
    executablePath: join(home, 'chromium'),
    args: chromiumPackage.args.filter((flag) => !UNWANTED_FLAGS.has(flag)),
    env: {
      ...process.env,
      HOME: profile,
      TMPDIR: profile,
      FONTCONFIG_PATH: join(home, 'fonts'),
      LD_LIBRARY_PATH: [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    },
  });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

let unpacking: Promise<string> | undefined;

function unpackedHome(): Promise<string> {
  unpacking ??= unpack();
  return unpacking;
}

async function unpack(): Promise<string> {
  const { version } = require(join(packageFolder('@sparticuz/chromium'), 'package.json')) as { version: string };
  const home = join(tmpdir(), `jiaxin-chromium-${version}-${userInfo().uid}`);
  if (isOurs(home)) return home;
  const fresh = mkdtempSync(join(tmpdir(), 'jiaxin-chromium-'));
  try {
    // In a child, because the package takes its target folder and its kind of machine from the environment, and ours
    // must not change under the other tests. This kind of machine makes it bring libnss3 and its like along.
    const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
    await run(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    });
    addChineseFont(join(fresh, 'fonts'));
    renameSync(fresh, home);
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true });
    // Another test process may have been faster; its folder is as good as ours.
    if (!isOurs(home)) throw new Error('Chromium could not be unpacked', { cause });
  }
  return home;
}

/** The folder has a foreseeable name in a folder where everybody may write: use it only if we made it. */
function isOurs(folder: string): boolean {
  if (!existsSync(join(folder, 'chromium'))) return false;
  const entry = lstatSync(folder);
  return entry.isDirectory() && entry.uid === userInfo().uid && (entry.mode & 0o022) === 0;
}

function addChineseFont(fonts: string): void {
  mkdirSync(fonts, { recursive: true });
  const folder = packageFolder('@expo-google-fonts/noto-sans-sc');
  for (const weight of ['400Regular', '700Bold']) {
    const file = `NotoSansSC_${weight}.ttf`;
    copyFileSync(join(folder, weight, file), join(fonts, file));
  }
  writeFileSync(
    join(fonts, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">.</dir><cachedir prefix="xdg">fontconfig</cachedir>
<alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
<alias><family>system-ui</family><prefer><family>Noto Sans SC</family></prefer></alias></fontconfig>`,
  );
}

function packageFolder(name: string): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new Error(`${name} is not installed`);
  }
}
