//! The whole exchange on one page: what goes on, how it went today, and what needs attention.

mod attention;
mod day;
mod load;

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use serde::Serialize;
use utoipa::ToSchema;

pub use attention::{Attention, AttentionItem, AttentionLevel, StorageTrouble};
pub use day::{HourRow, WorstCall};
pub use load::LoadRow;

use self::{day::Day, load::Gauge};
use crate::{
    acts::{Admin, now_ms},
    error::Error,
    history::RevisionRow,
    listing::Query,
    trunk_states::Health,
};

/// How long a page is shown to everybody who asks: it costs calls nothing, however many look.
const FRESH: Duration = Duration::from_secs(1);

/// Changes of the configuration that are shown.
const CHANGES: u32 = 5;

/// The longest day that is counted, in milliseconds: two days, whatever the reader's time zone.
const LONGEST_DAY_MS: u64 = 2 * 86_400_000;

/// The whole exchange on one page.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Dashboard {
    /// When it was looked, in milliseconds since the epoch.
    pub now_ms: u64,
    /// When the day began that is counted.
    pub day_start_ms: u64,
    /// Calls in progress.
    pub calls_now: u32,
    /// Most calls at once of the day, as far back as the exchange has run.
    pub calls_peak: u32,
    /// Calls of the day, hour by hour, the first hour first; hours without calls are there too.
    pub hours: Vec<HourRow>,
    /// Lines of which a phone is registered.
    pub lines_registered: u32,
    /// Lines in all.
    pub lines_total: u32,
    /// Trunks by how they stand.
    pub trunks: TrunkCounts,
    /// How the audio of the last hour's calls was.
    pub quality: QualityRow,
    /// What the exchange costs this host.
    pub load: LoadRow,
    /// The last changes of the configuration, the newest first.
    pub changes: Vec<RevisionRow>,
    /// What needs attention, the worst first.
    pub attention: Vec<AttentionItem>,
}

/// Trunks by how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrunkCounts {
    /// Calls can be made.
    pub up: u32,
    /// Nobody knows, or it is being found out.
    pub unknown: u32,
    /// Calls to it fail.
    pub down: u32,
    /// It is not to be used.
    pub disabled: u32,
}

/// How the audio of the last hour's calls was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct QualityRow {
    /// Calls that were measured.
    pub calls: u32,
    /// The mean of their estimated scores, 1.0 to 4.5; each call counts with its worse leg.
    pub mean_mos: Option<f32>,
    /// The worst of them, at most five, the worst first.
    pub worst: Vec<WorstCall>,
}

/// What a dashboard remembers between looks.
#[derive(Debug, Default)]
pub(crate) struct Panel {
    shown: tokio::sync::Mutex<Option<(Instant, Arc<Dashboard>)>>,
    day: tokio::sync::Mutex<Option<(Instant, Arc<Day>)>>,
    gauge: Mutex<Gauge>,
}

impl Admin {
    /// Shows the whole exchange on one page. The day begins at `day_start_ms`, or with the calendar's day in UTC.
    ///
    /// # Errors
    /// [`Error::Storage`], [`Error::Gone`].
    pub async fn dashboard(self: &Arc<Self>, day_start_ms: Option<u64>) -> Result<Arc<Dashboard>, Error> {
        if day_start_ms.is_some_and(|ms| i64::try_from(ms).is_err()) {
            let form = "milliseconds since the epoch";
            return Err(Error::field("day_start_ms", model::Problem::BadForm { form }));
        }
        let now = now_ms();
        let midnight = now - now % 86_400_000;
        let start = day_start_ms.unwrap_or(midnight).clamp(now.saturating_sub(LONGEST_DAY_MS), now);
        // Whole minutes: readers in one time zone share what was counted.
        let start = start - start % 60_000;
        let mut shown = self.panel().shown.lock().await;
        if let Some((at, page)) = shown.as_ref()
            && at.elapsed() < FRESH
            && page.day_start_ms == start
        {
            return Ok(page.clone());
        }
        let page = Arc::new(self.look_at_all(now, start).await?);
        *shown = Some((Instant::now(), page.clone()));
        Ok(page)
    }

    async fn look_at_all(self: &Arc<Self>, now_ms: u64, start: u64) -> Result<Dashboard, Error> {
        let day = self.day(now_ms, start).await?;
        let figures = self.live().figures().await?;
        let trunks = self.trunk_rows(None).await?;
        let count = |health| {
            let of = trunks.iter().filter(|trunk| trunk.health == health).count();
            u32::try_from(of).unwrap_or(u32::MAX)
        };
        let query = Query { limit: Some(CHANGES), ..Query::default() };
        let changes = readable(self.history(&query).await)?.map(|page| page.items).unwrap_or_default();
        let peak = figures.peaks.iter().filter(|(hour, _)| hour + HOUR_MS > start).map(|(_, calls)| *calls);
        Ok(Dashboard {
            now_ms,
            day_start_ms: start,
            calls_now: figures.calls,
            calls_peak: peak.max().unwrap_or(0).max(figures.calls),
            hours: day.hours.clone(),
            lines_registered: figures.lines_registered,
            lines_total: u32::try_from(self.snapshot().nouns().lines.len()).unwrap_or(u32::MAX),
            trunks: TrunkCounts {
                up: count(Health::Up),
                unknown: count(Health::Unknown),
                down: count(Health::Down),
                disabled: count(Health::Disabled),
            },
            quality: day.quality.clone(),
            load: self.load(),
            changes,
            attention: attention::find(
                &self.snapshot(),
                &self.all_warnings(),
                &trunks,
                &figures,
                self.space(),
                self.store().condition(),
            ),
        })
    }

    /// Looks at what the exchange costs its host.
    pub(crate) fn load(&self) -> LoadRow {
        let mut gauge = self.panel().gauge.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        gauge.read()
    }

    /// The room on the disk of the database: free and in all, in bytes; nothing where the system does not tell.
    fn space(&self) -> Option<(u64, u64)> {
        self.store().space()
    }
}

/// Where the database cannot be read, the page tells so, and shows what is known without it.
fn readable<T>(read: Result<T, Error>) -> Result<Option<T>, Error> {
    match read {
        Err(Error::Storage(error)) => {
            tracing::debug!(%error, "the dashboard goes without what the database has");
            Ok(None)
        }
        read => read.map(Some),
    }
}

/// An hour, in milliseconds.
const HOUR_MS: u64 = 3_600_000;
