//! Questions to the call log: a page of it, and how many rows match. An index leads to the page and counts what matches; where
//! several conditions leave no such way, rows are counted no further than anybody would leaf.

use model::record::{CallStatus, CallTimes, CdrId, Direction, Outcome, Party};
use rusqlite::{Connection, params_from_iter, types::Value};
use serde::Deserialize;

use super::{LINE, TRUNK, USER, body, direction, escaped, status};
use crate::{
    error::Error,
    nouns::{document, millis},
};

/// Rows that are counted one by one, where a filter leaves it no other way: nobody leafs further, and a million takes too long.
pub const COUNTED_MAX: u32 = 10_000;

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
}

/// Lists rows, and counts those that match.
pub(crate) fn list(db: &Connection, query: &CdrQuery) -> Result<CdrPage, Error> {
    let asked = Asked::of(query);
    let (total, is_exact) = asked.count(db)?;
    let rows = asked.page(db, query)?;
    Ok(CdrPage { rows, total, is_exact })
}

/// The way in by time alone.
const CALLS: &str = "cdr";

/// A question in SQL.
struct Asked {
    /// The way in, which gives the rows in order.
    from: String,
    conditions: Vec<String>,
    /// The columns of the way in that are ordered by; the last is the call's id.
    order: &'static [&'static str],
    values: Vec<Value>,
    /// An index alone counts what matches.
    is_counted_by_index: bool,
    /// Not all rows are looked through.
    is_partial: bool,
}

impl Asked {
    fn of(query: &CdrQuery) -> Self {
        let (filter, search) = (&query.filter, query.search.trim());
        let parties = [(LINE, filter.line), (USER, filter.user), (TRUNK, filter.trunk)];
        let mut parties = parties.into_iter().filter_map(|(noun, id)| Some((noun, id?)));
        let mut asked = match search.chars().count() {
            0 => parties.next().map_or_else(Self::by_time, Self::by_party),
            PART.. => Self::by_text(search),
            _ => Self::by_looking(search),
        };
        asked.within(filter);
        for party in parties {
            asked.of_party(party);
        }
        let words =
            [("cdr.status", filter.status.map(status)), ("cdr.direction", filter.direction.map(direction))];
        let words: Vec<_> = words.into_iter().filter_map(|(column, word)| Some((column, word?))).collect();
        // Each has an index of its own with the time, and none has both.
        asked.is_counted_by_index &= words.is_empty() || (words.len() == 1 && asked.from == CALLS);
        for (column, word) in words {
            asked.need_row();
            let word = asked.bind(Value::Text(word.to_owned()));
            asked.conditions.push(format!("{column} = {word}"));
        }
        asked
    }

