//! `cargo xtask tidy` refuses what the architecture forbids; `cargo xtask stats` prints how the code measures up;
//! `cargo xtask sbom` says what the binary is made of.
//!
//! Decides nothing about behaviour: it reads `cargo metadata` and the sources, and every check is a function over
//! those two values, so that its tests need neither cargo nor a disk.

mod sbom;
mod stats;
mod tidy;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::Workspace;

const USAGE: &str = "usage: cargo xtask tidy | stats [--json] | sbom
  tidy    arrows between crates, purity of value/ and core/, sizes, layout, words, RFC claims, licences, banned crates
  stats   file and function sizes, unwrap and expect, tests per production line, crates in the lock file
  sbom    what the binary is made of, in CycloneDX's JSON";

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["tidy"] => Ok(tidy::run(&Workspace::load()?)),
        ["stats"] => stats::run(&Workspace::load()?, stats::Form::Words),
        ["sbom"] => sbom::run().map(|()| ExitCode::SUCCESS),
        ["stats", "--json"] => stats::run(&Workspace::load()?, stats::Form::Json),
        _ => {
            eprintln!("{USAGE}");
            Ok(ExitCode::from(2))
        }
    }
}
