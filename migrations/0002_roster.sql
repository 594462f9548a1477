-- Who there is: colleges, classes, staff, students, guardians, parents' groups. People who leave are archived, never
-- deleted, because records point to them. New tables only. Undo by hand: drop them in reverse order.

create table colleges (
  college_id uuid primary key,
  name text not null unique
);

create table staff (
  staff_id uuid primary key,
  staff_no text not null unique,
  name text not null,
  role text not null check (role in ('counsellor', 'class_teacher', 'subject_teacher', 'college_leader', 'student_affairs', 'admin')),
  college_id uuid references colleges,
  phone text,
  -- Compared without regard to case: see the indexes below.
  wecom_user_id text,
  dingtalk_user_id text,
  archived_at timestamptz
);
create unique index staff_wecom_user_id on staff (lower(wecom_user_id)) where archived_at is null;
create unique index staff_dingtalk_user_id on staff (lower(dingtalk_user_id)) where archived_at is null;

create table classes (
  class_id uuid primary key,
  name text not null unique,
  college_id uuid not null references colleges,
  grade text,
  counsellor_id uuid not null references staff,
  class_teacher_id uuid references staff,
  archived_at timestamptz
);
create index classes_counsellor_id on classes (counsellor_id);
create index classes_class_teacher_id on classes (class_teacher_id);

create table students (
  student_id uuid primary key,
  student_no text not null unique,
  name text not null,
  gender text,
  class_id uuid not null references classes,
  phone text,
  attention_level text not null default 'general' check (attention_level in ('special', 'key', 'general')),
  attention_reason text,
  status text not null default 'enrolled' check (status in ('enrolled', 'suspended', 'withdrawn', 'graduated')),
  archived_at timestamptz
);
create index students_class_id on students (class_id);

create table guardians (
  guardian_id uuid primary key,
  student_id uuid not null references students,
  name text not null,
  relation text not null,
  phone text,
  contact_order integer not null default 1,
  is_emergency_only boolean not null default false,
  -- Not null = never to be contacted; the reason is shown to nobody but the counsellor.
  do_not_contact_reason text,
  wecom_parent_user_id text,
  -- Whether the guardian follows 学校通知: null = not known.
  is_subscribed boolean,
  language text,
  archived_at timestamptz
);
create index guardians_student_id on guardians (student_id);
create index guardians_wecom_parent_user_id on guardians (wecom_parent_user_id);

create table parent_groups (
  group_id uuid primary key,
  -- A class's group or one family's own.
  class_id uuid references classes,
  student_id uuid references students,
  name text not null,
  platform text not null check (platform in ('wecom', 'wechat', 'qq', 'dingtalk')),
  chat_id text,
  -- The address holds the only credential of a group robot; sealed with SECRET_KEY.
  webhook_sealed text,
  owner_id uuid not null references staff,
  archived_at timestamptz,
  check ((class_id is null) <> (student_id is null))
);
create index parent_groups_class_id on parent_groups (class_id);
create index parent_groups_student_id on parent_groups (student_id);

create table roster_imports (
  import_id uuid primary key,
  imported_at timestamptz not null,
  source_hash text not null,
  changes jsonb not null
);
