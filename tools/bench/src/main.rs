//! Prints the figures of docs/performance.md: what single operations take in this process, and what calls, media and
//! registrations cost a whole server under load, beside a real Asterisk where one is installed.
//!
//! Decides nothing about the exchange and fails no build: it measures, and says which bar is met. What it cannot measure
//! here (no root, no SIPp, no Asterisk) it names loudly.

mod lists;
mod load;
mod machine;
mod micro;
mod options;
mod table;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser as _;

use crate::options::Options;

fn main() -> Result<ExitCode> {
    let options = Options::parse();
    println!("{}\n", machine::describe(&options));
    micro::run(&options)?;
    lists::run(&options)?;
    load::run(&options)?;
    Ok(ExitCode::SUCCESS)
}
