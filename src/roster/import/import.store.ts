import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';
import { chunksOf } from '../../shared/chunks-of.ts';
import { readRosterVersion } from '../roster-version.store.ts';
import type { RosterPlan, RosterSnapshot, TablePlan } from './snapshot.ts';

/** Reads the whole roster, archived rows included: seven queries, however many people there are. */
export async function readSnapshot(db: Queryable): Promise<RosterSnapshot> {
  const version = await readRosterVersion(db);
  const colleges = await db.selectFrom('colleges').selectAll().execute();
  const isArchived = sql<boolean>`archived_at is not null`.as('isArchived');
  const staff = await db
    .selectFrom('staff')
    .select(['staffId', 'staffNo', 'name', 'role', 'collegeId', 'phone', 'wecomUserId', 'dingtalkUserId', isArchived])
    .execute();
  const classes = await db
    .selectFrom('classes')
    .select(['classId', 'name', 'collegeId', 'grade', 'counsellorId', 'classTeacherId', isArchived])
    .execute();
  const students = await db
    .selectFrom('students')
    .select([
      'studentId',
      'studentNo',
      'name',
      'gender',
      'classId',
      'phone',
      'attentionLevel',
      'attentionReason',
      'status',
      isArchived,
    ])
    .execute();
  const guardians = await db
    .selectFrom('guardians')
    .select([
      'guardianId',
      'studentId',
      'name',
      'relation',
      'phone',
      'contactOrder',
      'isEmergencyOnly',
      'doNotContactReason',
    ])
    .select(['wecomParentUserId', 'isSubscribed', 'isAccountFound', 'language', isArchived])
    .execute();
  const groups = await db
    .selectFrom('parentGroups')
    .select(['groupId', 'classId', 'studentId', 'name', 'platform', 'chatId', 'webhookSealed', 'ownerId', isArchived])
    .execute();
  return {
    version,
    colleges: new Map(colleges.map((it) => [it.name, it.collegeId])),
    staff,
    classes,
    students,
    guardians,
    groups,
  };
}

/** A table as a bulk statement needs it: [column, SQL type, field] with the key first. */
interface TableShape<Row> {
  readonly table: string;
  readonly columns: readonly (readonly [column: string, type: string, field: keyof Row & string])[];
}

const STAFF: TableShape<RosterPlan['staff']['added'][number]> = {
  table: 'staff',
  columns: [
    ['staff_id', 'uuid', 'staffId'],
    ['staff_no', 'text', 'staffNo'],
    ['name', 'text', 'name'],
    ['role', 'text', 'role'],
    ['college_id', 'uuid', 'collegeId'],
    ['phone', 'text', 'phone'],
    ['wecom_user_id', 'text', 'wecomUserId'],
    ['dingtalk_user_id', 'text', 'dingtalkUserId'],
  ],
};
const CLASSES: TableShape<RosterPlan['classes']['added'][number]> = {
  table: 'classes',
  columns: [
    ['class_id', 'uuid', 'classId'],
    ['name', 'text', 'name'],
    ['college_id', 'uuid', 'collegeId'],
    ['grade', 'text', 'grade'],
    ['counsellor_id', 'uuid', 'counsellorId'],
    ['class_teacher_id', 'uuid', 'classTeacherId'],
  ],
};
const STUDENTS: TableShape<RosterPlan['students']['added'][number]> = {
  table: 'students',
  columns: [
    ['student_id', 'uuid', 'studentId'],
    ['student_no', 'text', 'studentNo'],
    ['name', 'text', 'name'],
    ['gender', 'text', 'gender'],
    ['class_id', 'uuid', 'classId'],
    ['phone', 'text', 'phone'],
    ['attention_level', 'text', 'attentionLevel'],
    ['attention_reason', 'text', 'attentionReason'],
    ['status', 'text', 'status'],
  ],
};
const GUARDIANS: TableShape<RosterPlan['guardians']['added'][number]> = {
  table: 'guardians',
  columns: [
    ['guardian_id', 'uuid', 'guardianId'],
    ['student_id', 'uuid', 'studentId'],
    ['name', 'text', 'name'],
    ['relation', 'text', 'relation'],
    ['phone', 'text', 'phone'],
    ['contact_order', 'integer', 'contactOrder'],
    ['is_emergency_only', 'boolean', 'isEmergencyOnly'],
    ['do_not_contact_reason', 'text', 'doNotContactReason'],
    ['wecom_parent_user_id', 'text', 'wecomParentUserId'],
    ['is_subscribed', 'boolean', 'isSubscribed'],
    ['is_account_found', 'boolean', 'isAccountFound'],
    ['language', 'text', 'language'],
  ],
};
const GROUPS: TableShape<RosterPlan['groups']['added'][number]> = {
  table: 'parent_groups',
  columns: [
    ['group_id', 'uuid', 'groupId'],
    ['class_id', 'uuid', 'classId'],
    ['student_id', 'uuid', 'studentId'],
    ['name', 'text', 'name'],
    ['platform', 'text', 'platform'],
    ['chat_id', 'text', 'chatId'],
    ['webhook_sealed', 'text', 'webhookSealed'],
    ['owner_id', 'uuid', 'ownerId'],
  ],
};

