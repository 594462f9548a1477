-- Which words were in force when a notice was made: the template files of each version, kept once when the first notice of the
-- version is drafted. `notices.template_version` refers to it; no foreign key, because versions of before this migration
-- have no texts. New table only, no locks on others. Undo by hand: drop table template_versions.

create table template_versions (
  -- Digest of the files below it.
  template_version text not null,
  -- Relative to templates/: award, fraud/brushing.
  folder text not null,
  part text not null check (part in ('family', 'group', 'phone')),
  text text not null,
  primary key (template_version, folder)
);
