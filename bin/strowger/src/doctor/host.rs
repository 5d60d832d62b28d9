//! The host: what the system allows, and how much memory there is.

use nix::{
    sys::{
        resource::{Resource, getrlimit},
        sysinfo::sysinfo,
    },
    unistd::Uid,
};

use super::finding::{Area, Finding, Level, Report};

/// Open files below which a busy exchange runs out: each call has four sockets.
const FEW_FILES: u64 = 4096;

/// Memory below which it gets tight, in bytes.
const LITTLE: u64 = 256 << 20;

pub(super) fn look(report: &mut Report) {
    report.add(match getrlimit(Resource::RLIMIT_NOFILE) {
        Ok((_, hard)) if hard < FEW_FILES => Finding::new(
            Area::Host,
            Level::Warning,
            format!("{hard} open files are allowed, enough for {} calls", hard / 4),
        )
        .remedy("raise it: LimitNOFILE=65536 in the unit, or ulimit -Hn"),
        Ok((_, hard)) => Finding::new(Area::Host, Level::Good, format!("{hard} open files are allowed")),
        Err(error) => {
            Finding::new(Area::Host, Level::Notice, format!("the limit of open files is not known: {error}"))
        }
    });
    if let Ok(memory) = sysinfo() {
        let free = available().unwrap_or_else(|| memory.ram_unused());
        let (level, mb) = (if free < LITTLE { Level::Warning } else { Level::Good }, free >> 20);
        let finding = Finding::new(
            Area::Host,
            level,
            format!("{mb} MB of memory are free, of {}", memory.ram_total() >> 20),
        );
        report.add(if level == Level::Good {
            finding
        } else {
            finding.remedy("end what else runs here, or give the host more memory")
        });
    }
    if Uid::effective().is_root() {
        report.add(
            Finding::new(
                Area::Host,
                Level::Notice,
                "this looks as root; the exchange should run as a user of its own",
            )
            .remedy("the unit in the package does so; what root may read and bind, that user may not"),
        );
    }
}

/// What the kernel could give to a program, with what it only remembers of files; it alone knows.
fn available() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kb| kb << 10)
}
