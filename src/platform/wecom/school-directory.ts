import type { z } from 'zod';
import type { DirectoryParent, DirectoryReading, SendFailure } from '../port.ts';
import { DepartmentListAnswer, SchoolUserListAnswer } from './answers.ts';
import type { ApiResult, WecomApi } from './api.ts';

/** More classes than any school has; beyond it the list is not what it should be. */
const MAX_CLASSES = 3_000;
const AGAIN_MS = 60_000;

/** Type 1 is a class (wecom.md §5.2); a list that does not say the type is walked as a whole. */
export function isClass(department: { readonly type?: number | null | undefined }): boolean {
  return (department.type ?? 1) === 1;
}

/**
 * Reads 家校沟通's directory: the classes (`school/department/list`), then the students and parents of each
 * (`school/user/list`). Neither pages, and a department does not include those below it (wecom.md §5.2). One call after
 * the other: 300 classes are 300 of the 10,000 calls that a minute allows.
 */
export async function readDirectory(api: WecomApi, signal?: AbortSignal): Promise<DirectoryReading> {
  const parents = new Map<string, DirectoryParent>();
  let refusedDepartments = 0;
  const failed = (failure: SendFailure): DirectoryReading => ({
    outcome: 'failed',
    failure,
    parents: [...parents.values()],
    refusedDepartments,
  });

  const list = settled(await get(api, 'department/list', {}, DepartmentListAnswer, signal));
  if (!list.ok) return failed(list.failure);
  const classes = list.answer.departments.filter(isClass);
  if (classes.length > MAX_CLASSES) return failed({ kind: 'request', code: 'directory_endless' });
  for (const { id } of classes) {
    if (signal?.aborted) return failed({ kind: 'transient', code: 'aborted' });
    const users = settled(await get(api, 'user/list', { department_id: String(id) }, SchoolUserListAnswer, signal));
    if (!users.ok) {
      // This class alone is out of our reach (60011, 60123): the others are still worth reading.
      if (users.failure.kind !== 'recipient') return failed(users.failure);
      refusedDepartments += 1;
      continue;
    }
    for (const parent of users.answer.students.flatMap(toParents)) {
      // A student of two classes comes twice.
      parents.set(`${parent.studentUserId}\n${parent.parentUserId}`.toLowerCase(), parent);
    }
  }
  return { outcome: 'ok', parents: [...parents.values()], refusedDepartments };
}

type Student = z.infer<typeof SchoolUserListAnswer>['students'][number];

function toParents(student: Student): DirectoryParent[] {
  return student.parents.map(({ parent_userid, mobile, is_subscribe }) => ({
    parentUserId: parent_userid,
    isSubscribed: is_subscribe === 1 ? true : is_subscribe === 0 ? false : null,
    phone: mobile || null,
    studentUserId: student.student_userid ?? '',
    studentName: student.name ?? '',
  }));
}

function get<T>(
  api: WecomApi,
  name: string,
  query: Readonly<Record<string, string>>,
  schema: z.ZodType<T>,
  signal?: AbortSignal,
): Promise<ApiResult<T>> {
  return api.call({ method: 'GET', path: `/cgi-bin/school/${name}`, query, schema }, signal);
}

/** Reading changes nothing, so an answer that nobody understands is a failed try. */
function settled<T>(
  result: ApiResult<T>,
): { readonly ok: true; readonly answer: T } | { readonly ok: false; readonly failure: SendFailure } {
  if (result.outcome === 'ok') return { ok: true, answer: result.answer };
  if (result.outcome === 'failed') return { ok: false, failure: result.failure };
  return { ok: false, failure: { kind: 'transient', code: result.code, retryAfterMs: AGAIN_MS } };
}
