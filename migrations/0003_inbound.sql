-- What platforms told us, and the work that follows from it. One row a message under the key that recognises a repeat; the
-- row itself, while `pending`, is the outbox: the queue only wakes a worker. The raw words sit apart so that a retention
-- routine may empty them. New tables only. Undo by hand: drop them.

create table inbound_messages (
  inbound_id bigint generated always as identity primary key,
  platform text not null,
  account text not null,
  dedupe_key text not null unique,
  kind text not null,
  sender_id text not null,
  -- Lines of one person are worked off in their order: one lane a person.
  lane_key text not null,
  sent_at timestamptz not null,
  received_at timestamptz not null default clock_timestamp(),
  status text not null default 'pending' check (status in ('pending', 'done', 'unsupported', 'failed')),
  attempts integer not null default 0,
  error_code text,
  done_at timestamptz
);
create index inbound_messages_pending on inbound_messages (lane_key, inbound_id) where status = 'pending';

create table inbound_raw (
  inbound_id bigint primary key references inbound_messages on delete cascade,
  -- The parsed event (`InboundEvent`), and the text as it was decrypted.
  content jsonb not null,
  plain text not null
);

-- The one question that is open with a person. A new question replaces the old one.
create table open_questions (
  platform text not null,
  user_id text not null,
  question_id text not null,
  command text not null,
  -- The line that led to the question, so that nothing that was said is lost.
  line text not null,
  state jsonb not null,
  options jsonb not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (platform, user_id)
);

-- What the bot says to staff: answers, cards, texts to copy, reminders. Sent in order, one lane a member.
create table member_messages (
  message_id uuid primary key,
  seq bigint generated always as identity,
  platform text not null,
  member_id text not null,
  lane_key text not null,
  kind text not null check (kind in ('text', 'card', 'card_update')),
  content jsonb not null,
  status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  attempts integer not null default 0,
  error_code text,
  retry_at timestamptz,
  inbound_id bigint,
  created_at timestamptz not null,
  sending_since timestamptz,
  sent_at timestamptz
);
create index member_messages_open on member_messages (lane_key, seq) where status in ('queued', 'sending');

-- A lane is a line of work that only one worker at a time may advance: a person's messages, a robot's deliveries.
-- Lease and poke are explained in src/queue/lanes.ts. Times are the database's own.
create table lanes (
  lane_key text primary key,
  lease_token uuid,
  lease_until timestamptz,
  is_poked boolean not null default false
);

-- Sliding-window pacing: one row a slot; a slot may be used again when its last use left the window.
create table pacing_slots (
  pace_key text not null,
  slot_no integer not null,
  used_at timestamptz not null,
  primary key (pace_key, slot_no)
);
