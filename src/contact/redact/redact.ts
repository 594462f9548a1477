import { addDays, instantOf, termOf, toDay } from '../../calendar/index.ts';
import { inTransaction, type Queryable } from '../../db/index.ts';
import { chunksOf } from '../../shared/chunks-of.ts';
import { InputError, NotFoundError } from '../../shared/errors.ts';
import type { IdSource } from '../../shared/ids.ts';
import {
  findStudentIdByNo,
  insertRedactionAudit,
  listContactIdsOfStudent,
  listOldInbound,
  listOldTexts,
  listRowsOfSameLines,
  markRetentionDone,
  type RedactMark,
  redactInbound,
  redactTexts,
} from './redact.store.ts';
import { redactCopiesOfStudent, redactOldCopies } from './redact-copies.store.ts';

/**
 * The one change that anything recorded may undergo: the words as typed are emptied, with when and why, and an audit entry
 * says who asked. The record itself (who, when, how, what it was about) stays. A trigger refuses everything else.
 */
export interface RedactRequest {
  /** Words typed before this instant, or those behind these rows and every other row of the same lines. */
  readonly what: { readonly before: Date } | { readonly contactIds: readonly string[] };
  readonly reason: string;
  /** The staff id of whoever asked; null = the operator or the retention routine, as `reason` says. */
  readonly by: string | null;
  readonly now: Date;
  readonly ids: IdSource;
  /** At most so many rows of each kind; the default is all. Only with `before`. */
  readonly limit?: number;
}

export interface Redacted {
  /** Rows of contact_texts and of inbound_raw whose words are gone now. */
  readonly texts: number;
  readonly lines: number;
  /** Answers, open questions, drafts, tasks and entries of emergencies that held the words as well. */
  readonly copies: number;
}

const ALL = 2_000_000;
/** One bind parameter a row; PostgreSQL takes 65,535. */
const SLICE = 5_000;

/** Empties words as typed, in one transaction with its audit entry. Throws `http.bad_request` without a reason. */
export async function redactContactTexts(db: Queryable, request: RedactRequest): Promise<Redacted> {
  requireReason(request.reason);
  return inTransaction(db, (tx) => redact(tx, request, { kind: 'contact_texts', id: subjectOf(request) }));
}

/**
 * On a person's request (个人信息保护法 47): everything typed about one student, also in lines that name others as well.
 * Throws `access.out_of_scope` for an unknown number, `http.bad_request` without a reason.
 */
export async function redactStudentTexts(
  db: Queryable,
  request: Omit<RedactRequest, 'what' | 'limit'> & { readonly studentNo: string },
): Promise<Redacted> {
  requireReason(request.reason);
  return inTransaction(db, async (tx) => {
    const studentId = await findStudentIdByNo(tx, request.studentNo);
    if (studentId === undefined) throw new NotFoundError('access.out_of_scope');
    const contactIds = await listContactIdsOfStudent(tx, studentId);
    return redact(tx, { ...request, what: { contactIds } }, { kind: 'student', id: studentId });
  });
}

function requireReason(reason: string): void {
  if (reason.trim() !== '') return;
  throw new InputError('http.bad_request', { userMessage: '请写明为什么要清除原话。' });
}

function subjectOf({ what }: RedactRequest): string {
  return 'before' in what ? what.before.toISOString() : 'rows';
}

async function redact(
  tx: Queryable,
  request: RedactRequest,
  subject: { readonly kind: 'student' | 'contact_texts'; readonly id: string },
): Promise<Redacted> {
  const { what, reason, by, now, ids, limit } = request;
  const mark: RedactMark = { at: now, reason };
  const found =
    'before' in what
      ? {
          contactIds: await listOldTexts(tx, what.before, limit ?? ALL),
          inboundIds: await listOldInbound(tx, what.before, limit ?? ALL),
        }
      : await listRowsOfSameLines(tx, what.contactIds);
  const texts = await inSlices(found.contactIds, (slice) => redactTexts(tx, slice, mark));
  const lines = await inSlices(found.inboundIds, (slice) => redactInbound(tx, slice, mark));
  const copies =
    'before' in what
      ? await redactOldCopies(tx, what.before, mark)
      : subject.kind === 'student'
        ? await redactCopiesOfStudent(tx, { studentId: subject.id, inboundIds: found.inboundIds }, mark)
        : 0;
  if (texts + lines + copies > 0 || !('before' in what)) {
    const scope = 'before' in what ? { before: what.before.toISOString() } : { rows: what.contactIds.length };
    await insertRedactionAudit(tx, {
      auditId: ids.uuid(),
      happenedAt: now,
      staffId: by,
      subjectKind: subject.kind,
      subjectId: subject.id,
      details: { reason, texts, lines, copies, ...scope },
    });
  }
  return { texts, lines, copies };
}

async function inSlices(ids: readonly string[], work: (slice: readonly string[]) => Promise<number>): Promise<number> {
  let count = 0;
  for (const slice of chunksOf(ids, SLICE)) count += await work(slice);
  return count;
}

const KEEP_DAYS = 30;
const BATCH = 1_000;
const RETENTION_REASON = 'retention: 30 days after the end of the term';

/** Words typed before this are to go: the start of the first term that ended less than 30 days ago, or has not ended. */
function keepTextsFrom(now: Date, timeZone: string): Date {
  return instantOf(termOf(addDays(toDay(now, timeZone), -KEEP_DAYS)).startsOn, '00:00', timeZone);
}

/** One batch of the retention routine; false = nothing was left, and the day is marked as done. */
export async function redactExpired(
  db: Queryable,
  { now, ids, timeZone }: Pick<RedactRequest, 'now' | 'ids'> & { readonly timeZone: string },
): Promise<boolean> {
  const what = { before: keepTextsFrom(now, timeZone) };
  const { texts, lines } = await redactContactTexts(db, {
    what,
    reason: RETENTION_REASON,
    by: null,
    now,
    ids,
    limit: BATCH,
  });
  if (texts === BATCH || lines === BATCH) return true;
  await markRetentionDone(db, toDay(now, timeZone));
  return false;
}
