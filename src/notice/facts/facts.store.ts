import { type SqlBool, sql } from 'kysely';
import type { FactsTable, Queryable } from '../../db/index.ts';
import { chunksOf } from '../../shared/chunks-of.ts';
import type { FactContent, StudentFact } from './fact.ts';
import type { EarlierNotice } from './reconcile.ts';

/** A student of the roster, also one who has left. */
export interface KnownStudent {
  readonly studentId: string;
  readonly name: string;
  /** On the roster and neither withdrawn nor graduated. */
  readonly isPresent: boolean;
}

/** Arrays go over in statements of this many rows: few enough round trips, some MB each. */
const CHUNK = 5_000;

/** The students with these numbers, by number. */
export async function findStudentsByNumbers(
  db: Queryable,
  studentNos: readonly string[],
): Promise<ReadonlyMap<string, KnownStudent>> {
  const rows = await db
    .selectFrom('students')
    .select(['studentNo', 'studentId', 'name', 'status', 'archivedAt'])
    .where(sql<SqlBool>`student_no = any(${[...studentNos]}::text[])`)
    .execute();
  return new Map(
    rows.map(({ studentNo, studentId, name, status, archivedAt }) => [
      studentNo,
      { studentId, name, isPresent: archivedAt === null && (status === 'enrolled' || status === 'suspended') },
    ]),
  );
}

const IMPORT_LOCK = 'facts_import';

/** Of two imports the second waits here until the first is committed, and then sees what it did. */
export async function lockImports(tx: Queryable): Promise<void> {
  await tx
    .insertInto('settings')
    .values({ settingKey: IMPORT_LOCK, value: JSON.stringify(1) })
    .onConflict((conflict) => conflict.column('settingKey').doUpdateSet({ value: JSON.stringify(1) }))
    .execute();
}

/** All facts of these kinds about these students. */
export async function listFacts(
  db: Queryable,
  studentIds: readonly string[],
  kinds: readonly FactsTable['kind'][],
): Promise<readonly StudentFact[]> {
  const rows = await db
    .selectFrom('facts')
    .select(['studentId', 'term', 'factKey', 'content'])
    .where(sql<SqlBool>`student_id = any(${[...studentIds]}::uuid[])`)
    .where(sql<SqlBool>`kind = any(${[...kinds]}::text[])`)
    .orderBy('factKey')
    .execute();
  // Written by `writeFacts` and nobody else.
  return rows.map((row) => ({ ...row, content: row.content as unknown as FactContent }));
}

export async function insertImport(
  tx: Queryable,
  entry: {
    readonly importId: string;
    readonly importedAt: Date;
    readonly source: string;
    readonly asOf: string;
    readonly changes: unknown;
  },
): Promise<void> {
  await tx
    .insertInto('factImports')
    .values({ ...entry, changes: JSON.stringify(entry.changes) })
    .execute();
}

/** Stores facts, each in place of the one that it corrects. */
export async function writeFacts(
  tx: Queryable,
  importId: string,
  facts: readonly StudentFact[],
  newId: () => string,
): Promise<void> {
  for (const chunk of chunksOf(facts, CHUNK)) {
    await sql`
      insert into facts (fact_id, import_id, student_id, kind, term, fact_key, content)
      select u.fact_id, ${importId}, u.student_id, u.kind, u.term, u.fact_key, u.content::jsonb
      from unnest(${chunk.map(newId)}::uuid[], ${chunk.map(({ studentId }) => studentId)}::uuid[],
        ${chunk.map(({ content }) => content.kind)}::text[], ${chunk.map(({ term }) => term)}::text[],
        ${chunk.map(({ factKey }) => factKey)}::text[], ${chunk.map(({ content }) => JSON.stringify(content))}::text[])
        as u (fact_id, student_id, kind, term, fact_key, content)
      on conflict (student_id, kind, fact_key) do update
        set import_id = excluded.import_id, term = excluded.term, content = excluded.content`.execute(tx);
  }
}

export async function deleteFacts(tx: Queryable, facts: readonly StudentFact[]): Promise<void> {
  for (const chunk of chunksOf(facts, CHUNK)) {
    await sql`
      delete from facts f
      using unnest(${chunk.map(({ studentId }) => studentId)}::uuid[], ${chunk.map(({ content }) => content.kind)}::text[],
        ${chunk.map(({ factKey }) => factKey)}::text[]) as u (student_id, kind, fact_key)
      where f.student_id = u.student_id and f.kind = u.kind and f.fact_key = u.fact_key`.execute(tx);
  }
}

/** The newest notice of each of these subjects; locked, so that nobody confirms a draft that is being replaced. */
export async function lockEarlierNotices(
  tx: Queryable,
  subjectKeys: readonly string[],
): Promise<ReadonlyMap<string, EarlierNotice>> {
  const rows = await tx
    .selectFrom('notices')
    .select(['noticeId', 'subjectKey', 'status', 'fields', 'createdAt'])
    .where(sql<SqlBool>`subject_key = any(${[...subjectKeys]}::text[])`)
    .orderBy('noticeId')
    .forUpdate()
    .execute();
  const newest = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const known = newest.get(row.subjectKey ?? '');
    // An open draft is newer than whatever it replaced in the same moment.
    const isNewer =
      known === undefined ||
      row.createdAt > known.createdAt ||
      (row.createdAt.getTime() === known.createdAt.getTime() && row.status === 'draft');
    if (isNewer) newest.set(row.subjectKey ?? '', row);
  }
  return new Map([...newest].map(([subjectKey, row]) => [subjectKey, { ...row, subjectKey }]));
}

/** Who looks after a student who is present. */
export interface Keeper {
  readonly staffId: string;
  /** Account on WeCom; null = cannot be told. */
  readonly userId: string | null;
}

/** The counsellors of these students, by student; those who have left are not in it. */
export async function findKeepers(db: Queryable, studentIds: readonly string[]): Promise<ReadonlyMap<string, Keeper>> {
  const rows = await db
    .selectFrom('students')
    .innerJoin('classes', 'classes.classId', 'students.classId')
    .innerJoin('staff', 'staff.staffId', 'classes.counsellorId')
    .select(['students.studentId', 'staff.staffId', 'staff.wecomUserId as userId'])
    .where(sql<SqlBool>`students.student_id = any(${[...studentIds]}::uuid[])`)
    .where('students.archivedAt', 'is', null)
    .where('students.status', 'in', ['enrolled', 'suspended'])
    .where('staff.archivedAt', 'is', null)
    .execute();
  return new Map(rows.map(({ studentId, staffId, userId }) => [studentId, { staffId, userId }]));
}

export async function insertBatch(
  tx: Queryable,
  batch: { readonly batchId: string; readonly importId: string; readonly kind: string; readonly createdAt: Date },
): Promise<void> {
  await tx.insertInto('draftBatches').values(batch).execute();
}
