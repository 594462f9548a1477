-- What families do with their personal link (/n/…): wrong digits, the lock and who lifted it, and what they wrote back. A
-- table of its own beside `deliveries`, so that a stranger who guesses never locks a row that the senders' lanes work on.
-- New tables only, no locks. Undo by hand: drop them in reverse order.

create table notice_links (
  delivery_id uuid primary key references deliveries,
  -- Wrong digits since the link was sent, or since it was last unlocked.
  tries integer not null default 0 check (tries between 0 and 5),
  locked_at timestamptz,
  unlocked_at timestamptz,
  unlocked_by uuid references staff,
  -- The first time that somebody gave the right digits. Opening the page is never recorded.
  first_read_at timestamptz,
  -- When the counsellor was told that the roster has no number to compare with.
  no_phone_told_at timestamptz
);
create index notice_links_locked on notice_links (locked_at) where locked_at is not null;

create table notice_replies (
  reply_id uuid primary key,
  delivery_id uuid not null references deliveries,
  -- Drawn with each form: sent twice, it is one reply.
  form_id text not null,
  words text not null,
  written_at timestamptz not null,
  -- The record that a member of staff made of it.
  contact_id uuid references contacts,
  unique (delivery_id, form_id)
);
