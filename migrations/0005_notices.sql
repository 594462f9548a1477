-- What families are told, and where each notice stands with each target. States and legal moves are written at the top of
-- src/notice/ and src/delivery/. New tables only. Undo by hand: drop them in reverse order.

create table schedules (
  schedule_id uuid primary key,
  -- What the owner calls it: 定时1, 定时2 …
  number integer not null,
  staff_id uuid not null references staff,
  kind text not null,
  -- What each run prepares: the fields of NoticeReading that matter.
  plan jsonb not null,
  cron text not null,
  words text not null,
  status text not null default 'active' check (status in ('active', 'stopped')),
  next_run_at timestamptz not null,
  created_at timestamptz not null,
  stopped_at timestamptz,
  unique (staff_id, number)
);
create index schedules_due on schedules (next_run_at) where status = 'active';

create table notices (
  notice_id uuid primary key,
  notice_code text not null unique,
  kind text not null,
  -- Folder under templates/fraud/ when the kind is fraud.
  topic text,
  audience text not null check (audience in ('group', 'private')),
  staff_id uuid not null references staff,
  status text not null check (status in ('draft', 'confirmed', 'dropped')),
  title text not null,
  -- The template's fields; and whom it goes to, as asked for (classes, students), worked out anew at the confirmation.
  fields jsonb not null default '{}',
  recipients jsonb not null,
  -- Digest of the target list that was shown; when it differs at the confirmation, it is shown again.
  recipients_digest text not null,
  template_version text not null,
  is_urgent boolean not null default false,
  schedule_id uuid references schedules,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  confirmed_by uuid references staff
);
create index notices_staff_id on notices (staff_id, created_at);

create table schedule_runs (
  schedule_id uuid not null references schedules,
  due_at timestamptz not null,
  ran_at timestamptz not null,
  outcome text not null check (outcome in ('sent', 'skipped', 'failed')),
  notice_id uuid references notices,
  error_code text,
  primary key (schedule_id, due_at)
);

-- The words that went out, kept once for all targets that got the same ones.
create table notice_bodies (
  body_id uuid primary key,
  notice_id uuid not null references notices,
  body text not null
);
create index notice_bodies_notice_id on notice_bodies (notice_id);

create table deliveries (
  delivery_id uuid primary key,
  seq bigint generated always as identity,
  notice_id uuid not null references notices,
  -- One delivery a notice and target: `student:<id>` or `group:<id>`.
  target_key text not null,
  channel text not null,
  -- What people see as the target: a platform id or a group's name, never a phone number.
  target text not null,
  -- The platform's id that the call needs (parent user id, chat id); for a robot a digest of its sealed webhook, so that a
  -- change after the confirmation is seen; null for relay.
  platform_target text,
  -- Who must tap or paste, where somebody must.
  owner_user_id text,
  guardian_id uuid references guardians,
  group_id uuid references parent_groups,
  student_id uuid references students,
  class_id uuid references classes,
  body_id uuid not null references notice_bodies,
  lane_key text not null,
  status text not null check (status in ('queued', 'waiting_quiet_hours', 'sending', 'accepted', 'awaiting_member', 'sent', 'capped', 'failed', 'unknown', 'cancelled')),
  attempts integer not null default 0,
  error_code text,
  -- Not before this instant of the domain's clock (quiet hours).
  not_before timestamptz,
  -- Not before this instant of the database's clock (a platform's block, backoff).
  retry_at timestamptz,
  -- When the call that is under way began (database clock), and where it ran.
  sending_since timestamptz,
  -- The platform's id of what was made: a mass task's msgid.
  platform_ref text,
  reminders integer not null default 0,
  -- When to look at a mass task again, or remind (domain clock).
  next_check_at timestamptz,
  created_at timestamptz not null,
  sent_at timestamptz,
  confirmed_at timestamptz,
  unique (notice_id, target_key)
);
create index deliveries_lane_open on deliveries (lane_key, seq) where status in ('queued', 'waiting_quiet_hours', 'sending');
create index deliveries_awaiting on deliveries (next_check_at) where status = 'awaiting_member';
-- Two notices to one target never overtake each other: is an earlier one of this target still open?
create index deliveries_target_open on deliveries (target_key, seq) where status in ('queued', 'waiting_quiet_hours', 'sending');
create index deliveries_notice on deliveries (notice_id, status);

-- Everything of one person (staff_id) or everything at all (null) stands still while a row is open.
create table send_pauses (
  pause_id uuid primary key,
  staff_id uuid references staff,
  paused_by uuid not null references staff,
  paused_at timestamptz not null,
  resumed_by uuid references staff,
  resumed_at timestamptz
);
create unique index send_pauses_open on send_pauses (coalesce(staff_id, '00000000-0000-0000-0000-000000000000')) where resumed_at is null;

-- A sender stated that the student agreed; kept with who, when and the words.
create table student_agreements (
  agreement_id uuid primary key,
  student_id uuid not null references students,
  notice_id uuid not null references notices,
  stated_by uuid not null references staff,
  stated_at timestamptz not null,
  words text not null
);

-- Each verdict of the guard on a text that could have reached a family. The worst words are here, so never in a log; a
-- retention routine may delete old rows.
create table guard_decisions (
  decision_id uuid primary key,
  notice_id uuid references notices,
  staff_id uuid references staff,
  decided_at timestamptz not null,
  decision text not null check (decision in ('pass', 'flag', 'block')),
  findings jsonb not null,
  draft text not null
);
