-- What belongs to the record besides the contact itself: why a student could not be told first, tasks that other features
-- make, the timed log of an emergency, and marks on every other copy of typed words that redaction empties. New tables and
-- nullable columns without default; each `alter table` takes a short exclusive lock. Undo by hand: drop the tables, columns,
-- the index and function allow_entry_redaction.

-- Why the student was not told first; only with `exception`.
alter table contacts add column told_first_reason text,
  add check (told_first_reason is null or student_told_first = 'exception');

-- The cause of a task that a feature made (`absence:…`, `ladder:…`): one open task a cause.
alter table tasks add column origin text, add column redacted_at timestamptz;
create unique index tasks_open_origin on tasks (origin) where status = 'open' and origin is not null;

-- Somebody's life, whereabouts or money is in danger. It belongs to the student, so it outlives a change of counsellor.
create table emergencies (
  emergency_id uuid primary key,
  student_id uuid not null references students,
  kind text not null check (kind in ('acute', 'missing', 'fraud_victim')),
  opened_by uuid not null references staff,
  opened_at timestamptz not null,
  closed_by uuid references staff,
  closed_at timestamptz,
  check ((closed_by is null) = (closed_at is null))
);
create unique index emergencies_running on emergencies (student_id) where closed_at is null;

-- What happened in it, minute by minute; append-only, but for the words, which may be redacted.
create table emergency_entries (
  entry_id uuid primary key,
  emergency_id uuid not null references emergencies,
  seq bigint generated always as identity,
  entry text not null check (entry in ('opened', 'note', 'contact', 'closed')),
  happened_at timestamptz not null,
  staff_id uuid not null references staff,
  contact_id uuid references contacts,
  words text,
  redacted_at timestamptz,
  redacted_reason text
);
create index emergency_entries_emergency_id on emergency_entries (emergency_id, seq);

create function allow_entry_redaction() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.redacted_at is null and new.words is null and new.redacted_at is not null and new.redacted_reason is not null
      and (new.entry_id, new.emergency_id, new.seq, new.entry, new.happened_at, new.staff_id)
        = (old.entry_id, old.emergency_id, old.seq, old.entry, old.happened_at, old.staff_id)
      and new.contact_id is not distinct from old.contact_id then
      return new;
    end if;
  end if;
  raise exception 'emergency_entries may only be redacted' using errcode = 'restrict_violation';
end
$$;

create trigger emergency_entries_redaction_only before update or delete on emergency_entries
  for each row execute function allow_entry_redaction();
create trigger emergency_entries_no_truncate before truncate on emergency_entries
  for each statement execute function forbid_change();

alter table member_messages add column redacted_at timestamptz;
create index member_messages_inbound_id on member_messages (inbound_id);
alter table guard_decisions add column redacted_at timestamptz;
