//! What the exchange costs its host, as Linux counts it under /proc/self.

use std::{
    collections::{HashMap, VecDeque},
    fs,
    time::{Duration, Instant},
};

use serde::Serialize;
use utoipa::ToSchema;

/// Over how long the processor is measured.
const WINDOW: Duration = Duration::from_secs(10);

/// Ticks of a second in /proc: the same on every Linux that Rust builds for.
const TICKS: f32 = 100.0;

/// How threads of the media path are called.
const MEDIA: &str = "media-";

/// What the exchange costs this host.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct LoadRow {
    /// Processor time of the process over the last ten seconds, in percent of one core.
    pub cpu_pct: f32,
    /// The cores that there are.
    pub cores: u32,
    /// Memory that it really has, in bytes.
    pub rss_bytes: u64,
    /// How long it has run, in seconds.
    pub uptime_s: u64,
    /// Processor time of the busiest thread of the media path, in percent of its core.
    pub media_worker_pct: f32,
    /// The threads of the media path.
    pub media_workers: u32,
}

/// Remembers how much had been used when.
#[derive(Debug)]
pub(super) struct Gauge {
    born: Instant,
    taken: VecDeque<Taken>,
}

#[derive(Debug)]
struct Taken {
    at: Instant,
    process: u64,
    media: HashMap<String, u64>,
}

impl Default for Gauge {
    /// Begins to measure: the first look has something to compare with.
    fn default() -> Self {
        let now = Instant::now();
        Self { born: now, taken: VecDeque::from([take(now)]) }
    }
}

impl Gauge {
    /// Measures.
    pub(super) fn read(&mut self) -> LoadRow {
        let now = take(Instant::now());
        // One that is older than the window stays: there may be none that is just as old.
        while self.taken.get(1).is_some_and(|second| now.at.duration_since(second.at) >= WINDOW) {
            self.taken.pop_front();
        }
        let mut row = LoadRow {
            cores: std::thread::available_parallelism()
                .ok()
                .and_then(|cores| u32::try_from(cores.get()).ok())
                .unwrap_or(1),
            rss_bytes: rss(&fs::read_to_string("/proc/self/status").unwrap_or_default()),
            uptime_s: self.born.elapsed().as_secs(),
            media_workers: u32::try_from(now.media.len()).unwrap_or(u32::MAX),
            ..LoadRow::default()
        };
        if let Some(before) = self.taken.front() {
            let seconds = now.at.duration_since(before.at).as_secs_f32().max(0.001);
            let pct =
                |ticks: u64, earlier: u64| ticks.saturating_sub(earlier) as f32 / TICKS / seconds * 100.0;
            row.cpu_pct = pct(now.process, before.process);
            let workers =
                now.media.iter().filter_map(|(id, ticks)| Some(pct(*ticks, *before.media.get(id)?)));
            row.media_worker_pct = workers.fold(0.0, f32::max);
        }
        if self.taken.back().is_none_or(|last| now.at.duration_since(last.at) >= Duration::from_millis(900)) {
            self.taken.push_back(now);
        }
        row
    }
}

fn take(at: Instant) -> Taken {
    let stat = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let mut media = HashMap::new();
    for thread in fs::read_dir("/proc/self/task").into_iter().flatten().flatten() {
        let line = fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
        if let Some((name, ticks)) = used(&line).filter(|(name, _)| name.starts_with(MEDIA)) {
            media.insert(name.to_owned(), ticks);
        }
    }
    Taken { at, process: used(&stat("/proc/self/stat")).map_or(0, |(_, ticks)| ticks), media }
}

/// The name in a `stat` line, and the ticks in user and system mode: fields 14 and 15 (proc_pid_stat(5)).
fn used(line: &str) -> Option<(&str, u64)> {
    let (before, after) = line.rsplit_once(')')?;
    let (_, name) = before.split_once('(')?;
    let mut fields = after.split_ascii_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<u64>().ok();
    Some((name, next()? + next()?))
}

fn rss(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kib.unwrap_or(0).saturating_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_brackets_do_not_shift_the_fields() {
        let line = "7 (media-0) ) S 1 7 7 0 -1 4194304 9 0 0 0 120 30 0 0 20 0 9 0 5 1 2";
        assert_eq!(used(line), Some(("media-0) ", 150)));
        assert_eq!(used("nonsense"), None);
    }

    #[test]
    fn memory_is_read_in_bytes() {
        assert_eq!(rss("Name:\tx\nVmRSS:\t  2048 kB\n"), 2_097_152);
        assert_eq!(rss(""), 0);
    }

    #[test]
    fn this_process_has_memory_and_a_past() {
        let mut gauge = Gauge::default();
        let row = gauge.read();
        assert!(row.rss_bytes > 0 && row.cores > 0, "{row:?}");
        assert!(gauge.taken.len() <= 2);
    }
}
