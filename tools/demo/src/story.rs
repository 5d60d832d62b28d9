//! Goes through the steps, and says at the end what was reached.

use std::{fmt, io::ErrorKind, time::Instant};

use crate::{
    stage::Stage,
    steps::{STEPS, Step},
    voice::{kinds, line, say},
};

/// A step that failed.
pub(crate) struct Failed {
    step: String,
    remedy: &'static str,
    error: anyhow::Error,
}

impl Failed {
    fn new(step: String, remedy: &'static str, error: anyhow::Error) -> Self {
        let remedy = of_the_host(&error).unwrap_or(remedy);
        Self { step, remedy, error }
    }

    /// Returns what went wrong.
    pub(crate) fn error(&self) -> &anyhow::Error {
        &self.error
    }
}

/// Does the page from its first line to its last.
pub(crate) fn tell() -> Result<(), Failed> {
    let started = Instant::now();
    let set_up = |error| Failed::new("0, Two exchanges on this host".to_owned(), SET_UP, error);
    let mut stage = begin().map_err(set_up)?;
    let mut reached = vec![];
    for (number, Step { title, remedy, act }) in (1..).zip(STEPS) {
        let done = line(format_args!("\n{number}. {title}"))
            .and_then(|()| act(&mut stage))
            .map_err(|error| Failed::new(format!("{number}, {title}"), remedy, error))?;
        reached.push(format!("{number}. {title}: {done}"));
    }
    sum_up(started.elapsed().as_secs_f64(), &reached)
        .map_err(|error| Failed::new("8, Summary".to_owned(), "look at where the output goes", error))
}

fn begin() -> anyhow::Result<Stage> {
    say!("Interconnect two XiVO directly");
    let stage = Stage::set_up()?;
    say!(
        "\nXiVO A is {}, XiVO B is {}: free ports, so that an exchange that runs on this host is left alone.",
        stage.a.address,
        stage.b.address
    );
    Ok(stage)
}

fn sum_up(seconds: f64, reached: &[String]) -> anyhow::Result<()> {
    say!("\nSummary, after {seconds:.0} s");
    for step in reached {
        say!("  done  {step}");
    }
    say!("Every step of the page was done, and every call was heard.");
    Ok(())
}

/// What the exchanges and phones need of the host.
const SET_UP: &str =
    "the demo needs the addresses of 127.0.0.0/8, free UDP ports there and room in the temporary directory";

/// Says what to do where it is the host that says no, whatever the step was about.
fn of_the_host(error: &anyhow::Error) -> Option<&'static str> {
    kinds(error).find_map(|kind| match kind {
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => {
            Some("bring the loopback interface up, as root: `ip link set lo up`")
        }
        ErrorKind::AddrNotAvailable => {
            Some("the loopback interface must have 127.0.0.1/8: `ip addr show lo` shows what it has")
        }
        ErrorKind::AddrInUse => Some("end another demo that runs on this host, then try again"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Some("make room where the output goes and in the temporary directory (TMPDIR says which)")
        }
        ErrorKind::PermissionDenied => {
            Some("this user may not do that: try in a directory of your own, with TMPDIR set to it")
        }
        ErrorKind::Interrupted => Some("start it again"),
        _ => None,
    })
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in step {}: {:#}\nWhat to do: {}.", self.step, self.error, self.remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_step_and_what_to_do() {
        let error = anyhow::anyhow!("port 5060 is taken").context("exchange A");
        let failed = Failed { step: "0, Start".to_owned(), remedy: "free the port", error };
        assert_eq!(
            failed.to_string(),
            "in step 0, Start: exchange A: port 5060 is taken\nWhat to do: free the port."
        );
    }

    #[test]
    fn what_the_host_refuses_has_a_remedy_of_its_own() {
        let failed = |kind: ErrorKind| {
            let error = anyhow::Error::from(std::io::Error::from(kind)).context("a phone cannot send");
            Failed::new("1, Start".to_owned(), "the step's own", error).remedy
        };
        assert!(failed(ErrorKind::NetworkUnreachable).contains("ip link set lo up"));
        assert!(failed(ErrorKind::AddrNotAvailable).contains("127.0.0.1/8"));
        assert_eq!(failed(ErrorKind::TimedOut), "the step's own");
    }
}
