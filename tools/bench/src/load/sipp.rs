//! SIPp with our scenarios on the hosts that call and are called.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use super::net::{Host, Net};

/// What SIPp plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scenario {
    /// Calls without audio.
    Caller,
    /// Calls and speaks.
    Speaker,
    /// Answers.
    Callee,
    /// Registers.
    Register,
}

impl Scenario {
    const fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Caller => ("caller.xml", include_str!("../../sipp/caller.xml")),
            Self::Speaker => ("speaker.xml", include_str!("../../sipp/speaker.xml")),
            Self::Callee => ("callee.xml", include_str!("../../sipp/callee.xml")),
            Self::Register => ("register.xml", include_str!("../../sipp/register.xml")),
        }
    }
}

/// A SIPp that runs; killed where it is dropped.
pub(crate) struct Sipp {
    child: Child,
    stats: PathBuf,
}

/// How its calls went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) good: u32,
    pub(crate) failed: u32,
    pub(crate) resent: u32,
}

impl Sipp {
    /// Starts one on a host, from its address.
    pub(crate) fn start(
        net: &Net,
        folder: &Path,
        host: Host,
        scenario: Scenario,
        words: &[&str],
    ) -> Result<Self> {
        let (file, text) = scenario.file();
        fs::write(folder.join(file), text)?;
        let stats = folder.join(format!("{file}.csv"));
        drop(fs::remove_file(&stats));
        let child = net
            .on(host, "sipp")
            .args(["-sf", file, "-i", host.address(), "-nostdin", "-trace_stat", "-fd", "1", "-stf"])
            .arg(&stats)
            .args(words)
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(fs::File::create(folder.join(format!("{file}.err")))?)
            .spawn()
            .context("sipp")?;
        Ok(Self { child, stats })
    }

    /// Waits for its end and tells how its calls went.
    pub(crate) fn wait(mut self, patience: Duration) -> Result<Tally> {
        let end = Instant::now() + patience;
        while self.child.try_wait()?.is_none() {
            if Instant::now() >= end {
                bail!("SIPp did not end within {} s", patience.as_secs());
            }
            thread::sleep(Duration::from_millis(20));
        }
        let csv = fs::read_to_string(&self.stats).context("SIPp wrote no statistics")?;
        tally_of(&csv).context("SIPp's statistics read otherwise")
    }
}

impl Drop for Sipp {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The cumulated columns of the last line.
fn tally_of(csv: &str) -> Option<Tally> {
    let mut lines = csv.lines().filter(|line| !line.is_empty());
    let head: Vec<&str> = lines.next()?.split(';').collect();
    let last: Vec<&str> = lines.next_back()?.split(';').collect();
    let column = |name: &str| last.get(head.iter().position(|one| *one == name)?)?.parse().ok();
    Some(Tally {
        good: column("SuccessfulCall(C)")?,
        failed: column("FailedCall(C)")?,
        resent: column("Retransmissions(C)")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_the_statistics_counts() {
        let csv = "StartTime;SuccessfulCall(P);SuccessfulCall(C);FailedCall(C);Retransmissions(C);\n\
                   a;1;1;0;0;\nb;2;3;1;7;\n";
        assert_eq!(tally_of(csv), Some(Tally { good: 3, failed: 1, resent: 7 }));
        assert_eq!(tally_of("SuccessfulCall(C)\n"), None);
    }
}
