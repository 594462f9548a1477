import { type SqlBool, sql } from 'kysely';
import type { Queryable } from '../../db/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import { findMentioned, holdsNamesakeId, isLineOfNamesake, namesStudent } from './mentions.store.ts';
import type { RedactMark } from './redact.store.ts';

/** What stands instead of words that are gone. */
const GONE = '（原话已清除）';

/** An answer or card without its words; its buttons may name students, and old ones are answered as stale. */
const EMPTY_CONTENT = sql`case
  when content ? 'card' then content || jsonb_build_object('card', (content->'card')
    || jsonb_build_object('title', ${GONE}::text, 'text', ${GONE}::text, 'buttons', '[]'::jsonb))
  when content ? 'text' then content || jsonb_build_object('text', ${GONE}::text)
  else content end`;

/** The findings of the guard quote what they found. */
const WITHOUT_QUOTES = sql`(select coalesce(jsonb_agg(finding - 'words'), '[]'::jsonb)
  from jsonb_array_elements(g.findings) finding)`;

/** A draft that was given up. One made from facts keeps its fields: by them the same file knows not to make it again. */
const NEVER_SENT = sql`status = 'dropped' and subject_key is null and fields <> '{}'`;

/**
 * The copies of words about one student besides the lines themselves: answers that were sent to staff, the open question,
 * drafts that the guard judged or that were given up, what an approver said of them, tasks, the log of emergencies, letters of
 * the family. What went out stays, and a text that is still to be sent is left alone. By name as well as by id;
 * a namesake loses nothing that can be told apart (`mentions.store.ts`), and no record of anybody changes. Returns how many.
 */
export async function redactCopiesOfStudent(
  tx: Queryable,
  { studentId, inboundIds }: { readonly studentId: string; readonly inboundIds: readonly string[] },
  mark: RedactMark,
): Promise<number> {
  const who = await findMentioned(tx, studentId);
  const asked = sql`(q.state::text || q.options::text)`;
  const ofNotice = (noticeId: string) =>
    sql<SqlBool>`exists (select 1 from notices o where o.notice_id = ${sql.ref(noticeId)}
      and ${holdsNamesakeId(who, sql`o.recipients::text`)})`;
  const reason = toStorableText(mark.reason);
  const statements = [
    sql`delete from open_questions q where ${namesStudent(who, sql`q.line`, holdsNamesakeId(who, asked))}
      or ${namesStudent(who, asked, holdsNamesakeId(who, asked))} or strpos(${asked}, ${studentId}) > 0
      or exists (select 1 from contacts c where c.student_id = ${studentId} and strpos(q.state::text, c.contact_id::text) > 0)`,
    sql`update inbound_raw r set content = jsonb_build_object('kind', r.content->'kind'), plain = '',
        redacted_at = ${mark.at}, redacted_reason = ${reason}
      from inbound_messages m where m.inbound_id = r.inbound_id and m.status <> 'pending' and r.redacted_at is null
        and ${namesStudent(who, sql`r.content::text`, isLineOfNamesake(who, 'r.inbound_id'))}`,
    sql`update member_messages set content = ${EMPTY_CONTENT}, redacted_at = ${mark.at}
      where redacted_at is null and status not in ('queued', 'sending')
        and (inbound_id = any(${[...inboundIds]}::bigint[]) or ${namesStudent(who, sql`content::text`, isLineOfNamesake(who, 'member_messages.inbound_id'))})`,
    sql`update guard_decisions g set draft = ${GONE}, findings = ${WITHOUT_QUOTES}, redacted_at = ${mark.at}
      where g.redacted_at is null and (${namesStudent(who, sql`g.draft`, ofNotice('g.notice_id'))}
        or exists (select 1 from deliveries d where d.notice_id = g.notice_id and d.student_id = ${studentId}))`,
    sql`update tasks set what = ${GONE}, redacted_at = ${mark.at} where redacted_at is null and student_id = ${studentId}`,
    sql`update emergency_entries n set words = null, redacted_at = ${mark.at}, redacted_reason = ${reason}
      from emergencies e where e.emergency_id = n.emergency_id and e.student_id = ${studentId} and n.redacted_at is null`,
    sql`update notice_replies r set words = ${GONE} from deliveries d
      where d.delivery_id = r.delivery_id and d.student_id = ${studentId} and r.words <> ${GONE}`,
    sql`update approval_requests set composition = null, words = null
      where outcome is not null and (composition is not null or words is not null)
        and (${namesStudent(who, sql`composition::text`, ofNotice('approval_requests.notice_id'))}
          or ${namesStudent(who, sql`words`, ofNotice('approval_requests.notice_id'))})`,
    sql`update notices set fields = '{}' where ${NEVER_SENT}
      and (${namesStudent(who, sql`fields::text`, holdsNamesakeId(who, sql`recipients::text`))} or strpos(recipients::text, ${studentId}) > 0)`,
  ];
  let count = 0;
  for (const statement of statements) count += Number((await statement.execute(tx)).numAffectedRows ?? 0);
  return count;
}

/**
 * The same by the clock. Open tasks keep their words until they are closed; the log of an emergency is kept as long as the
 * college's rules for archives say (domain.md §4.9). Returns how many.
 */
export async function redactOldCopies(tx: Queryable, before: Date, mark: RedactMark): Promise<number> {
  const statements = [
    sql`delete from open_questions where asked_at < ${before}`,
    sql`update member_messages set content = ${EMPTY_CONTENT}, redacted_at = ${mark.at}
      where redacted_at is null and status not in ('queued', 'sending') and created_at < ${before}`,
    sql`update guard_decisions g set draft = ${GONE}, findings = ${WITHOUT_QUOTES}, redacted_at = ${mark.at}
      where redacted_at is null and decided_at < ${before}`,
    sql`update tasks set what = ${GONE}, redacted_at = ${mark.at}
      where redacted_at is null and status <> 'open' and created_at < ${before}`,
    sql`update notice_replies set words = ${GONE} where written_at < ${before} and words <> ${GONE}`,
    sql`update approval_requests set composition = null, words = null
      where decided_at < ${before} and (composition is not null or words is not null)`,
    sql`update notices set fields = '{}' where ${NEVER_SENT} and created_at < ${before}`,
  ];
  let count = 0;
  for (const statement of statements) count += Number((await statement.execute(tx)).numAffectedRows ?? 0);
  return count;
}
