-- Notices that are not urgent and go out together at 18:00: the mark of the sender, until when a delivery waits for the
-- evening, and which deliveries went out in one text. The columns are added without rewriting the tables; the indexes hold few
-- rows. Undo by hand: set deliveries that wait (`digest_at` in the future) to `queued`, drop the columns.

alter table notices add column is_low boolean not null default false;

alter table deliveries
  -- The evening (domain clock) for which it waits or waited; null = it does not wait for one.
  add column digest_at timestamptz,
  -- The same for all that one text carried or carries; set by the claim (src/delivery/call/joined.store.ts). Its lowest `seq`
  -- is the one whose call it is.
  add column joined_id uuid;
create index deliveries_low_open on deliveries (lane_key, seq)
  where digest_at is not null and status in ('queued', 'waiting_quiet_hours', 'sending');
create index deliveries_joined on deliveries (joined_id) where joined_id is not null;
