//! The rules that a machine can hold: runs each check and prints what it found, one line a finding.

mod arrows;
mod banned;
mod claims;
mod excuses;
mod layout;
mod licences;
mod purity;
mod sizes;
mod words;

use std::fmt;
use std::process::ExitCode;

use crate::workspace::Workspace;

/// A rule that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// A file with its line, or a package.
    pub(crate) place: String,
    /// What is wrong there, in words.
    pub(crate) wrong: String,
}

impl Finding {
    fn new(place: impl Into<String>, wrong: impl Into<String>) -> Self {
        Self { place: place.into(), wrong: wrong.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.wrong)
    }
}

type Check = fn(&Workspace) -> Vec<Finding>;

/// Every check with the name that it prints.
const CHECKS: &[(&str, Check)] = &[
    ("arrows", |all| arrows::check(&all.ours().collect::<Vec<_>>())),
    ("purity", |all| purity::check(&all.sources)),
    ("sizes", |all| sizes::check(&all.sources)),
    ("layout", |all| layout::check(&all.ours().collect::<Vec<_>>(), &all.sources)),
    ("words", |all| words::check(&all.sources)),
    ("excuses", |all| excuses::check(&all.sources)),
    ("claims", |all| claims::check(&all.sources)),
    ("licences", |all| licences::check(&all.packages)),
    ("banned crates", |all| banned::check(&all.packages)),
];

/// Runs all checks; the exit code says whether all hold.
pub(crate) fn run(all: &Workspace) -> ExitCode {
    for (path, lines) in sizes::large(&all.sources) {
        println!("tidy: large file, think of a split: {path} ({lines} production lines)");
    }
    let mut wrong = 0;
    for (name, check) in CHECKS {
        let findings = check(all);
        wrong += findings.len();
        for finding in findings {
            println!("tidy: {name}: {finding}");
        }
    }
    println!("tidy: {} checks, {wrong} findings", CHECKS.len());
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
