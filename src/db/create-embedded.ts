import { rename, rm } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';

/**
 * Run as a child process: makes a new embedded database. Creating one peaks near 800 MB, which the parent must not keep. It is made under another name and moved, so that a crash leaves nothing half made.
 */
const databaseDir = process.argv[2];
if (databaseDir === undefined) throw new Error('usage: create-embedded DATABASE_DIR');
// A program that runs once is not worth compiling twice: 955 → 795 MB and a quarter of the time (measured on Node 20).
setFlagsFromString('--no-wasm-tier-up');
const unfinished = `${databaseDir}.unfinished`;
await rm(unfinished, { recursive: true, force: true });
const database = await PGlite.create({ dataDir: unfinished });
await database.close();
await rename(unfinished, databaseDir);
