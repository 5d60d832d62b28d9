//! Goes through the steps, and says at the end what was reached.

use std::{fmt, time::Instant};

use crate::{
    stage::Stage,
    steps::{STEPS, Step},
};

/// A step that failed.
pub(crate) struct Failed {
    step: String,
    remedy: &'static str,
    error: anyhow::Error,
}

/// Does the page from its first line to its last.
pub(crate) fn tell() -> Result<(), Failed> {
    let started = Instant::now();
    println!("Interconnect two XiVO directly");
    let mut stage = Stage::set_up().map_err(|error| Failed {
        step: "0, Two exchanges on this host".to_owned(),
        remedy: "the demo needs the addresses of 127.0.0.0/8, free UDP ports there and room in the temporary \
                 directory",
        error,
    })?;
    println!(
        "\nXiVO A is {}, XiVO B is {}: free ports, so that an exchange that runs on this host is left alone.",
        stage.a.address, stage.b.address
    );
    let mut reached = vec![];
    for (number, Step { title, remedy, act }) in (1..).zip(STEPS) {
        println!("\n{number}. {title}");
        let done =
            act(&mut stage).map_err(|error| Failed { step: format!("{number}, {title}"), remedy, error })?;
        reached.push(format!("{number}. {title}: {done}"));
    }
    println!("\nSummary, after {:.0} s", started.elapsed().as_secs_f64());
    reached.iter().for_each(|line| println!("  done  {line}"));
    println!("Every step of the page was done, and every call was heard.");
    Ok(())
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
}
