//! Questions to the call log: a page of it, and how many rows match.
//!
//! Each condition gives the ids of calls in their order, which is the order of their beginning; where there are two such ways
//! (words of the index, and a text), they are walked together. Nothing is counted further than anybody would leaf, and less far
//! where each call must be looked at.

use model::record::{CallStatus, CallTimes, CdrId, Direction, LegMedia, Outcome, Party};
use rusqlite::{Connection, Rows, Statement, params, params_from_iter, types::Value};
use serde::Deserialize;

use super::{
    body, escaped,
    index::word,
    rare::{LOOKED_AT_MAX, Rare, quoted},
};
use crate::{
    error::Error,
    nouns::{document, millis},
};

/// Rows that match and are counted; counting a million would take longer than showing a page of them.
pub const COUNTED_MAX: u64 = 50_000;

/// Steps that are walked along two ways at once, whatever is found.
const STEPS_MAX: u32 = 200_000;

/// Shortest text that the index of three-letter parts finds.
const PART: usize = 3;

/// Latest calls that are looked through for a shorter text.
const LOOKED_THROUGH: u32 = 10_000;

/// Which rows of the call log are wanted.
#[derive(Clone, Debug, Default)]
pub struct CdrQuery {
    /// Text that the dialled number, or a name or number of either side holds; empty matches all.
    pub search: String,
    /// What else must hold.
    pub filter: CdrFilter,
    /// Rows at most.
    pub limit: u32,
    /// Rows left out first.
    pub offset: u32,
    /// The oldest first, in place of the newest.
    pub oldest_first: bool,
}

/// What must hold of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CdrFilter {
    /// It began then or later.
    pub from_ms: Option<u64>,
    /// It began before then.
    pub to_ms: Option<u64>,
    /// How it went.
    pub status: Option<CallStatus>,
    /// Which way it went.
    pub direction: Option<Direction>,
    /// This user called or was called.
    pub user: Option<u32>,
    /// This line did.
    pub line: Option<u32>,
    /// It came or left by this trunk.
    pub trunk: Option<u32>,
}

/// A page of the call log.
#[derive(Clone, Debug, PartialEq)]
pub struct CdrPage {
    /// Its rows.
    pub rows: Vec<CdrHead>,
    /// How many rows match in all, as far as was counted.
    pub total: u64,
    /// Whether all of them were counted.
    pub is_exact: bool,
}

/// A row of the call log, without what only a look at one call needs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct CdrHead {
    /// The identity.
    pub id: CdrId,
    /// When it began, was answered, ended.
    pub times: CallTimes,
    /// Who called.
    pub caller: Party,
    /// Who was called, once that is known.
    pub callee: Party,
    /// What was dialled.
    pub dialled: String,
    /// Name of the context that it was dialled in.
    pub context: String,
    /// Where routing sent it, in words.
    pub destination: String,
    /// How it went.
    pub outcome: Outcome,
    /// Media of each leg, the caller's first.
    #[serde(default)]
    pub media: Vec<LegMedia>,
}

/// Lists rows, and counts those that match.
pub(crate) fn list(db: &Connection, query: &CdrQuery) -> Result<CdrPage, Error> {
    let ways = Way::all(db, query)?;
    if ways.is_empty() {
        return by_time(db, query);
    }
    let mut statements = ways.iter().map(|way| way.prepare(db)).collect::<Result<Vec<_>, _>>()?;
    let mut walks = statements
        .iter_mut()
        .zip(&ways)
        .map(|(statement, way)| Ok(Walk { rows: statement.query(params_from_iter(&way.values))? }))
        .collect::<Result<Vec<_>, Error>>()?;
    let rare = ways.iter().find_map(|way| way.rare.as_ref());
    let most = if rare.is_some() { LOOKED_AT_MAX } else { COUNTED_MAX };
    let found = walk(&mut walks, query, most, |id| rare.map_or(Ok(true), |rare| rare.is_in(db, id)))?;
    let is_partial = ways.iter().any(|way| way.is_partial);
    let rows = rows(db, &found.ids, query.oldest_first)?;
    Ok(CdrPage { rows, total: found.total, is_exact: found.is_exact && !is_partial })
}

