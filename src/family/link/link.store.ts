import { sql } from 'kysely';
import { IS_CLASS_OF_STAFF } from '../../contact/index.ts';
import type { DeliveryStatus, Queryable } from '../../db/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import { MAX_TRIES, MAX_WRONG_A_DAY } from './link-states.ts';

/** What a family's page is made of. */
export interface LinkFacts {
  readonly deliveryId: string;
  readonly status: DeliveryStatus;
  readonly studentId: string;
  readonly guardianId: string | null;
  readonly studentName: string;
  readonly noticeCode: string;
  readonly title: string;
  /** It may have gone to a guardian who is for emergencies only. */
  readonly isUrgent: boolean;
  readonly recipients: unknown;
  readonly body: string;
  readonly sentAt: Date;
  readonly confirmedAt: Date | null;
  readonly lockedAt: Date | null;
  /**
   * Who is told what the family does, the first who has an account: the sender while he or she has the class, its counsellor,
   * its class teacher, a leader of its college, the office of student affairs. Null = nobody is there to be told.
   */
  readonly memberId: string | null;
  /** The guardian to whom it went may not be contacted any more. */
  readonly isGuardianGone: boolean;
  /** The same for as long as the same guardians with the same numbers may read it; part of the pass. */
  readonly readers: string;
  readonly replies: number;
  readonly lastReplyAt: Date | null;
}

/** Guardian `g` may get notice `n`: 不联系 never, 仅紧急联系 when it is urgent. `delivery/` asks the same before it sends. */
const MAY_READ = sql`g.archived_at is null and g.do_not_contact_reason is null and (not g.is_emergency_only or n.is_urgent)`;

/** Undefined = there is no such delivery to one family. */
export async function findLinkFacts(db: Queryable, deliveryId: string): Promise<LinkFacts | undefined> {
  const { rows } = await sql<LinkFacts>`
    select d.delivery_id, d.status, d.student_id, d.guardian_id, s.name as student_name, n.notice_code, n.title, n.is_urgent,
      n.recipients, b.body, coalesce(d.sent_at, d.created_at) as sent_at, d.confirmed_at, l.locked_at,
      coalesce(case when ${IS_CLASS_OF_STAFF} then f.wecom_user_id end, (
        select o.wecom_user_id from staff o
        where o.archived_at is null and o.wecom_user_id is not null and (o.staff_id in (k.counsellor_id, k.class_teacher_id)
          or (o.role = 'college_leader' and o.college_id = k.college_id) or o.role = 'student_affairs')
        order by o.staff_id = k.counsellor_id desc, o.staff_id is not distinct from k.class_teacher_id desc,
          o.role = 'college_leader' desc, o.staff_no
        limit 1)) as member_id,
      (d.guardian_id is not null and not exists (
        select 1 from guardians g where g.guardian_id = d.guardian_id and ${MAY_READ})) as is_guardian_gone,
      (select md5(coalesce(string_agg(g.guardian_id || ' ' || coalesce(g.phone, ''), ',' order by g.guardian_id), ''))
        from guardians g where g.student_id = d.student_id and ${MAY_READ}) as readers,
      r.replies, r.last_reply_at
    from deliveries d
    join notices n on n.notice_id = d.notice_id and n.audience = 'private'
    join notice_bodies b on b.body_id = d.body_id
    join students s on s.student_id = d.student_id
    join classes k on k.class_id = s.class_id
    join staff f on f.staff_id = n.staff_id
    left join notice_links l on l.delivery_id = d.delivery_id
    cross join lateral (
      select count(*)::int as replies, max(written_at) as last_reply_at
      from notice_replies where delivery_id = d.delivery_id) r
    where d.delivery_id = ${deliveryId}`.execute(db);
  return rows[0];
}

export interface LinkLock {
  readonly tries: number;
  readonly lockedAt: Date | null;
  readonly noPhoneToldAt: Date | null;
}

