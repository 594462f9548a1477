import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommandLine, openCommandLine, writeRosterFolder } from '../../test/support/command-line.ts';
import { randomIds } from '../shared/ids.ts';

/** What families think of the school, for the departments; and terms whose borders depend on the clock on the wall. */
let cli: CommandLine;
const [opinionId, lateId] = [randomIds.uuid(), randomIds.uuid()];

beforeAll(async () => {
  cli = await openCommandLine();
  await cli.run(['roster', 'import', await writeRosterFolder(cli.folder)]);
  const { db } = cli.database;
  const { studentId } = await db
    .selectFrom('students')
    .selectAll()
    .where('studentNo', '=', '2023001')
    .executeTakeFirstOrThrow();
  const { staffId } = await db.selectFrom('staff').selectAll().where('staffNo', '=', 'T1').executeTakeFirstOrThrow();
  const insert = (parts: {
    contactId: string;
    at: string;
    opinion: string | null;
    entry?: 'amendment' | 'withdrawal';
    amends?: string;
  }) =>
    db
      .insertInto('contacts')
      .values({
        contactId: parts.contactId,
        entry: parts.entry ?? 'record',
        amends: parts.amends ?? null,
        studentId,
        staffId,
        relation: '母亲',
        method: 'phone',
        direction: 'outbound',
        outcome: 'reached',
        answered: true,
        individual: true,
        occurredAt: new Date(parts.at),
        occurredPrecision: 'minute',
        recordedAt: new Date(parts.at),
        topics: ['daily_life'],
        summary: '聊了聊',
        opinion: parts.opinion,
      })
      .execute();
  const at = '2026-10-08T10:00:00+08:00';
  const [first, dropped, withdrawal] = [randomIds.uuid(), randomIds.uuid(), randomIds.uuid()];
  await insert({ contactId: first, at, opinion: '食堂贵' });
  await insert({ contactId: opinionId, at, opinion: '=食堂有点贵', entry: 'amendment', amends: first });
  await insert({ contactId: randomIds.uuid(), at, opinion: '无' });
  await insert({ contactId: randomIds.uuid(), at, opinion: null });
  await insert({ contactId: dropped, at, opinion: '记错了的' });
  await insert({ contactId: withdrawal, at, opinion: '记错了的', entry: 'withdrawal', amends: dropped });
  // In Shanghai the last evening of the term that ends on 31 January, in Tokyo the day after.
  await insert({ contactId: lateId, at: '2026-01-31T23:30:00+08:00', opinion: '宿舍装热水' });
});
afterAll(() => cli.close());

const list = async (what: string, args: readonly string[] = [], env: Record<string, string> = {}) => {
  const { stdout } = await cli.run(['export', what, '--format', 'jsonl', ...args], { env });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line));
};

test('one row an opinion in force, without the student', async () => {
  expect(await list('opinions', ['--term', '2026-2027-1'])).toEqual([
    {
      contact_id: opinionId,
      class_name: '软件2301',
      staff_no: 'T1',
      occurred_at: '2026-10-08T10:00:00+08:00',
      method: 'phone',
      relation: '母亲',
      opinion: '=食堂有点贵',
      topics: ['daily_life'],
    },
  ]);
  expect((await list('opinions')).map(({ opinion }) => opinion)).toEqual(['=食堂有点贵', '宿舍装热水']);
});

test('in csv nothing runs, and the file is written for its owner', async () => {
  const path = join(cli.folder, 'opinions.csv');
  const result = await cli.run(['export', 'opinions', '--format', 'csv', '--out', path]);
  expect(result).toMatchObject({ exitCode: 0, stdout: '' });
  const text = await readFile(path, 'utf8');
  expect(text).toMatch(/^\uFEFFcontact_id,class_name,staff_no,occurred_at,method,relation,opinion,topics\r\n/u);
  expect(text).toContain(",'=食堂有点贵,");
});

test.each(['opinions', 'contacts'])('%s: days, offsets and terms are those of TIME_ZONE', async (what) => {
  const ids = async (term: string, TIME_ZONE: string) =>
    (await list(what, ['--term', term], { TIME_ZONE })).map((row) => [row.id ?? row.contact_id, row.occurred_at]);
  expect(await ids('2025-2026-1', 'Asia/Shanghai')).toEqual([[lateId, '2026-01-31T23:30:00+08:00']]);
  expect(await ids('2025-2026-1', 'Asia/Tokyo')).toEqual([]);
  expect(await ids('2025-2026-2', 'Asia/Tokyo')).toEqual([[lateId, '2026-02-01T00:30:00+09:00']]);
});

test('coverage: the term begins by the clock of TIME_ZONE', async () => {
  const contacted = async (term: string, TIME_ZONE: string) =>
    (await list('coverage', ['--term', term], { TIME_ZONE }))[0]?.contacted_individually;
  expect(await contacted('2025-2026-1', 'Asia/Shanghai')).toBe(1);
  expect(await contacted('2025-2026-1', 'Asia/Tokyo')).toBe(0);
  expect(await contacted('2025-2026-2', 'Asia/Tokyo')).toBe(1);
});
