import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { startPostgresServer } from '../test/support/postgres-server.ts';
import { startProduct, temporaryFolder } from '../test/support/product.ts';

const STUDENTS = 10_000;
const A_CLASS = 40;
const SAMPLE_MS = 30;

/**
 * `roster import` of 10,000 students (15,000 guardians, 250 classes) as an administrator runs it: seconds from the first byte of
 * Node to its end, and the peak of the whole process tree. Goals: 20 s and 400 MB (issue 3).
 */
export async function run(): Promise<void> {
  const folder = temporaryFolder();
  const server = await startPostgresServer();
  const sheets = makeRoster();
  const csv = join(folder.path, 'csv');
  const xlsx = join(folder.path, 'roster.xlsx');
  await mkdir(csv);
  for (const [name, rows] of Object.entries(sheets)) {
    writeFileSync(join(csv, `${name}.csv`), rows.map((cells) => cells.join(',')).join('\r\n'));
  }
  await writeXlsx(sheets, xlsx);
  try {
    const postgres = { DATABASE_URL: server.url, SECRET_KEY: 'k'.repeat(40) };
    await measure('import csv, PostgreSQL', csv, postgres);
    await measure('import xlsx again, PostgreSQL', xlsx, postgres);
    await measure('import csv, embedded, before the first start', csv, { DATA_DIR: join(folder.path, 'first') });
    await measure('import xlsx, embedded, before the first start', xlsx, { DATA_DIR: join(folder.path, 'second') });
    await measure('import csv again, embedded, service stopped', csv, { DATA_DIR: join(folder.path, 'second') });
    const running = { DATA_DIR: join(folder.path, 'third') };
    const product = await startProduct({ env: { ...running, DEMO: 'off' } });
    await measure('import csv, embedded, while the service runs', csv, running);
    await product.stop();
  } finally {
    await server.stop();
    folder.remove();
  }
}

type Sheets = Readonly<Record<string, string[][]>>;

function makeRoster(): Sheets {
  const classes = STUDENTS / A_CLASS;
  const list = (count: number, row: (index: number) => string[]): string[][] =>
    Array.from({ length: count }, (_, i) => row(i));
  const classOf = (index: number): string => `2024级${Math.floor(index / A_CLASS) + 1}班`;
  const phone = (index: number): string => `199${String(index).padStart(8, '0')}`;
  return {
    班级: [
      ['班级', '学院', '辅导员工号'],
      ...list(classes, (i) => [classOf(i * A_CLASS), `学院${i % 12}`, `T${i % 50}`]),
    ],
    教师: [['工号', '姓名', '角色'], ...list(50, (i) => [`T${i}`, `老师${i}`, '辅导员'])],
    学生: [
      ['学号', '姓名', '班级'],
      ...list(STUDENTS, (i) => [`2024${String(i).padStart(6, '0')}`, `学生${i}`, classOf(i)]),
    ],
    家长: [
      ['学号', '姓名', '关系', '手机'],
      ...list(STUDENTS * 1.5, (i) => {
        const no = `2024${String(i % STUDENTS).padStart(6, '0')}`;
        return [no, `家长${i}`, i < STUDENTS ? '母亲' : '父亲', phone(i)];
      }),
    ],
  };
}

async function writeXlsx(sheets: Sheets, path: string): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) workbook.addWorksheet(name).addRows(rows);
  await workbook.xlsx.writeFile(path);
}

async function measure(name: string, path: string, env: Readonly<Record<string, string>>): Promise<void> {
  const startedAt = Date.now();
  const child = spawn(process.execPath, ['scripts/cli.mjs', 'roster', 'import', path, '--json'], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const peaks = { tree: 0, importer: 0 };
  const timer = setInterval(() => {
    if (child.pid === undefined) return;
    const all = treeOf(child.pid).map(residentMb);
    peaks.tree = Math.max(
      peaks.tree,
      all.reduce((sum, each) => sum + each, 0),
    );
    peaks.importer = Math.max(peaks.importer, all[0] ?? 0);
  }, SAMPLE_MS);
  const exitCode = await new Promise((done) => child.once('close', done));
  clearInterval(timer);
  if (exitCode !== 0) throw new Error(`the import ended with ${exitCode}: ${text.slice(0, 500)}`);
  const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
  print({ name, value: seconds, unit: 's', goal: '<= 20' });
  print({
    name: `${name}: memory of the importing process`,
    value: Math.round(peaks.importer),
    unit: 'MB',
    goal: '<= 400',
  });
  print({ name: `${name}: memory of all its processes`, value: Math.round(peaks.tree), unit: 'MB', goal: 'reported' });
}

function print(figure: object): void {
  console.log(JSON.stringify(figure));
}

function treeOf(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((word) => word.trim() !== '');
  return [pid, ...children.flatMap((child) => treeOf(Number(child)))];
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/u.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

/** A process may end between two looks. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