/** Writes a plan with a handful of statements; must run inside the caller's transaction. */
export async function writePlan(tx: Queryable, plan: RosterPlan, now: Date): Promise<void> {
  if (plan.colleges.length > 0)
    await tx
      .insertInto('colleges')
      .values([...plan.colleges])
      .execute();
  // Two people may exchange user ids in one file; the unique index looks at every row as it changes.
  const changedStaff = plan.staff.changed.map((it) => it.staffId);
  if (changedStaff.length > 0) {
    await tx
      .updateTable('staff')
      .set({ wecomUserId: null, dingtalkUserId: null })
      .where('staffId', 'in', changedStaff)
      .execute();
  }
  await writeTable(tx, STAFF, plan.staff, now);
  await writeTable(tx, CLASSES, plan.classes, now);
  await writeTable(tx, STUDENTS, plan.students, now);
  await writeTable(tx, GUARDIANS, plan.guardians, now);
  await writeTable(tx, GROUPS, plan.groups, now);
}

async function writeTable<Row extends { readonly isArchived: boolean }>(
  tx: Queryable,
  shape: TableShape<Row>,
  plan: TablePlan<Row>,
  now: Date,
): Promise<void> {
  for (const rows of chunksOf(plan.changed, CHUNK_ROWS)) await updateRows(shape, rows, now).execute(tx);
  for (const rows of chunksOf(plan.added, CHUNK_ROWS)) await insertRows(shape, rows, now).execute(tx);
}

/** One parameter of some hundred kilobytes a statement, whatever the number of columns. */
const CHUNK_ROWS = 2_000;

/** The rows as a table of the statement; one JSON parameter, one hash join by the primary key. */
function asRecordset<Row extends { readonly isArchived: boolean }>(
  shape: TableShape<Row>,
  rows: readonly Row[],
): RawBuilder<unknown> {
  const records = rows.map((row) =>
    Object.fromEntries([
      ...shape.columns.map(([column, , field]) => [column, row[field]]),
      ['is_archived', row.isArchived],
    ]),
  );
  const types = [...shape.columns.map(([column, type]) => `${column} ${type}`), 'is_archived boolean'].join(', ');
  return sql`json_to_recordset(${JSON.stringify(records)}::json) as fresh(${sql.raw(types)})`;
}

function insertRows<Row extends { readonly isArchived: boolean }>(
  shape: TableShape<Row>,
  rows: readonly Row[],
  now: Date,
): RawBuilder<unknown> {
  const names = shape.columns.map(([column]) => column).join(', ');
  return sql`
    insert into ${sql.table(shape.table)} (${sql.raw(names)}, archived_at)
    select ${sql.raw(names)}, case when is_archived then ${now}::timestamptz end from ${asRecordset(shape, rows)}`;
}

function updateRows<Row extends { readonly isArchived: boolean }>(
  shape: TableShape<Row>,
  rows: readonly Row[],
  now: Date,
): RawBuilder<unknown> {
  const key = shape.columns[0]?.[0] ?? '';
  const sets = shape.columns
    .slice(1)
    .map(([column]) => `${column} = fresh.${column}`)
    .join(', ');
  return sql`
    update ${sql.table(shape.table)} as stored
    set ${sql.raw(sets)}, archived_at = case when fresh.is_archived then coalesce(stored.archived_at, ${now}::timestamptz) end
    from ${asRecordset(shape, rows)}
    where stored.${sql.raw(key)} = fresh.${sql.raw(key)}`;
}

export interface ImportEntry {
  readonly importId: string;
  readonly importedAt: Date;
  /** SHA-256 of what the file said. */
  readonly sourceHash: string;
  readonly changes: object;
}

export async function insertImport(tx: Queryable, entry: ImportEntry): Promise<void> {
  await tx
    .insertInto('rosterImports')
    .values({ ...entry, changes: JSON.stringify(entry.changes) })
    .execute();
}
