//! `strowger doctor`: looks at the host, the network, the disk and every trunk, and says what is wrong and what to do about it. It
//! changes nothing, and works while the exchange runs as well as when it does not start.

mod certificates;
mod clock;
mod finding;
mod firewall;
mod host;
mod names;
mod ports;
mod storage;
mod trunks;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use model::Nouns;
use serde_json::Value;

use crate::config::{self, Config};
use finding::{Area, Finding, Level, Report};

/// Which exchange is looked at.
#[derive(Args, Clone, Debug)]
pub(crate) struct Doctor {
    /// The configuration file of the exchange
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// What every look may need.
struct Patient<'a> {
    config: &'a Config,
    /// The trunks that the exchange shows; none where it does not run.
    running: Option<Vec<Value>>,
    /// What is configured; none where the database cannot be read.
    nouns: Option<Nouns>,
}

/// Looks at everything, prints what was found, and returns the exit code: 0, or 1 where something is broken.
pub(crate) fn run(doctor: &Doctor, options: &cli::Options) -> ExitCode {
    let mut report = Report::default();
    if let Some(config) = read(doctor, options.data_dir(), &mut report) {
        look(&config, options, &mut report);
    }
    let text = if options.json() { report.json() } else { report.text() };
    // Whoever reads may have gone.
    let _ = std::io::stdout().write_all(text.as_bytes());
    if report.is_broken() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn read(doctor: &Doctor, data_dir: Option<&Path>, report: &mut Report) -> Option<Config> {
    match config::load(doctor.config.as_deref()) {
        Ok(config) => Some(match data_dir {
            Some(data_dir) => Config { data_dir: data_dir.to_owned(), ..config },
            None => config,
        }),
        Err(error) => {
            report.add(
                Finding::new(Area::Configuration, Level::Broken, format!("{error:#}"))
                    .remedy("mend the configuration file: the exchange does not start with it"),
            );
            None
        }
    }
}

fn look(config: &Config, options: &cli::Options, report: &mut Report) {
    let running = cli::ask(options, Some(&config.data_dir), "status/trunks?limit=10000");
    report.add(match &running {
        Ok(_) => Finding::new(Area::Exchange, Level::Good, "it runs and answers"),
        Err(why) => Finding::new(Area::Exchange, Level::Notice, format!("it does not run: {why}")).remedy(
            "start it: systemctl start strowger, or strowger serve; what keeps it from starting is below",
        ),
    });
    let running =
        running.ok().map(|page| page.get("items").and_then(Value::as_array).cloned().unwrap_or_default());
    host::look(report);
    clock::look(report);
    let nouns = storage::look(config, report);
    let patient = Patient { config, running, nouns };
    ports::look(&patient, report);
    firewall::look(config, report);
    certificates::look(config, report);
    names::look(&patient, report);
    trunks::look(&patient, report);
}
