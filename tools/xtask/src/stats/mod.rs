//! The bars that this project holds itself to, measured: each with its limit and whether it holds.

mod functions;
mod measure;
mod structs;

use std::process::ExitCode;

use anyhow::Result;

use self::measure::Measured;
use crate::workspace::Workspace;

/// How the figures are printed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// One line a bar.
    Words,
    /// One object.
    Json,
}

/// Prints the figures. They inform; `tidy` is what refuses.
pub(crate) fn run(all: &Workspace, form: Form) -> Result<ExitCode> {
    let measured = Measured::of(&all.sources, &all.packages);
    match form {
        Form::Json => println!("{}", serde_json::to_string_pretty(&measured)?),
        Form::Words => measured.bars().iter().for_each(|bar| println!("{bar}")),
    }
    Ok(ExitCode::SUCCESS)
}
