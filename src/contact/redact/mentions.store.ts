import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';

/** A student whose words are to go, and everybody else of the same name, students who left included. */
export interface Mentioned {
  readonly studentId: string;
  readonly name: string;
  readonly namesakeIds: readonly string[];
  /** Class or number beside the name: surely this student. */
  readonly own: string;
  /** The same for the namesakes; null when none can be told apart in words. */
  readonly theirs: string | null;
}

interface Known {
  readonly studentId: string;
  readonly studentNo: string;
  readonly className: string;
}

/** The student and how namesakes are told apart. */
export async function findMentioned(tx: Queryable, studentId: string): Promise<Mentioned> {
  const known = tx
    .selectFrom('students')
    .innerJoin('classes', 'classes.classId', 'students.classId')
    .select(['students.studentId', 'students.studentNo', 'students.name', 'classes.name as className']);
  const self = await known.where('students.studentId', '=', studentId).executeTakeFirstOrThrow();
  const others = await known
    .where('students.name', '=', self.name)
    .where('students.studentId', '<>', studentId)
    .execute();
  const theirs = others.flatMap((one) => patternsOf(self.name, one, one.className !== self.className));
  return {
    studentId,
    name: self.name,
    namesakeIds: others.map((one) => one.studentId),
    own: patternsOf(self.name, self, true).join('|'),
    theirs: theirs.length === 0 ? null : theirs.join('|'),
  };
}

/** `22旅管4班的张伟`, `张伟（22旅管4班）`, `张伟 2022030105`: each stands for the name as well. */
function patternsOf(name: string, { studentNo, className }: Known, isClassTelling: boolean): string[] {
  const [who, number, of] = [name, studentNo, className].map((text) => text.replace(/[^\p{L}\p{N}]/gu, '\\$&'));
  const between = '[\\s·（(：:的，,]{0,3}';
  return [
    `${number}${between}${who}`,
    `${who}${between}${number}`,
    ...(isClassTelling ? [`${of}${between}${who}(?:${between}\\d+)?`, `${who}${between}${of}`] : []),
  ];
}

/**
 * Does the text name the student? Not when it is `aboutNamesake`, or when the name stands in it only beside the class or the
 * number of a namesake; but always when it stands beside those of the student. In doubt it does.
 */
export function namesStudent(
  { name, namesakeIds, own, theirs }: Mentioned,
  text: RawBuilder<unknown>,
  aboutNamesake: RawBuilder<SqlBool>,
): RawBuilder<SqlBool> {
  const isNamed = sql<SqlBool>`strpos(${text}, ${name}) > 0`;
  if (namesakeIds.length === 0) return isNamed;
  const rest = theirs === null ? text : sql`regexp_replace(${text}, ${theirs}, '', 'g')`;
  return sql<SqlBool>`(${isNamed} and (${text} ~ ${own}
    or not (${aboutNamesake} or strpos(${rest}, ${name}) = 0)))`;
}

/** The line of this id made a record of a namesake and none of the student. */
export function isLineOfNamesake({ studentId, namesakeIds }: Mentioned, inboundId: string): RawBuilder<SqlBool> {
  const made = (ids: readonly string[]): RawBuilder<SqlBool> => sql<SqlBool>`exists (select 1 from contacts c
    where c.inbound_id = ${sql.ref(inboundId)} and c.student_id = any(${[...ids]}::uuid[]))`;
  return sql<SqlBool>`(${made(namesakeIds)} and not ${made([studentId])})`;
}

/** The text holds the id of a namesake, or of a record of one, and none of the student's. */
export function holdsNamesakeId({ studentId, namesakeIds }: Mentioned, text: RawBuilder<unknown>): RawBuilder<SqlBool> {
  const holds = (ids: readonly string[]): RawBuilder<SqlBool> => sql<SqlBool>`(
    exists (select 1 from unnest(${[...ids]}::text[]) one(id) where strpos(${text}, one.id) > 0)
    or exists (select 1 from contacts c where c.student_id = any(${[...ids]}::uuid[])
      and strpos(${text}, c.contact_id::text) > 0))`;
  return sql<SqlBool>`(${holds(namesakeIds)} and not ${holds([studentId])})`;
}
