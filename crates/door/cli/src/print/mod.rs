//! Puts answers into text: tables, JSON, times. No colours, and no drawn tables where nobody looks at a terminal.

use serde_json::Value;

mod columns;
mod printable;
mod table;
mod time;
mod value;

pub(crate) use columns::{Column, Columns};
pub(crate) use printable::printable;
pub(crate) use table::Table;
pub(crate) use time::{date_time, duration, reg_time};
pub(crate) use value::{cell, cell_of, fields};

/// How answers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// For programs that read JSON.
    Json,
    /// For programs that read columns.
    Plain,
    /// For people.
    Terminal,
}

/// Writes JSON for people and programs.
pub(crate) fn json(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
    format!("{text}\n")
}

/// Chooses between one and many, as Asterisk does: `1 active channel`, `2 active channels`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}