/** Makes the row of a link where there is none and locks it: of two who act at once the second one waits. */
export async function lockLink(tx: Queryable, deliveryId: string): Promise<LinkLock> {
  await tx
    .insertInto('noticeLinks')
    .values({ deliveryId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return tx
    .selectFrom('noticeLinks')
    .select(['tries', 'lockedAt', 'noPhoneToldAt'])
    .where('deliveryId', '=', deliveryId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function keepWrongTry(
  tx: Queryable,
  deliveryId: string,
  wrong: { readonly tries: number; readonly lockedAt: Date | null },
): Promise<void> {
  await tx.updateTable('noticeLinks').set(wrong).where('deliveryId', '=', deliveryId).execute();
}

/** How many wrong digits the links of this student had today; its row is locked, so that tries on several links take turns. */
export async function lockGuesses(tx: Queryable, studentId: string, day: string): Promise<number> {
  const { rows } = await sql<{ wrong: number }>`
    insert into link_guesses as g (student_id, day) values (${studentId}, ${day})
    on conflict (student_id) do update
      set day = excluded.day, wrong = case when g.day = excluded.day then g.wrong else 0 end
    returning wrong`.execute(tx);
  return rows[0]?.wrong ?? 0;
}

export async function keepGuesses(tx: Queryable, studentId: string, wrong: number): Promise<void> {
  await tx.updateTable('linkGuesses').set({ wrong }).where('studentId', '=', studentId).execute();
}

/** Keeps when the right digits were given for the first time. */
export async function keepFirstRead(tx: Queryable, deliveryId: string, now: Date): Promise<void> {
  await tx
    .updateTable('noticeLinks')
    .set({ firstReadAt: now })
    .where('deliveryId', '=', deliveryId)
    .where('firstReadAt', 'is', null)
    .execute();
}

export async function keepNoPhoneTold(tx: Queryable, deliveryId: string, now: Date): Promise<void> {
  await tx.updateTable('noticeLinks').set({ noPhoneToldAt: now }).where('deliveryId', '=', deliveryId).execute();
}

/** Numbers of the guardians whom the notice may reach: 仅紧急联系 for an urgent one only; of one relation when it was named. */
export async function listPhones(
  db: Queryable,
  { studentId, isUrgent }: Pick<LinkFacts, 'studentId' | 'isUrgent'>,
  relation: string | null,
): Promise<string[]> {
  const rows = await db
    .selectFrom('guardians')
    .select('phone')
    .where('studentId', '=', studentId)
    .where('archivedAt', 'is', null)
    .where('doNotContactReason', 'is', null)
    .where('phone', 'is not', null)
    .$if(!isUrgent, (query) => query.where('isEmergencyOnly', '=', false))
    .$if(relation !== null, (query) => query.where('relation', '=', relation ?? ''))
    .execute();
  return rows.flatMap(({ phone }) => (phone === null ? [] : [phone]));
}

export interface NewReply {
  readonly replyId: string;
  readonly deliveryId: string;
  readonly formId: string;
  readonly words: string;
  readonly writtenAt: Date;
}

export async function insertReply(tx: Queryable, reply: NewReply): Promise<void> {
  await tx
    .insertInto('noticeReplies')
    .values({ ...reply, words: toStorableText(reply.words) })
    .execute();
}

/** Was this very form stored before? */
export async function hasReply(db: Queryable, deliveryId: string, formId: string): Promise<boolean> {
  const row = await db
    .selectFrom('noticeReplies')
    .select('replyId')
    .where('deliveryId', '=', deliveryId)
    .where('formId', '=', formId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function countReplies(
  db: Queryable,
  deliveryId: string,
  since: Date,
): Promise<{ readonly all: number; readonly recent: number }> {
  const { rows } = await sql<{ all: number; recent: number }>`
    select count(*)::int as "all", (count(*) filter (where written_at > ${since}))::int as recent
    from notice_replies where delivery_id = ${deliveryId}`.execute(db);
  return rows[0] ?? { all: 0, recent: 0 };
}

/** A letter of a family, as a member of staff sees it. */
export interface StaffReply {
  readonly replyId: string;
  readonly studentId: string;
  readonly studentName: string;
  readonly guardianId: string | null;
  readonly words: string;
  readonly writtenAt: Date;
  readonly contactId: string | null;
}

/** The letter when its student is this person's; locked, so that two presses make one record. */
export async function lockReplyFor(tx: Queryable, replyId: string, staffId: string): Promise<StaffReply | undefined> {
  const { rows } = await sql<StaffReply>`
    select r.reply_id, d.student_id, s.name as student_name, d.guardian_id, r.words, r.written_at, r.contact_id
    from notice_replies r
    join deliveries d on d.delivery_id = r.delivery_id
    join students s on s.student_id = d.student_id
    join classes k on k.class_id = s.class_id
    join staff f on f.staff_id = ${staffId}
    where r.reply_id = ${replyId} and ${IS_CLASS_OF_STAFF}
    for update of r`.execute(tx);
  return rows[0];
}

export async function keepReplyRecord(tx: Queryable, replyId: string, contactId: string): Promise<void> {
  await tx.updateTable('noticeReplies').set({ contactId }).where('replyId', '=', replyId).execute();
}

/** A link that stands locked, for those who may unlock it. */
export interface LockedLink {
  readonly deliveryId: string;
  readonly studentName: string;
  readonly title: string;
  readonly noticeCode: string;
}

/** Locked links of this person's students, the newest first. */
export async function listLockedLinks(db: Queryable, staffId: string, limit: number): Promise<readonly LockedLink[]> {
  const { rows } = await sql<LockedLink>`
    select d.delivery_id, s.name as student_name, n.title, n.notice_code
    from notice_links l
    join deliveries d on d.delivery_id = l.delivery_id
    join notices n on n.notice_id = d.notice_id
    join students s on s.student_id = d.student_id
    join classes k on k.class_id = s.class_id
    join staff f on f.staff_id = ${staffId}
    where l.locked_at is not null and ${IS_CLASS_OF_STAFF}
    order by l.locked_at desc limit ${limit}`.execute(db);
  return rows;
}

/** Gives a locked link of this person's students five new tries, also beyond those of the day; false when it is not locked, or not his or hers. */
export async function unlockLink(tx: Queryable, deliveryId: string, staffId: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ studentId: string }>`
    update notice_links l set tries = 0, locked_at = null, unlocked_at = ${now}, unlocked_by = ${staffId}
    from deliveries d, students s, classes k, staff f
    where l.delivery_id = ${deliveryId} and l.locked_at is not null and d.delivery_id = l.delivery_id
      and s.student_id = d.student_id and k.class_id = s.class_id and f.staff_id = ${staffId} and ${IS_CLASS_OF_STAFF}
    returning d.student_id`.execute(tx);
  const [link] = rows;
  if (link === undefined) return false;
  await tx
    .updateTable('linkGuesses')
    .set({ wrong: sql`least(wrong, ${MAX_WRONG_A_DAY - MAX_TRIES}::int)` })
    .where('studentId', '=', link.studentId)
    .execute();
  return true;
}

/** Links that stand locked and still lead somewhere: their families cannot read until somebody says 解锁. */
export async function countLockedLinks(db: Queryable, since: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from notice_links l join deliveries d on d.delivery_id = l.delivery_id
    where l.locked_at is not null and d.status <> 'cancelled' and coalesce(d.sent_at, d.created_at) > ${since}`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}
