//! What the demo tells, a line at a time. Where nobody hears it any more, that is an error like another, and the demo ends.

use std::{
    fmt::Arguments,
    io::{self, ErrorKind, Write},
};

use anyhow::{Context, Result};

/// Tells a line, as `println!` does, but gives the failure to the caller.
macro_rules! say {
    ($($words:tt)*) => { $crate::voice::line(format_args!($($words)*))? };
}

pub(crate) use say;

/// Tells a line.
pub(crate) fn line(words: Arguments<'_>) -> Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{words}").context("nothing more can be printed")
}

/// Says whether the reason is that whoever read has seen enough: `make demo | head`.
pub(crate) fn is_unheard(error: &anyhow::Error) -> bool {
    kinds(error).any(|kind| kind == ErrorKind::BrokenPipe)
}

/// Lists what the system named as reasons.
pub(crate) fn kinds(error: &anyhow::Error) -> impl Iterator<Item = ErrorKind> {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind)
}
