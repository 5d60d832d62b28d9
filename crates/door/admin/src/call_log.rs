//! The call log: what became of every call, and why.

use std::sync::Arc;

use model::{
    Cdr, Problem,
    record::{CallTimes, LegMedia, Outcome, Party},
};
use serde::Serialize;
use store::CdrQuery;
use utoipa::ToSchema;

use crate::{
    acts::Admin,
    error::Error,
    listing::{Page, Query},
};

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
    /// What was dialled.
    pub dialled: String,
    /// The context that it was dialled in.
    pub context: String,
    /// Where routing sent it, in words.
    pub destination: String,
    /// How it went.
    pub outcome: Outcome,
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
    pub async fn call_logs(self: &Arc<Self>, query: &Query) -> Result<Page<CallLogRow>, Error> {
        let oldest_first = match query.ordering() {
            None | Some(("started", true)) => false,
            Some(("started", false)) => true,
            Some(_) => {
                return Err(Error::field("order", Problem::UnknownWord { known: "started, -started" }));
            }
        };
        let wanted = CdrQuery {
            search: query.search.clone().unwrap_or_default(),
            limit: query.limit(),
            offset: query.offset(),
            oldest_first,
        };
        let (rows, total) = self.read(move |reader| reader.cdrs(&wanted)).await?;
        Ok(Page { items: rows.into_iter().map(CallLogRow::from).collect(), total })
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

impl From<Cdr> for CallLogRow {
    fn from(cdr: Cdr) -> Self {
        Self {
            id: cdr.id.0.to_string(),
            talk_ms: cdr.times.talk_ms(),
            times: cdr.times,
            caller: cdr.caller,
            callee: cdr.callee,
            dialled: cdr.dialled,
            context: cdr.context,
            destination: cdr.destination,
            outcome: cdr.outcome,
        }
    }
}

impl From<Cdr> for CallLogEntry {
    fn from(mut cdr: Cdr) -> Self {
        let (media, trace) = (std::mem::take(&mut cdr.media), std::mem::take(&mut cdr.trace));
        let words = serde_json::from_str::<routing::Trace>(&trace).map(|trace| trace.words());
        Self {
            media,
            words: words.unwrap_or_default().lines().map(str::to_owned).collect(),
            trace: serde_json::from_str(&trace).unwrap_or_default(),
            call: cdr.into(),
        }
    }
}
