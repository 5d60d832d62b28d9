//! The call log: what became of every call, and why.

use std::sync::Arc;

use model::{
    Cdr, Problem,
    record::{CallStatus, CallTimes, Direction, LegEncryption, LegMedia, Outcome, Party},
};
use serde::{Deserialize, Serialize};
use store::{CdrFilter, CdrHead, CdrQuery};
use utoipa::{IntoParams, ToSchema};

use crate::{
    acts::Admin,
    error::Error,
    listing::{self, Query},
};

/// The last moment that can be asked for: past it JavaScript's numbers have gaps.
const MOMENT_MAX_MS: u64 = (1 << 53) - 1;

/// Rows that can be left out: as many as are counted. To leave out a million, all of them would have to be walked over.
const OFFSET_MAX: u32 = 50_000;

/// Which calls of the log are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CallLogQuery {
    /// Text that the dialled number, or a name or number of either side holds, in any case. One or two characters are looked for
    /// in the latest 10,000 calls only.
    pub search: Option<String>,
    /// `-started` for the newest first, as where nothing is said; `started` for the oldest first.
    pub order: Option<String>,
    /// Rows at most; 1,000 where nothing is said. More than 10,000 are refused: `offset` leads on.
    #[param(format = Int64, maximum = 10_000)]
    #[serde(deserialize_with = "listing::limit")]
    pub limit: Option<u32>,
    /// Rows left out first, never more than 50,000: further back `to_ms` leads at once.
    #[param(format = Int64, maximum = 50_000)]
    pub offset: Option<u32>,
    /// Calls that began then or later, in milliseconds since the epoch.
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub from_ms: Option<u64>,
    /// Calls that began before then, in milliseconds since the epoch.
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub to_ms: Option<u64>,
    /// How they went.
    pub status: Option<CallStatus>,
    /// Which way they went.
    pub direction: Option<Direction>,
    /// The user who called or was called, by id.
    #[param(format = Int64, maximum = 4_294_967_295_i64)]
    pub user: Option<u32>,
    /// The trunk that they came or left by, by id.
    #[param(format = Int64, maximum = 4_294_967_295_i64)]
    pub trunk: Option<u32>,
    /// The line that called or was called, by id.
    #[param(format = Int64, maximum = 4_294_967_295_i64)]
    pub line: Option<u32>,
}

impl CallLogQuery {
    fn in_database(&self) -> Result<CdrQuery, Error> {
        let Self { search, order, limit, offset, .. } = self.clone();
        let list = Query { search, order, limit, offset };
        let oldest_first = match list.ordering() {
            None | Some(("started", true)) => false,
            Some(("started", false)) => true,
            Some((field, _)) => {
                return Err(Error::field("order", Problem::unknown_word(field, "started, -started")));
            }
        };
        for (field, ms) in [("from_ms", self.from_ms), ("to_ms", self.to_ms)] {
            if ms.is_some_and(|ms| ms > MOMENT_MAX_MS) {
                return Err(Error::field(field, Problem::BadForm { form: "milliseconds since the epoch" }));
            }
        }
        if list.offset() > OFFSET_MAX {
            return Err(Error::field("offset", Problem::OutOfRange { min: 0, max: OFFSET_MAX }));
        }
        // SQLite's searches end at a NUL, or fail on it.
        if list.search.as_ref().is_some_and(|search| search.contains('\0')) {
            return Err(Error::field("search", Problem::BadCharacters { allowed: "anything printable" }));
        }
        let filter = CdrFilter {
            from_ms: self.from_ms,
            to_ms: self.to_ms,
            status: self.status,
            direction: self.direction,
            user: self.user,
            line: self.line,
            trunk: self.trunk,
        };
        let (limit, offset) = (list.limit(), list.offset());
        Ok(CdrQuery { search: list.search.unwrap_or_default(), filter, limit, offset, oldest_first })
    }
}