    fn new(from: &str, order: &'static [&'static str]) -> Self {
        Self {
            from: from.to_owned(),
            conditions: vec!["true".to_owned()],
            order,
            values: vec![],
            is_counted_by_index: true,
            is_partial: false,
        }
    }

    fn by_time() -> Self {
        Self::new(CALLS, &["cdr.started_ms", "cdr.id"])
    }

    fn by_party((noun, id): (&'static str, u32)) -> Self {
        let mut asked = Self::new("cdr_party", &["cdr_party.started_ms", "cdr_party.cdr"]);
        let (noun, id) = (asked.bind(Value::Text(noun.to_owned())), asked.bind(Value::Integer(id.into())));
        asked.conditions.push(format!("cdr_party.noun = {noun} and cdr_party.noun_id = {id}"));
        asked
    }

    fn by_text(search: &str) -> Self {
        let mut asked = Self::new("cdr_text", &["cdr_text.rowid"]);
        asked.is_counted_by_index = false;
        // In quotes it is one phrase, and nothing in it has a meaning of its own.
        let phrase = asked.bind(Value::Text(format!("\"{}\"", search.replace('"', "\"\""))));
        asked.conditions.push(format!("cdr_text match {phrase}"));
        asked
    }

    fn by_looking(search: &str) -> Self {
        let latest = format!(
            "(select id as latest from cdr order by started_ms desc, id desc limit {LOOKED_THROUGH}) cross join cdr on cdr.id = latest"
        );
        let mut asked = Self::new(&latest, &["cdr.id"]);
        (asked.is_counted_by_index, asked.is_partial) = (false, true);
        let like = asked.bind(Value::Text(format!("%{}%", escaped(search))));
        asked
            .conditions
            .push(format!("(cdr.caller like {like} escape '\\' or cdr.dialled like {like} escape '\\')"));
        asked
    }

    /// Asks for a time of beginning.
    fn within(&mut self, filter: &CdrFilter) {
        for (relation, at) in [(">=", filter.from_ms), ("<", filter.to_ms)] {
            let Some(at) = at else { continue };
            let at = self.bind(Value::Integer(millis(at)));
            let condition = match self.order {
                [started, _] => format!("{started} {relation} {at}"),
                _ if self.from.starts_with("cdr_text") => {
                    // The first call from then on: none where there is no such call.
                    let first = format!(
                        "(select id from cdr where started_ms >= {at} order by started_ms, id limit 1)"
                    );
                    format!("cdr_text.rowid {relation} ifnull({first}, {})", i64::MAX)
                }
                _ => format!("cdr.started_ms {relation} {at}"),
            };
            self.conditions.push(condition);
        }
    }

    /// Asks for one more party.
    fn of_party(&mut self, (noun, id): (&'static str, u32)) {
        self.is_counted_by_index = false;
        self.need_row();
        let (noun, id) = (self.bind(Value::Text(noun.to_owned())), self.bind(Value::Integer(id.into())));
        self.conditions.push(format!(
            "exists (select 1 from cdr_party as other where other.noun = {noun} and other.noun_id = {id}
                and other.started_ms = cdr.started_ms and other.cdr = cdr.id)"
        ));
    }

    /// Looks at the row too, where the way in is another table.
    fn need_row(&mut self) {
        if let ("cdr_text" | "cdr_party", Some(id)) = (self.from.as_str(), self.order.last()) {
            self.from = format!("{} cross join cdr on cdr.id = {id}", self.from);
        }
    }

    fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn count(&self, db: &Connection) -> Result<(u64, bool), Error> {
        let (from, conditions) = (&self.from, self.conditions.join(" and "));
        let sql = match self.is_counted_by_index {
            true => format!("select count(*) from {from} where {conditions}"),
            false => {
                let most = u64::from(COUNTED_MAX) + 1;
                format!("select count(*) from (select 1 from {from} where {conditions} limit {most})")
            }
        };
        let counted =
            db.prepare_cached(&sql)?.query_row(params_from_iter(&self.values), |row| row.get::<_, i64>(0))?;
        let counted = u64::try_from(counted).unwrap_or(0);
        match self.is_counted_by_index {
            true => Ok((counted, true)),
            false => {
                let most = u64::from(COUNTED_MAX);
                Ok((counted.min(most), counted <= most && !self.is_partial))
            }
        }
    }

    fn page(&self, db: &Connection, query: &CdrQuery) -> Result<Vec<CdrHead>, Error> {
        let direction = if query.oldest_first { "asc" } else { "desc" };
        let order: Vec<String> = self.order.iter().map(|column| format!("{column} {direction}")).collect();
        let id = self.order.last().copied().unwrap_or_default();
        let (from, conditions, order) = (&self.from, self.conditions.join(" and "), order.join(", "));
        // The ids first: of rows that are left out no body is read.
        let sql = format!(
            "select body from cdr where id in
                (select {id} from {from} where {conditions} order by {order} limit {} offset {})
             order by id {direction}",
            query.limit, query.offset
        );
        let mut statement = db.prepare(&sql)?;
        let found = statement.query_map(params_from_iter(&self.values), body)?;
        found.map(|body| document("call", &body?)).collect()
    }
}
