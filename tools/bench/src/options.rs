//! What the command line says: which figures, how long, and beside whom.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Measures the exchange; prints tables in Markdown.
#[derive(Debug, Parser)]
#[command(name = "bench")]
pub(crate) struct Options {
    /// Take a third of the time; the figures are rougher.
    #[arg(long)]
    pub(crate) quick: bool,
    /// Only figures whose name holds this, such as `micro`, `load/calls` or `relay`; may be given again.
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,
    /// The server to measure beside ours in the same run.
    #[arg(long, value_enum, default_value_t = Peer::Asterisk)]
    pub(crate) peer: Peer,
    /// Our server; where none is given, the one beside this program.
    #[arg(long, value_name = "FILE")]
    pub(crate) strowger: Option<PathBuf>,
}

/// Beside whom we are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Peer {
    /// Nobody.
    None,
    /// The Asterisk that `tools/setup.sh e2e` installed; left out, loudly, where there is none.
    Asterisk,
}

impl Options {
    /// Whether a figure was asked for.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|word| name.contains(word.as_str()))
    }

    /// Our server's program.
    pub(crate) fn strowger(&self) -> PathBuf {
        let beside = || std::env::current_exe().ok()?.parent().map(|folder| folder.join("strowger"));
        self.strowger.clone().or_else(beside).unwrap_or_else(|| "strowger".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(words: &[&str]) -> Options {
        Options::parse_from([&["bench"], words].concat())
    }

    #[test]
    fn everything_is_wanted_unless_something_is_named() {
        assert!(options(&[]).wants("load/calls"));
        let some = options(&["--only", "calls", "--only", "micro"]);
        assert!(some.wants("load/calls") && some.wants("micro/parse") && !some.wants("load/relay"));
    }
}