/// A page of the call log.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CallLogPage {
    /// Its calls.
    pub items: Vec<CallLogRow>,
    /// How many calls match; at least so many where that is not exact.
    pub total: u64,
    /// Whether all that match were counted; no more than 50,000 are.
    pub total_is_exact: bool,
}

/// One call of the log.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CallLogRow {
    /// Its identity, as text: it has more digits than a JavaScript number holds.
    pub id: String,
    /// When it began, was answered, ended.
    pub times: CallTimes,
    /// How long the two spoke, in milliseconds.
    pub talk_ms: u64,
    /// Who called.
    pub caller: Party,
    /// Who was called, once that is known.
    pub callee: Party,
    /// Which way it went.
    pub direction: Direction,
    /// What was dialled.
    pub dialled: String,
    /// The context that it was dialled in.
    pub context: String,
    /// Where routing sent it, in words.
    pub destination: String,
    /// How it went.
    pub outcome: Outcome,
    /// What of each leg was encrypted, the caller's first; of those legs alone that had audio.
    pub encryption: Vec<LegEncryption>,
}

/// One call of the log with everything that is kept of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CallLogEntry {
    /// The call.
    #[serde(flatten)]
    pub call: CallLogRow,
    /// Media of each leg, caller's first.
    pub media: Vec<LegMedia>,
    /// Why it went there: the same steps as a what-if's.
    #[schema(value_type = Object)]
    pub trace: serde_json::Value,
    /// The trace in words, a line each.
    pub words: Vec<String>,
}

impl Admin {
    /// Lists calls, the newest first; `order = started` gives the oldest first.
    ///
    /// # Errors
    /// [`Error::Fields`] where it is to be ordered by something else; [`Error::Storage`].
    pub async fn call_logs(self: &Arc<Self>, query: &CallLogQuery) -> Result<CallLogPage, Error> {
        let wanted = query.in_database()?;
        let page = self.read(move |reader| reader.cdrs(&wanted)).await?;
        Ok(CallLogPage {
            items: page.rows.into_iter().map(CallLogRow::from).collect(),
            total: page.total,
            total_is_exact: page.is_exact,
        })
    }

    /// Reads one call of the log.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Storage`].
    pub async fn call_log(self: &Arc<Self>, id: &str) -> Result<CallLogEntry, Error> {
        let unknown = || Error::not_found("call", id);
        let number: u64 = id.parse().map_err(|_| unknown())?;
        let cdr = self.read(move |reader| reader.cdr(number)).await?.ok_or_else(unknown)?;
        Ok(CallLogEntry::from(cdr))
    }
}

impl From<CdrHead> for CallLogRow {
    fn from(call: CdrHead) -> Self {
        Self {
            id: call.id.0.to_string(),
            talk_ms: call.times.talk_ms(),
            times: call.times,
            direction: Direction::of(&call.caller, &call.callee),
            caller: call.caller,
            callee: call.callee,
            dialled: call.dialled,
            context: call.context,
            destination: call.destination,
            outcome: call.outcome,
            encryption: call.media.into_iter().map(|leg| leg.encryption).collect(),
        }
    }
}

impl From<Cdr> for CallLogRow {
    fn from(cdr: Cdr) -> Self {
        let Cdr { id, times, caller, callee, dialled, context, destination, outcome, media, .. } = cdr;
        CdrHead { id, times, caller, callee, dialled, context, destination, outcome, media }.into()
    }
}

impl From<Cdr> for CallLogEntry {
    fn from(mut cdr: Cdr) -> Self {
        let (media, trace) = (cdr.media.clone(), std::mem::take(&mut cdr.trace));
        let words = serde_json::from_str::<routing::Trace>(&trace).map(|trace| trace.words());
        Self {
            media,
            words: words.unwrap_or_default().lines().map(str::to_owned).collect(),
            trace: serde_json::from_str(&trace).unwrap_or_default(),
            call: cdr.into(),
        }
    }
}
