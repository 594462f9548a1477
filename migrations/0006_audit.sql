-- Who looked at or changed what that is not already a row of its own (a number revealed, an import, a pause). New table
-- only. Undo by hand: drop it.

create table audit_entries (
  audit_id uuid primary key,
  happened_at timestamptz not null,
  staff_id uuid references staff,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  details jsonb not null default '{}'
);
create index audit_entries_subject on audit_entries (subject_kind, subject_id, happened_at);

create trigger audit_entries_append_only before update or delete on audit_entries
  for each row execute function forbid_change();
