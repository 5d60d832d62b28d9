-- The passwords of a revision's documents, apart from them as in table noun: a list as long as edits, null where a change was
-- written before this release. And what pages say of a revision, as data.
alter table revision add column secrets text check (secrets is null or json_valid(secrets));
alter table revision add column details text not null default '{}' check (json_valid(details));

-- Acts that change no noun, or that somebody may have to answer for: who did what to what, when.
create table audit (
    id     integer primary key autoincrement,
    at_ms  integer not null,
    author text    not null,
    act    text    not null,
    body   text    not null check (json_valid(body))
) strict;
create index audit_at on audit (at_ms);
