-- What the call log is filtered by: the direction as a column, whose calls they were in a table of its own, and what people
-- type in an index of three-letter parts. Each gives the calls in order: a call's id grows with its beginning.
alter table cdr add column direction text not null default 'internal';
update cdr set direction = case
    when json_extract(body, '$.caller.trunk') is not null then 'inbound'
    when json_extract(body, '$.callee.trunk') is not null then 'outbound'
    else 'internal' end;
create index cdr_direction on cdr (direction, started_ms);
create index cdr_status on cdr (status, started_ms);
create index cdr_open on cdr (id) where ended_ms is null;

create table cdr_party (
    noun       text    not null,
    noun_id    integer not null,
    started_ms integer not null,
    cdr        integer not null,
    primary key (noun, noun_id, started_ms, cdr)
) strict, without rowid;
insert or ignore into cdr_party
    select 'user', json_extract(body, '$.caller.user'), started_ms, id from cdr
        where json_extract(body, '$.caller.user') is not null
    union all
    select 'line', json_extract(body, '$.caller.line'), started_ms, id from cdr
        where json_extract(body, '$.caller.line') is not null
    union all
    select 'trunk', json_extract(body, '$.caller.trunk'), started_ms, id from cdr
        where json_extract(body, '$.caller.trunk') is not null
    union all
    select 'user', json_extract(body, '$.callee.user'), started_ms, id from cdr
        where json_extract(body, '$.callee.user') is not null
    union all
    select 'line', json_extract(body, '$.callee.line'), started_ms, id from cdr
        where json_extract(body, '$.callee.line') is not null
    union all
    select 'trunk', json_extract(body, '$.callee.trunk'), started_ms, id from cdr
        where json_extract(body, '$.callee.trunk') is not null;

create virtual table cdr_text using fts5 (text, tokenize = 'trigram remove_diacritics 1', content = '', contentless_delete = 1);
insert into cdr_text (rowid, text)
    select id, concat_ws(char(10), dialled,
        json_extract(body, '$.caller.name'), json_extract(body, '$.caller.number'),
        json_extract(body, '$.caller.line_name'), json_extract(body, '$.caller.trunk_name'),
        json_extract(body, '$.callee.name'), json_extract(body, '$.callee.number'),
        json_extract(body, '$.callee.line_name'), json_extract(body, '$.callee.trunk_name'))
    from cdr where ended_ms is not null;
