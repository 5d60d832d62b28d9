//! Says on which machine, when and by which command the figures were made.

use std::{
    fs,
    process::Command,
    thread::available_parallelism,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::options::Options;

/// One paragraph for the top of the page.
pub(crate) fn describe(options: &Options) -> String {
    let cores = available_parallelism().map_or(0, usize::from);
    let memory_kb =
        field("/proc/meminfo", "MemTotal").and_then(|size| size.trim_end_matches(" kB").parse::<u64>().ok());
    let memory_gb = memory_kb.unwrap_or_default() / 1_000_000;
    let cpu = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".into());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "`{}` on {}: {cores} cores ({cpu}), {memory_gb} GB, Linux {}, {}.",
        command(options),
        today(),
        kernel.trim(),
        rustc()
    )
}

fn command(options: &Options) -> String {
    let quick = if options.quick { " --quick" } else { "" };
    let only: String = options.only.iter().map(|name| format!(" --only {name}")).collect();
    if quick.is_empty() && only.is_empty() {
        "make bench".into()
    } else {
        format!("cargo run --release --package bench --{quick}{only}")
    }
}

/// The value of `name : value` in a file of /proc.
fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':'))?;
    Some(value.trim().to_owned())
}

fn rustc() -> String {
    let said = Command::new("rustc").arg("--version").output().map(|done| done.stdout).unwrap_or_default();
    let version = String::from_utf8_lossy(&said).trim().to_owned();
    if version.is_empty() { "rustc of unknown version".into() } else { version }
}

fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (year, month, day) = date_of(seconds / 86_400);
    format!("{year}-{month:02}-{day:02}")
}

/// The date of a day counted from 1970-01-01, in the calendar of years that begin in March.
const fn date_of(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates_leap_years_included() {
        assert_eq!(date_of(0), (1970, 1, 1));
        assert_eq!(date_of(11_016), (2000, 2, 29));
        assert_eq!(date_of(20_781), (2026, 11, 24));
    }
}