/// Lists the rows of a time: an index alone leads to them and counts them.
fn by_time(db: &Connection, query: &CdrQuery) -> Result<CdrPage, Error> {
    let from = query.filter.from_ms.map_or(0, millis);
    let to = query.filter.to_ms.map_or(i64::MAX, millis);
    let total: i64 = db
        .prepare_cached(
            "select count(*) from (select 1 from cdr where started_ms >= $1 and started_ms < $2 limit $3)",
        )?
        .query_row([from, to, millis(COUNTED_MAX + 1)], |row| row.get(0))?;
    let counted = u64::try_from(total).unwrap_or(0);
    // The order of the index: nothing is sorted, however far the page is.
    let order = if query.oldest_first { "asc" } else { "desc" };
    let sql = format!(
        "select id from cdr where started_ms >= $1 and started_ms < $2 order by started_ms {order}, status {order}, id {order} limit $3 offset $4"
    );
    let ids: Vec<i64> = db
        .prepare_cached(&sql)?
        .query_map(params![from, to, query.limit, query.offset], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let rows = rows(db, &ids, query.oldest_first)?;
    Ok(CdrPage { rows, total: counted.min(COUNTED_MAX), is_exact: counted <= COUNTED_MAX })
}

/// Reads rows by their ids, in their order.
fn rows(db: &Connection, ids: &[i64], oldest_first: bool) -> Result<Vec<CdrHead>, Error> {
    let order = if oldest_first { "asc" } else { "desc" };
    let sql =
        format!("select body from cdr where id in (select value from json_each($1)) order by id {order}");
    let list = serde_json::to_string(ids).unwrap_or_default();
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map([list], body)?;
    found.map(|body| document("call", &body?)).collect()
}

/// A way to the calls that one condition holds for: a question that gives their ids in order.
struct Way {
    sql: String,
    values: Vec<Value>,
    /// Not all calls are looked at.
    is_partial: bool,
    /// It leads to more calls than those: each must be looked at.
    rare: Option<Rare>,
}

impl Way {
    /// Gives the ways to all calls that are wanted, one or two; none where only their time matters.
    fn all(db: &Connection, query: &CdrQuery) -> Result<Vec<Self>, Error> {
        let between = between(db, &query.filter)?;
        let order = if query.oldest_first { "asc" } else { "desc" };
        let search = query.search.trim();
        let by_text = match search.chars().count() {
            0 => None,
            PART.. => Some(Self::by_text(db, query, between, order)?),
            _ => Some(Self::by_looking(search, between, order)),
        };
        Ok(by_text.into_iter().chain(Self::by_words(&query.filter, between, order)).collect())
    }

    fn by_words(filter: &CdrFilter, (first, last): (i64, i64), order: &str) -> Option<Self> {
        let CdrFilter { status, direction, user, line, trunk, from_ms: _, to_ms: _ } = *filter;
        if let Some(CallStatus::InProgress) = status {
            // Those are not in the index; there are few of them.
            let sql = format!(
                "select id from cdr where ended_ms is null and id between ?1 and ?2 order by id {order}"
            );
            return Some(Self {
                sql,
                values: vec![first.into(), last.into()],
                is_partial: false,
                rare: None,
            });
        }
        let words = [
            user.map(word::of_user),
            line.map(word::of_line),
            trunk.map(word::of_trunk),
            status.map(word::of_status),
            direction.map(word::of_direction),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        let sql = format!(
            "select rowid from cdr_key where cdr_key match ?1 and rowid between ?2 and ?3 order by rowid {order}"
        );
        let values = vec![words.join(" AND ").into(), first.into(), last.into()];
        (!words.is_empty()).then_some(Self { sql, values, is_partial: false, rare: None })
    }

    fn by_text(
        db: &Connection,
        query: &CdrQuery,
        (first, last): (i64, i64),
        order: &str,
    ) -> Result<Self, Error> {
        let sql = format!(
            "select rowid from cdr_text where cdr_text match ?1 and rowid between ?2 and ?3 order by rowid {order}"
        );
        let search = query.search.trim();
        // A page further back than calls are looked at is found by the whole text, however long that takes.
        let is_near = u64::from(query.offset) + u64::from(query.limit) <= LOOKED_AT_MAX;
        let rare = if is_near { Rare::of(db, search)? } else { None };
        let phrase = rare.as_ref().map_or_else(|| quoted(search), |rare| rare.parts.clone());
        let values = vec![phrase.into(), first.into(), last.into()];
        Ok(Self { sql, values, is_partial: false, rare })
    }

    fn by_looking(search: &str, (first, last): (i64, i64), order: &str) -> Self {
        let sql = format!(
            "select cdr.id from (select id as latest from cdr where id between ?2 and ?3 order by id desc
                limit {LOOKED_THROUGH}) cross join cdr on cdr.id = latest
             where cdr.caller like ?1 escape '\\' or cdr.dialled like ?1 escape '\\' order by cdr.id {order}"
        );
        let like = format!("%{}%", escaped(search));
        Self { sql, values: vec![like.into(), first.into(), last.into()], is_partial: true, rare: None }
    }

    fn prepare<'d>(&self, db: &'d Connection) -> Result<Statement<'d>, Error> {
        Ok(db.prepare(&self.sql)?)
    }
}

