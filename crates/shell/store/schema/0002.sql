-- People who sign in to the web admin. The password is kept as its Argon2id hash, in the PHC string format.
create table administrator (
    id            integer primary key autoincrement,
    username      text    not null unique collate nocase,
    role          text    not null,
    language      text    not null,
    enabled       integer not null,
    password_hash text    not null,
    created_ms    integer not null,
    last_login_ms integer
) strict;

-- Who is signed in: the SHA-256 of the cookie, since when, and when the browser was last heard of.
create table session (
    sha256           blob    primary key,
    administrator_id integer not null references administrator (id) on delete cascade,
    started_ms       integer not null,
    seen_ms          integer not null
) strict, without rowid;
create index session_administrator on session (administrator_id);

-- Tokens made before roles could do everything, and go on so.
alter table token add column role text not null default 'administrator';
alter table token add column expires_ms integer;
alter table token add column last_used_ms integer;
alter table token add column author text not null default '';
