//! Load on a whole server: SIPp calls, speaks and registers from one small host to another through the server on a third,
//! and the server's own processor time and memory are read from /proc.
//!
//! Each figure is measured on a fresh process, ours and then the peer's, so that a ratio is of one run on one machine.
//! Absolute figures move by half from day to day; ratios stay.

mod asterisk;
mod bar;
mod events;
mod figure;
mod media;
mod net;
mod process;
mod register;
mod server;
mod setup;
mod sipp;
mod strowger;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use self::{
    asterisk::Asterisk,
    bar::Reading,
    figure::FIGURES,
    net::Net,
    server::{Kind, Server},
    strowger::Strowger,
};
use crate::{
    options::{Options, Peer},
    table::Table,
};

/// Measures what was asked for and can be measured here.
pub(crate) fn run(options: &Options) -> Result<()> {
    let wanted: Vec<_> = FIGURES.iter().filter(|figure| options.wants(figure.name)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    if let Some(why) = what_lacks() {
        eprintln!("SKIPPED: all load figures: {why}");
        return Ok(());
    }
    let kinds = kinds(options);
    let bench = Bench { folder: Folder::new()?, quick: options.quick, net: Net::up()? };
    let mut table = Table::new(&["under load", "Strowger", "Asterisk", "ratio", "bar", "met"]);
    for figure in wanted {
        let [ours, peer] = [0, 1].map(|place| {
            let kind = kinds.get(place)?.as_deref()?;
            if place == 1 && !figure.is_for_peer { None } else { bench.measure(figure, kind) }
        });
        bar::rows(ours.as_deref(), peer.as_deref()).into_iter().for_each(|row| table.push(row));
    }
    println!("{table}");
    Ok(())
}

/// Everything that a figure needs but the server.
pub(crate) struct Bench {
    pub(crate) folder: Folder,
    pub(crate) quick: bool,
    pub(crate) net: Net,
}

impl Bench {
    /// Takes one figure of one kind of server; what goes wrong is told, and the next figure is still taken.
    fn measure(&self, figure: &figure::Figure, kind: &dyn Kind) -> Option<Vec<Reading>> {
        let what = format!("{} of {}", figure.name, kind.name());
        eprintln!("measuring {what}");
        let readings = kind
            .start(&self.net, self.folder.path())
            .and_then(|server| {
                let readings = (figure.measure)(self, &server);
                server.stop();
                readings
            })
            .with_context(|| what.clone());
        match readings {
            Ok(readings) => {
                readings.iter().for_each(|reading| eprintln!("  {reading}"));
                Some(readings)
            }
            Err(error) => {
                eprintln!("FAILED: {error:#}");
                None
            }
        }
    }

    /// A number for a whole run, or a third of it for a quick one.
    pub(crate) const fn scale(&self, whole: u32) -> u32 {
        if self.quick { whole.div_ceil(3) } else { whole }
    }
}

/// Ours and the peer, where each is there.
fn kinds(options: &Options) -> [Option<Box<dyn Kind>>; 2] {
    let program = options.strowger();
    let ours: Option<Box<dyn Kind>> = if program.is_file() {
        Some(Box::new(Strowger::new(program)))
    } else {
        eprintln!(
            "SKIPPED: load on ours: there is no {} (cargo build --release --package strowger)",
            program.display()
        );
        None
    };
    let peer = match options.peer {
        Peer::None => None,
        Peer::Asterisk => match Asterisk::installed() {
            Some(asterisk) => Some(Box::new(asterisk) as Box<dyn Kind>),
            None => {
                eprintln!("SKIPPED: load on Asterisk: none is installed (tools/setup.sh e2e)");
                None
            }
        },
    };
    [ours, peer]
}

fn what_lacks() -> Option<String> {
    if !process::is_root() {
        return Some("they make network namespaces, which needs root".into());
    }
    let lacking: Vec<&str> =
        ["ip", "sipp"].into_iter().filter(|program| !process::is_on_path(program)).collect();
    (!lacking.is_empty()).then(|| format!("{} not found (tools/setup.sh e2e)", lacking.join(" and ")))
}

/// A folder for logs, scenarios and data of this run; gone at its end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("strowger-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
