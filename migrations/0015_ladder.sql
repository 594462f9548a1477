-- The next step to a family whom a notice did not reach, or who did not confirm it; reminders of it; and what was offered to
-- the sender. `alter table deliveries` takes a short exclusive lock and rewrites nothing; the new unique key is built under
-- it (well under a second for 100,000 rows).
-- Undo by hand: drop table ladder_offers; delete the rows with rung <> 'first'; drop the columns rung and follows; add
-- unique (notice_id, target_key).

alter table deliveries
  -- `first`: what the confirmation of the notice made. `reminder_1`, `reminder_2`: 催一下. `group_1` …, `call`, `guardian_1` …,
  -- `letter`: steps that the sender confirmed (src/delivery/ladder/).
  add column rung text not null default 'first' check (rung ~ '^(first|reminder_[12]|group_[1-9]|call|guardian_[1-9]|letter)$'),
  -- A reminder carries the personal link of the delivery that it is about.
  add column follows uuid references deliveries;
alter table deliveries drop constraint deliveries_notice_id_target_key_key;
alter table deliveries add constraint deliveries_notice_id_target_key_rung_key unique (notice_id, target_key, rung);

-- Which next step was offered to whom, once each; the offers of one message share a batch.
create table ladder_offers (
  notice_id uuid not null references notices,
  student_id uuid not null references students,
  rung text not null,
  batch_id uuid not null,
  staff_id uuid not null references staff,
  offered_at timestamptz not null,
  primary key (notice_id, student_id, rung)
);
create index ladder_offers_batch on ladder_offers (batch_id);
create index ladder_offers_staff on ladder_offers (staff_id, offered_at);
