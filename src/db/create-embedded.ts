import { rename, rm } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';

/**
 * Run as a child process: makes a new embedded database. Creating one peaks near 900 MB (queue.md §2.7), which the parent
 * must not keep. It is made under another name and moved, so that a crash leaves nothing half made.
 */
const databaseDir = process.argv[2];
if (databaseDir === undefined) throw new Error('usage: create-embedded DATABASE_DIR');
const unfinished = `${databaseDir}.unfinished`;
await rm(unfinished, { recursive: true, force: true });
const database = await PGlite.create({ dataDir: unfinished });
await database.close();
await rename(unfinished, databaseDir);
