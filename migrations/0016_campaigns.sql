-- What a college means to tell all its parents' groups in a term: anti-fraud topics by season, spending, holidays, the weekly
-- line. Proposed by the program, accepted, edited and stopped by the college's leader. States and legal moves are written at
-- the top of src/notice/campaign/campaign-states.ts. New tables only; no lock on others. Undo by hand: drop both.

create table campaigns (
  campaign_id uuid primary key,
  college_id uuid not null references colleges,
  -- 2026-2027-1
  term text not null,
  -- The leader who stands for it: the notices bear this person's name and reach as far as this person does.
  staff_id uuid not null references staff,
  status text not null default 'active' check (status in ('active', 'stopped')),
  accepted_at timestamptz not null,
  stopped_at timestamptz,
  stopped_by uuid references staff
);
create unique index campaigns_active on campaigns (college_id, term) where status = 'active';

create table campaign_items (
  item_id uuid primary key,
  campaign_id uuid not null references campaigns,
  -- What people call it: 计划3.
  number integer not null,
  due_at timestamptz not null,
  -- `send` makes a notice by itself; `remind` asks the counsellors to write one, because only people know its facts.
  action text not null check (action in ('send', 'remind')),
  kind text not null,
  topic text,
  season text not null,
  -- What the season alone does not say: the days of a holiday.
  about text,
  status text not null default 'planned' check (status in ('planned', 'sent', 'reminded', 'skipped', 'failed', 'dropped')),
  ran_at timestamptz,
  notice_id uuid references notices,
  error_code text,
  unique (campaign_id, number)
);
create index campaign_items_due on campaign_items (due_at) where status = 'planned';
