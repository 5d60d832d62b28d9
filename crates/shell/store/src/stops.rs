//! What is stopped, and what calls of the last day come to: so that neither a stop nor what led to it ends with the process.

use model::{
    TrunkId,
    record::{Charged, Past, PastCalls, Stop, StopChange, StopOf},
};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    nouns::{document, millis, text},
    reader::Reader,
};

/// How a stop's row in the table of settings begins.
const STOP: &str = "stop ";

/// How long it is remembered that a stop was lifted: as long as calls are counted.
const DAY_MS: u64 = 86_400_000;
const HOUR_MS: u64 = 3_600_000;

/// Rows of past calls at most: a payer has a few in each hour, and all of them fit.
const PAST_MAX: u32 = 500_000;

/// A row: the stop, or when it was lifted.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kept {
    Began(Box<Stop>),
    Lifted { of: StopOf, at_ms: u64 },
}

/// Writes down that a stop began, or that it was lifted.
pub(crate) fn put(db: &Connection, change: &StopChange) -> Result<(), Error> {
    let (of, kept) = match change {
        StopChange::Began(stop) => (stop.of, Kept::Began(stop.clone())),
        StopChange::Lifted { of, at_ms } => (*of, Kept::Lifted { of: *of, at_ms: *at_ms }),
    };
    db.execute(
        "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
        params![format!("{STOP}{}", text(&of)?), text(&kept)?],
    )?;
    Ok(())
}

/// Reads what is stopped. A row that cannot be read is left out: the next call too many makes the stop again.
pub(crate) fn load(db: &Connection) -> Result<Vec<Stop>, Error> {
    let kept = rows(db)?.into_iter();
    Ok(kept.filter_map(|kept| if let Kept::Began(stop) = kept { Some(*stop) } else { None }).collect())
}

fn rows(db: &Connection) -> Result<Vec<Kept>, Error> {
    let mut rows = db.prepare("select value from setting where name >= $1 and name < $2")?;
    let found: Vec<String> = rows.query_map([STOP, "stop!"], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut kept = vec![];
    for body in found {
        match document("stop", &body) {
            Ok(row) => kept.push(row),
            Err(error) => tracing::warn!(%error, "a stop is forgotten"),
        }
    }
    Ok(kept)
}

impl Reader {
    /// Sums up the calls that cost something and began within the day before `before_ms`, by who paid, class, trunk and hour; and
    /// lists the stops that were lifted within it.
    ///
    /// # Errors
    /// [`Error`] of the database or of a document.
    pub fn past_calls(&self, before_ms: u64) -> Result<Past, Error> {
        let mut statement = self.db.prepare(
            "select json_extract(body, '$.charged') as charged, json_extract(body, '$.callee.trunk') as trunk,
                started_ms / $1 as hour, count(*),
                sum(case when answered_ms is null then 0
                    else (coalesce(ended_ms, answered_ms) - answered_ms + 59999) / 60000 end)
             from cdr where started_ms >= $2 and started_ms < $3 and json_extract(body, '$.charged') is not null
             group by charged, trunk, hour limit $4",
        )?;
        let from = before_ms.saturating_sub(DAY_MS);
        let wanted = params![millis(HOUR_MS), millis(from), millis(before_ms), PAST_MAX];
        let found = statement.query_map(wanted, |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?;
        let lifted: Vec<(StopOf, u64)> = rows(&self.db)?
            .into_iter()
            .filter_map(|kept| if let Kept::Lifted { of, at_ms } = kept { Some((of, at_ms)) } else { None })
            .collect();
        let lifted = lifted.into_iter().filter(|(_, at_ms)| *at_ms >= from).collect();
        let mut past = Past { calls: vec![], lifted };
        for row in found {
            let (charged, trunk, hour, calls, minutes): (String, Option<u32>, i64, u32, u32) = row?;
            let Ok(Charged { payer, class }) = document("call", &charged) else { continue };
            let hour = u64::try_from(hour).unwrap_or_default();
            past.calls.push(PastCalls { payer, class, trunk: trunk.map(TrunkId), hour, calls, minutes });
        }
        Ok(past)
    }
}
