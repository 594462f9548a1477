-- Next steps with a date, which come back as reminders; and the one change that the words as typed may undergo: they are
-- emptied, with when and why. New table, new columns and triggers; `alter table` takes a short exclusive lock on inbound_raw.
-- Undo by hand: drop table tasks; drop the triggers on contact_texts; drop function allow_redaction; drop the two columns.

create table tasks (
  task_id uuid primary key,
  -- What the person types: 完成3. Unique among the open ones of a person.
  number integer not null,
  -- Null = about no family (提醒我交报表).
  student_id uuid references students,
  staff_id uuid not null references staff,
  -- Who had it before the class changed counsellor.
  handed_over_by uuid references staff,
  what text not null,
  due_at timestamptz not null,
  -- False = 09:00 by default: not before 07:00 even when it is late.
  is_hour_named boolean not null,
  status text not null default 'open' check (status in ('open', 'done', 'dropped')),
  -- The due date of which the person was reminded; another due date is another reminder.
  reminded_for timestamptz,
  -- The record (root of its chain) whose next step it is.
  contact_id uuid references contacts,
  created_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid references staff,
  check ((status = 'open') = (closed_at is null))
);
create unique index tasks_open_number on tasks (staff_id, number) where status = 'open';
create index tasks_open_due on tasks (due_at) where status = 'open';
create index tasks_student_id on tasks (student_id) where status = 'open';
create index tasks_contact_id on tasks (contact_id);

create index contacts_inbound_id on contacts (inbound_id);

alter table inbound_raw add column redacted_at timestamptz, add column redacted_reason text;

create function allow_redaction() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.redacted_at is null and new.contact_id = old.contact_id and new.source_text is null
      and new.redacted_at is not null and new.redacted_reason is not null then
      return new;
    end if;
  end if;
  raise exception 'contact_texts may only be redacted' using errcode = 'restrict_violation';
end
$$;

create trigger contact_texts_redaction_only before update or delete on contact_texts
  for each row execute function allow_redaction();
create trigger contact_texts_no_truncate before truncate on contact_texts
  for each statement execute function forbid_change();
