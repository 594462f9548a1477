-- Facts about students that come in by file (marks, absence, awards, warnings, registrations), and the private drafts that
-- are made of them, one per family. New tables; `alter table notices` takes a short exclusive lock and rewrites nothing.
-- Undo by hand: alter table notices drop columns batch_id, student_id, subject_key; drop draft_batches, facts, fact_imports.

create table fact_imports (
  import_id uuid primary key,
  imported_at timestamptz not null,
  -- Where the facts come from, as families read it: 教务处. And the day on which they were true.
  source text not null,
  as_of text not null,
  changes jsonb not null
);

-- The facts as the last file says. Facts of former terms may be deleted: notices keep their own words.
create table facts (
  fact_id uuid primary key,
  -- The import that brought the present content.
  import_id uuid not null references fact_imports,
  student_id uuid not null references students,
  kind text not null check (kind in ('mark', 'absence', 'award', 'warning', 'registration')),
  term text not null,
  -- What makes it the same fact when a corrected file comes: term and course, day and course …
  fact_key text not null,
  content jsonb not null,
  unique (student_id, kind, fact_key)
);
create index facts_term on facts (kind, term);
create index facts_import_id on facts (import_id);

-- The drafts of one kind that one import made, for all counsellors; whose a draft is stands in notices.staff_id.
create table draft_batches (
  batch_id uuid primary key,
  import_id uuid not null references fact_imports,
  kind text not null,
  created_at timestamptz not null
);
create index draft_batches_import_id on draft_batches (import_id);

alter table notices
  add column batch_id uuid references draft_batches,
  -- Of a draft made from facts: the one student whom it is about, and what about him or her, so that a corrected file finds
  -- what it corrects: `failed_courses:<student>:<term>`.
  add column student_id uuid references students,
  add column subject_key text;
create index notices_batch_open on notices (staff_id, batch_id) where status = 'draft' and batch_id is not null;
create index notices_batch_student on notices (student_id) where status = 'draft' and batch_id is not null;
create unique index notices_subject_open on notices (subject_key) where status = 'draft' and subject_key is not null;
create index notices_subject on notices (subject_key) where subject_key is not null;
