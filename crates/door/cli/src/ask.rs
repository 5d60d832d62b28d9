//! One question to the exchange, for commands of the program that are more than clients of it.

use std::path::Path;

use serde_json::Value;

use crate::{args::Options, session::Session};

/// Reads one thing of the API, at the data directory of the options or at this one.
///
/// # Errors
/// Why there is no answer, in words.
pub fn ask(options: &Options, data_dir: Option<&Path>, path: &str) -> Result<Value, String> {
    let data_dir = options.data_dir.clone().or_else(|| data_dir.map(Path::to_owned));
    let options = Options { data_dir, ..options.clone() };
    Session::new(&options).and_then(|session| session.client.get(path)).map_err(|failure| failure.to_string())
}
