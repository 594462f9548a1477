-- What the platform's own school directory (家校沟通) says of guardians: an account that it found for somebody whom the
-- roster lists without one, when we last heard whether an account follows 学校通知, and how the last comparison went.
-- `alter table` takes a short exclusive lock on guardians. Undo by hand: drop table directory_syncs; drop the two columns.

alter table guardians
  -- True = wecom_parent_user_id was found by the platform; an empty cell of the roster does not take it away.
  add column is_account_found boolean not null default false,
  -- The database's own clock when we heard it: an event that comes while the directory is being read is the newer news.
  add column subscription_heard_at timestamptz;

-- One row an account of a platform; the row is also what says that work is due.
create table directory_syncs (
  account text primary key,
  due_at timestamptz not null,
  tried_at timestamptz,
  -- The last time that it was read as a whole.
  synced_at timestamptz,
  -- Of the roster that it was compared with; another one may hold new people.
  roster_version integer,
  -- Why the last try failed, and how many failed in a row.
  failure_code text,
  failures integer not null default 0,
  -- Numbers only: parents, subscribed, matched, found, ambiguous, strangers, missing, refusedDepartments.
  counts jsonb not null default '{}'
);
