-- The configuration: one document a noun (docs/decisions/0004-rows-of-json.md). Its passwords stand apart, by the path of
-- their field: a document can then be shown, and logged, as it is.
create table noun (
    kind    text    not null,
    id      integer not null,
    body    text    not null check (json_valid(body)),
    secrets text    not null check (json_valid(secrets)),
    primary key (kind, id)
) strict, without rowid;

-- Every change of the configuration, the newest last: who, when, what in words, and the documents before and after.
create table revision (
    number  integer primary key,
    at_ms   integer not null,
    author  text    not null,
    summary text    not null,
    edits   text    not null check (json_valid(edits))
) strict;

-- What is registered with us, so that a restart loses nobody.
create table binding (
    owner      text    not null,
    contact    text    not null,
    expires_ms integer not null,
    body       text    not null check (json_valid(body)),
    primary key (owner, contact)
) strict, without rowid;

-- The call log: one row a call. ended_ms is null while it lasts.
create table cdr (
    id          integer primary key,
    started_ms  integer not null,
    answered_ms integer,
    ended_ms    integer,
    caller      text    not null,
    dialled     text    not null,
    status      text    not null,
    body        text    not null check (json_valid(body))
) strict;
create index cdr_started on cdr (started_ms);

-- API tokens: only their SHA-256 is kept.
create table token (
    id         integer primary key autoincrement,
    name       text    not null unique,
    sha256     blob    not null unique,
    created_ms integer not null
) strict;

-- Single values: the highest id that was ever given, the seed of what must not be guessed.
create table setting (
    name  text primary key,
    value text not null
) strict, without rowid;
