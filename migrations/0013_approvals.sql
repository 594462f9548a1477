-- Notices that wait for a second person (APPROVALS): who was asked, what became of it. The states are written at the top of
-- src/notice/notice-states.ts. Adds a state to `notices`, which needs the table to itself for as long as checking its rows
-- takes. Undo by hand: drop approval_requests, set `awaiting_approval` to `dropped`, restore the old check, drop draft_since.

alter table notices drop constraint notices_status_check;
alter table notices add constraint notices_status_check
  check (status in ('draft', 'awaiting_approval', 'confirmed', 'dropped'));
-- Since when a draft may be confirmed again, where that is not its creation: an approver gave it back.
alter table notices add column draft_since timestamptz;

create table approval_requests (
  request_id uuid primary key,
  notice_id uuid not null references notices,
  -- The college whose leaders decide; null = the office for student affairs.
  college_id uuid references colleges,
  asked_at timestamptz not null,
  -- What the sender had said so far, so that he can change it when it comes back; null for a run of a schedule.
  composition jsonb,
  -- Null while somebody is waited for.
  outcome text check (outcome in ('approved', 'returned', 'withdrawn', 'dropped')),
  decided_by uuid references staff,
  decided_at timestamptz,
  -- The approver's word when it was given back.
  words text,
  reminders integer not null default 0,
  -- Domain clock; null = nobody is reminded any more.
  next_reminder_at timestamptz
);
create unique index approval_requests_open on approval_requests (notice_id) where outcome is null;
create index approval_requests_due on approval_requests (next_reminder_at) where outcome is null;
