//! The calls of a day, hour by hour, and how the last hour's sounded.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use model::{Cdr, record::CallStatus};
use serde::Serialize;
use utoipa::ToSchema;

use super::{HOUR_MS, QualityRow, readable};
use crate::{acts::Admin, error::Error};

/// How long what was counted in the call log is shown: counting a busy day takes the database a tenth of a second.
const COUNTED: Duration = Duration::from_secs(10);

/// Calls of the last hour whose audio is looked at, the newest first.
const LOOKED_AT: u32 = 500;

/// Calls that are shown as the worst.
const WORST: usize = 5;

/// A score below which a call is worth a look (ITU-T G.107 annex B: many users are dissatisfied).
const POOR: f32 = 3.6;

/// The calls of one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct HourRow {
    /// When the hour began, in milliseconds since the epoch.
    pub start_ms: u64,
    /// Calls that were answered.
    pub answered: u32,
    /// Calls that nobody answered: busy, no answer, or given up.
    pub missed: u32,
    /// Calls that failed: refused, unreachable, or broken.
    pub failed: u32,
}

/// A call that did not sound well.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WorstCall {
    /// Its identity.
    pub id: String,
    /// When it began, in milliseconds since the epoch.
    pub started_ms: u64,
    /// Who called.
    pub caller: String,
    /// What was dialled.
    pub dialled: String,
    /// The estimated score of its worse leg.
    pub mos: f32,
}

/// What was counted in the call log.
#[derive(Debug)]
pub(super) struct Day {
    start_ms: u64,
    pub(super) hours: Vec<HourRow>,
    pub(super) quality: QualityRow,
}

impl Admin {
    /// Counts the calls of a day, or gives what was counted lately.
    pub(super) async fn day(self: &Arc<Self>, now_ms: u64, start_ms: u64) -> Result<Arc<Day>, Error> {
        let mut counted = self.panel().day.lock().await;
        if let Some((at, day)) = counted.as_ref()
            && at.elapsed() < COUNTED
            && day.start_ms == start_ms
        {
            return Ok(day.clone());
        }
        let last_hour = now_ms.saturating_sub(HOUR_MS);
        let counted_now = self
            .read(move |reader| {
                Ok((reader.cdr_hours(start_ms, HOUR_MS)?, reader.answered_since(last_hour, LOOKED_AT)?))
            })
            .await;
        let (counts, calls) = readable(counted_now)?.unwrap_or_default();
        let day =
            Arc::new(Day { start_ms, hours: hours(now_ms, start_ms, &counts), quality: quality(&calls) });
        *counted = Some((Instant::now(), day.clone()));
        Ok(day)
    }
}

fn hours(now_ms: u64, start_ms: u64, counts: &[(u64, CallStatus, u32)]) -> Vec<HourRow> {
    let last = now_ms.saturating_sub(start_ms) / HOUR_MS;
    let hour = |place: u64| {
        let mut row = HourRow { start_ms: start_ms + place * HOUR_MS, ..HourRow::default() };
        for (_, status, calls) in counts.iter().filter(|(of, _, _)| *of == place) {
            let field = match status {
                CallStatus::Answered | CallStatus::InProgress => &mut row.answered,
                CallStatus::Busy | CallStatus::NoAnswer | CallStatus::Cancelled => &mut row.missed,
                CallStatus::Unreachable | CallStatus::Refused | CallStatus::Failed => &mut row.failed,
            };
            *field = field.saturating_add(*calls);
        }
        row
    };
    (0..=last).map(hour).collect()
}

fn quality(calls: &[Cdr]) -> QualityRow {
    let mut scored: Vec<(f32, &Cdr)> = calls.iter().filter_map(|call| Some((score(call)?, call))).collect();
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = u32::try_from(scored.len()).unwrap_or(u32::MAX);
    let total: f32 = scored.iter().map(|(mos, _)| *mos).sum();
    let poor = scored.iter().filter(|(mos, _)| *mos < POOR).take(WORST);
    QualityRow {
        calls: count,
        mean_mos: (count > 0).then(|| total / count as f32),
        worst: poor.map(|(mos, call)| worst(*mos, call)).collect(),
    }
}

/// The score of a call's worse leg.
fn score(call: &Cdr) -> Option<f32> {
    let scores = call.media.iter().map(|leg| leg.mos_centi).filter(|centi| *centi > 0);
    scores.min().map(|centi| f32::from(centi) / 100.0)
}

fn worst(mos: f32, call: &Cdr) -> WorstCall {
    let caller = if call.caller.number.is_empty() { &call.caller.name } else { &call.caller.number };
    WorstCall {
        id: call.id.0.to_string(),
        started_ms: call.times.start_ms,
        caller: caller.clone(),
        dialled: call.dialled.clone(),
        mos,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hour_of_the_day_so_far_is_there() {
        let counts = [
            (0, CallStatus::Answered, 3),
            (0, CallStatus::NoAnswer, 1),
            (0, CallStatus::Busy, 1),
            (2, CallStatus::Failed, 4),
            (2, CallStatus::InProgress, 1),
        ];
        let rows = hours(7_000 + 2 * HOUR_MS, 1_000, &counts);
        let seen: Vec<_> = rows.iter().map(|row| (row.answered, row.missed, row.failed)).collect();
        assert_eq!(seen, [(3, 2, 0), (0, 0, 0), (1, 0, 4)]);
        assert_eq!(rows[1].start_ms, 1_000 + HOUR_MS);
    }
}
