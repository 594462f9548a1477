-- 停发 is remembered on the notice, also when nothing was left to cancel, so that nobody is reminded of it later. Wrong digits
-- are counted per student and day over all links of the family. A column without default and a new table: no rewrite, a short
-- lock on `notices`. Undo by hand: drop the column and the table.

alter table notices add column stopped_at timestamptz;
-- What was stopped before counts as stopped.
update notices n set stopped_at = n.confirmed_at
where n.status = 'confirmed'
  and exists (select 1 from deliveries d where d.notice_id = n.notice_id and d.status = 'cancelled' and d.rung = 'first');

create table link_guesses (
  student_id uuid primary key references students,
  -- The day of the domain's clock that `wrong` is about; another day begins with none.
  day date not null,
  wrong integer not null default 0
);
