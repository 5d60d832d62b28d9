//! The call log as a CSV file. It may be long, so it is read page by page: no question holds the database for longer than one.

use std::{iter, sync::Arc};

use model::record::{CallStatus, Direction, LegEncryption};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::{chosen, date::rfc3339, piece};
use crate::{
    acts::Admin,
    call_log::{CallLogQuery, CallLogRow},
    error::Error,
};

/// The columns of the file.
const COLUMNS: [&str; 22] = [
    "id",
    "started",
    "answered",
    "ended",
    "talk_seconds",
    "direction",
    "caller_name",
    "caller_number",
    "caller_line",
    "caller_trunk",
    "callee_name",
    "callee_number",
    "callee_line",
    "callee_trunk",
    "dialled",
    "context",
    "destination",
    "status",
    "sip_code",
    "reason",
    "hangup_by",
    "encryption",
];

/// Rows that are read at once.
const PAGE: u32 = 5_000;

/// Which calls and columns the file has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CallSheetQuery {
    /// As in the list.
    pub search: Option<String>,
    /// `-started` for the newest first, as where nothing is said; `started` for the oldest first.
    pub order: Option<String>,
    /// The columns of the file, with commas between; a wrong one is refused with those that there are.
    pub columns: Option<String>,
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

/// The file, piece by piece.
pub struct CallSheet {
    admin: Arc<Admin>,
    query: CallLogQuery,
    columns: Vec<String>,
    next: Next,
}

/// What comes next.
enum Next {
    Head(Vec<CallLogRow>),
    Page,
    Nothing,
}

impl Admin {
    /// Writes calls of the log as a CSV file.
    ///
    /// # Errors
    /// [`Error::Fields`] where it is to be ordered by something else, or to have a column that there is not; [`Error::Storage`].
    pub async fn call_sheet(self: &Arc<Self>, query: &CallSheetQuery) -> Result<CallSheet, Error> {
        let columns = chosen(query.columns.as_deref(), &COLUMNS, &[])?;
        let CallSheetQuery {
            search,
            order,
            columns: _,
            from_ms,
            to_ms,
            status,
            direction,
            user,
            trunk,
            line,
        } = query.clone();
        let (limit, offset) = (Some(PAGE), Some(0));
        let query = CallLogQuery {
            search,
            order,
            limit,
            offset,
            from_ms,
            to_ms,
            status,
            direction,
            user,
            trunk,
            line,
        };
        let mut sheet = CallSheet { admin: Arc::clone(self), query, columns, next: Next::Page };
        // What is asked wrongly, or cannot be read, is said before the file begins.
        sheet.next = Next::Head(sheet.page().await?);
        Ok(sheet)
    }
}

impl CallSheet {
    /// Gives the next piece; none after the last.
    ///
    /// # Errors
    /// [`Error::Storage`]: then the file is not whole.
    pub async fn piece(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let head = match std::mem::replace(&mut self.next, Next::Page) {
            Next::Head(rows) => Some(rows),
            Next::Page => None,
            Next::Nothing => {
                self.next = Next::Nothing;
                return Ok(None);
            }
        };
        let names = head.is_some().then(|| self.columns.clone());
        let rows = match head {
            Some(rows) => rows,
            None => self.page().await?,
        };
        let is_last = rows.len() < PAGE as usize;
        self.go_on_after(&rows);
        let texts = rows.into_iter().map(|row| self.cells(row));
        let written = piece(names.into_iter().chain(texts));
        if is_last {
            self.next = Next::Nothing;
        }
        Ok(Some(written))
    }

    async fn page(&self) -> Result<Vec<CallLogRow>, Error> {
        Ok(self.admin.call_logs(&self.query).await?.items)
    }

    /// Asks for what comes after these rows: by the time of the last, and by how many of that very time were seen. New calls that
    /// come in meanwhile shift nothing.
    fn go_on_after(&mut self, rows: &[CallLogRow]) {
        let Some(last) = rows.last().map(|row| row.times.start_ms) else { return };
        let oldest_first = self.query.order.as_deref() == Some("started");
        let before = if oldest_first { &mut self.query.from_ms } else { &mut self.query.to_ms };
        let bound = if oldest_first { last } else { last.saturating_add(1) };
        let seen = rows.iter().rev().take_while(|row| row.times.start_ms == last).count();
        let seen = u32::try_from(seen).unwrap_or(u32::MAX);
        let earlier = if *before == Some(bound) { self.query.offset.unwrap_or(0) } else { 0 };
        *before = Some(bound);
        self.query.offset = Some(earlier.saturating_add(seen));
    }

    fn cells(&self, row: CallLogRow) -> Vec<String> {
        let CallLogRow {
            id,
            times,
            talk_ms,
            caller,
            callee,
            direction,
            dialled,
            context,
            destination,
            outcome,
            encryption,
        } = row;
        let time = |ms: Option<u64>| ms.map(rfc3339).unwrap_or_default();
        let hangup_by = outcome.hangup_by.map(|by| word(&by)).unwrap_or_default();
        let values: [String; 22] = [
            id,
            rfc3339(times.start_ms),
            time(times.answer_ms),
            time(times.end_ms),
            (talk_ms / 1000).to_string(),
            word(&direction),
            caller.name,
            caller.number,
            caller.line_name,
            caller.trunk_name,
            callee.name,
            callee.number,
            callee.line_name,
            callee.trunk_name,
            dialled,
            context,
            destination,
            word(&outcome.status),
            outcome.sip_code.to_string(),
            outcome.reason,
            hangup_by,
            secrecy(&encryption).to_owned(),
        ];
        let named: Vec<(&str, String)> = iter::zip(COLUMNS, values).collect();
        let value =
            |wanted: &String| named.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        self.columns.iter().map(|column| value(column).unwrap_or_default()).collect()
    }
}

/// Says in a word how much of a call was encrypted: `private` is SIP and audio of every leg.
fn secrecy(legs: &[LegEncryption]) -> &'static str {
    match legs {
        [] => "",
        _ if legs.iter().all(LegEncryption::is_private) => "private",
        _ if legs.iter().any(|leg| leg.tls || leg.srtp.is_some()) => "partial",
        _ => "none",
    }
}

fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