/// Gives the ids of the first and the last call that began within the filter's time. A call's id grows with its beginning.
fn between(db: &Connection, filter: &CdrFilter) -> Result<(i64, i64), Error> {
    let first_since = |at: u64| -> Result<Option<i64>, Error> {
        let sql = "select id from cdr where started_ms >= $1 order by started_ms, id limit 1";
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([millis(at)])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    };
    let first = filter.from_ms.map(first_since).transpose()?.map_or(0, |id| id.unwrap_or(i64::MAX));
    let last = match filter.to_ms.map(first_since).transpose()?.flatten() {
        Some(after) => after.saturating_sub(1),
        None => i64::MAX,
    };
    Ok((first, last))
}

/// A walk along a way.
struct Walk<'s> {
    rows: Rows<'s>,
}

impl Walk<'_> {
    fn next(&mut self) -> Result<Option<i64>, Error> {
        Ok(self.rows.next()?.map(|row| row.get(0)).transpose()?)
    }
}

/// What a walk came by.
#[derive(Debug, Default)]
struct Found {
    ids: Vec<i64>,
    total: u64,
    looked_at: u64,
    is_exact: bool,
}

impl Found {
    fn meet(&mut self, id: i64, query: &CdrQuery, is_wanted: bool) {
        self.looked_at += 1;
        if !is_wanted {
            return;
        }
        let on_page = u64::from(query.offset)..u64::from(query.offset) + u64::from(query.limit);
        if on_page.contains(&self.total) {
            self.ids.push(id);
        }
        self.total += 1;
    }

    /// Whether nothing more is wanted: the page is whole, and enough was counted.
    fn is_enough(&self, query: &CdrQuery, most: u64) -> bool {
        self.looked_at >= most && self.total >= u64::from(query.offset) + u64::from(query.limit)
    }
}

/// Walks along one way, or along two at once; looks at each call that it comes by, at `most` once the page is whole.
fn walk(
    walks: &mut [Walk<'_>],
    query: &CdrQuery,
    most: u64,
    is_wanted: impl Fn(i64) -> Result<bool, Error>,
) -> Result<Found, Error> {
    let mut found = Found { is_exact: true, ..Found::default() };
    match walks {
        [only] => {
            while let Some(id) = only.next()? {
                if found.is_enough(query, most) {
                    found.is_exact = false;
                    break;
                }
                found.meet(id, query, is_wanted(id)?);
            }
        }
        [one, other] => {
            let (mut left, mut right) = (one.next()?, other.next()?);
            let mut steps = 0;
            while let (Some(a), Some(b)) = (left, right) {
                steps += 1;
                if steps > STEPS_MAX || (a == b && found.is_enough(query, most)) {
                    found.is_exact = false;
                    break;
                }
                if a == b {
                    found.meet(a, query, is_wanted(a)?);
                }
                // Whoever is behind goes on; both where they met.
                let is_left_behind = if query.oldest_first { a <= b } else { a >= b };
                let is_right_behind = if query.oldest_first { b <= a } else { b >= a };
                if is_left_behind {
                    left = one.next()?;
                }
                if is_right_behind {
                    right = other.next()?;
                }
            }
        }
        _ => {}
    }
    Ok(found)
}
