//! The clock: nonces, certificates, schedules and the call log live by it.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use super::finding::{Area, Finding, Level, Report};

/// When this was written: a clock that shows less was never set. 1 November 2026.
const WRITTEN: Duration = Duration::from_secs(1_793_491_200);

/// What the clock's keepers leave behind once it is set.
const SYNCHRONISED: &str = "/run/systemd/timesync/synchronized";

pub(super) fn look(report: &mut Report) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    if now < WRITTEN {
        report.add(
            Finding::new(Area::Time, Level::Broken, "the clock shows a time before this program was written")
                .remedy("set it (timedatectl set-ntp true): certificates fail, and the call log is wrong"),
        );
        return;
    }
    report.add(match is_synchronised() {
        Some(true) => Finding::new(Area::Time, Level::Good, "the clock is kept by NTP"),
        Some(false) => {
            Finding::new(Area::Time, Level::Warning, "nothing keeps the clock: it drifts by seconds a day")
                .remedy("timedatectl set-ntp true, or install chrony")
        }
        None => {
            Finding::new(Area::Time, Level::Notice, "whether NTP keeps the clock cannot be found out here")
                .remedy("on a host of its own: timedatectl; in a container the host keeps it")
        }
    });
}

fn is_synchronised() -> Option<bool> {
    if Path::new(SYNCHRONISED).exists() {
        return Some(true);
    }
    let asked = Command::new("timedatectl")
        .args(["show", "--property=NTPSynchronized", "--value"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    match String::from_utf8_lossy(&asked.stdout).trim() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
