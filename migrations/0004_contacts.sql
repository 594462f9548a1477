-- What was said with families. Append-only from the first day: an amendment or withdrawal is a new row that points to the
-- old one; the database refuses update, delete and truncate. The words as typed live apart, where a retention routine or a
-- person's request (个人信息保护法 47) may redact them. New tables only. Undo by hand: drop them.

create table contacts (
  contact_id uuid primary key,
  entry text not null default 'record' check (entry in ('record', 'amendment', 'withdrawal')),
  -- The row that this one replaces; one successor a row.
  amends uuid unique references contacts,
  reason text,
  student_id uuid not null references students,
  staff_id uuid not null references staff,
  guardian_id uuid references guardians,
  relation text,
  others text[] not null default '{}',
  method text not null check (method in ('phone', 'wechat', 'qq', 'sms', 'letter', 'email', 'video', 'home_visit', 'parent_visit', 'invited_visit', 'meeting')),
  direction text not null check (direction in ('outbound', 'inbound')),
  outcome text not null check (outcome in ('reached', 'no_answer', 'unreachable', 'wrong_number')),
  answered boolean not null,
  individual boolean not null,
  occurred_at timestamptz not null,
  occurred_precision text not null check (occurred_precision in ('minute', 'hour', 'part_of_day', 'day')),
  recorded_at timestamptz not null,
  length_minutes integer,
  topics text[] not null default '{}',
  summary text not null,
  family_said text,
  opinion text,
  student_told_first text check (student_told_first in ('yes', 'no', 'exception')),
  next_step text,
  next_step_due timestamptz,
  inbound_id bigint,
  seq bigint generated always as identity,
  check ((entry = 'record') = (amends is null)),
  check (occurred_at <= recorded_at),
  check (outcome = 'reached' or not individual),
  check (method <> 'meeting' or not individual)
);
create index contacts_student_id on contacts (student_id, occurred_at);
create index contacts_staff_id on contacts (staff_id, recorded_at);

create table contact_texts (
  contact_id uuid primary key references contacts,
  source_text text,
  redacted_at timestamptz,
  redacted_reason text
);

create function forbid_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger contacts_append_only before update or delete on contacts
  for each row execute function forbid_change();
create trigger contacts_no_truncate before truncate on contacts
  for each statement execute function forbid_change();
