import { createWriteStream } from 'node:fs';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { findTerm, type Term, termOf, toDay } from '../calendar/index.ts';
import {
  CONTACT_EXPORT_FIELDS,
  COVERAGE_EXPORT_FIELDS,
  exportContacts,
  exportCoverage,
  exportOpinions,
  OPINION_EXPORT_FIELDS,
} from '../contact/index.ts';
import type { Core } from '../core.ts';
import {
  DELIVERY_EXPORT_FIELDS,
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportRecord,
  exportDeliveries,
  writeExport,
} from '../oversight/index.ts';
import { CommandError, type CommandInput, type CommandResult, readArguments, succeed, UsageError } from './command.ts';
import { readSettings, withCore } from './open.ts';
import { CLI_TEXTS } from './texts.zh.ts';

interface Exported {
  readonly fields: readonly string[];
  /** Without a term: everything; the coverage, which is of a term, is then of the present one. */
  readonly list: (core: Core, term: Term | undefined) => Promise<readonly ExportRecord[]>;
}

const EXPORTS: Readonly<Record<string, Exported>> = {
  contacts: {
    fields: CONTACT_EXPORT_FIELDS,
    list: ({ database, config }, term) => exportContacts(database.db, { timeZone: config.timeZone, term }),
  },
  deliveries: {
    fields: DELIVERY_EXPORT_FIELDS,
    list: ({ database, config }, term) => exportDeliveries(database.db, { timeZone: config.timeZone, term }),
  },
  coverage: {
    fields: COVERAGE_EXPORT_FIELDS,
    list: ({ database, clock, config }, term) =>
      exportCoverage(database.db, term ?? termOf(toDay(clock.now(), config.timeZone)), {
        now: clock.now(),
        timeZone: config.timeZone,
      }),
  },
  opinions: {
    fields: OPINION_EXPORT_FIELDS,
    list: ({ database, config }, term) => exportOpinions(database.db, { timeZone: config.timeZone, term }),
  },
};

const OPTIONS = { format: { type: 'string' }, term: { type: 'string' }, out: { type: 'string' } } as const;

/** `export WHAT --format F [--term T] [--out PATH]`: nothing but the rows in stdout or in PATH. */
export async function runExport({ args, env }: CommandInput): Promise<CommandResult> {
  const { values, positionals } = readArguments(args, OPTIONS, 1);
  const what = positionals[0] ?? '';
  const exported = Object.hasOwn(EXPORTS, what) ? EXPORTS[what] : undefined;
  if (exported === undefined) throw new UsageError(CLI_TEXTS.unknownExport(what));
  const format = readFormat(values.format);
  const term = readTerm(values.term);

  const settings = readSettings(env);
  const rows = await withCore(settings, (core) => exported.list(core, term));
  if (values.out === undefined) {
    const bytes = await renderRows(rows, exported.fields, format);
    return format === 'xlsx' ? { ...succeed(''), binary: bytes } : succeed(bytes.toString('utf8'));
  }
  await writeRows(rows, exported.fields, format, values.out);
  return succeed('', CLI_TEXTS.exported(rows.length));
}

function readFormat(text: string | undefined): ExportFormat {
  const format = EXPORT_FORMATS.find((known) => known === text);
  if (format === undefined) throw new UsageError(CLI_TEXTS.unknownFormat);
  return format;
}

function readTerm(name: string | undefined): Term | undefined {
  if (name === undefined) return undefined;
  const term = findTerm(name);
  if (term === undefined) throw new UsageError(CLI_TEXTS.unknownTerm(name));
  return term;
}

async function renderRows(
  rows: readonly ExportRecord[],
  fields: readonly string[],
  format: ExportFormat,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const collect = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  const ended = finished(collect);
  await writeExport(rows, fields, format, collect);
  await ended;
  return Buffer.concat(chunks);
}

/** Only its owner may read the file: it is about people. */
async function writeRows(
  rows: readonly ExportRecord[],
  fields: readonly string[],
  format: ExportFormat,
  path: string,
): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 });
  // Opened before anything is written: exceljs waits for ever for a stream that failed.
  const opened = new Promise<void>((resolve, reject) => {
    file.once('open', () => resolve());
    file.once('error', reject);
  });
  try {
    await opened;
    const closed = new Promise<void>((resolve, reject) => {
      file.once('close', () => resolve());
      file.once('error', reject);
    });
    await Promise.all([writeExport(rows, fields, format, file), closed]);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new CommandError(CLI_TEXTS.cannotWrite(path, String(error.code)), { cause: error });
  }
}
