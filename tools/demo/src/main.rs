//! `make demo`: two exchanges and four phones on this host do "Interconnect two XiVO directly" step by step, and measure
//! that the two who talk hear each other. A step that fails ends it with a non-zero code, its name and a remedy.
//!
//! The exchanges are the product: engine, database, API and command line as `strowger serve` has them. The phones have
//! SIP of their own and real sockets.

use std::{
    io::{self, Write},
    process::ExitCode,
};

mod audio;
mod call;
mod exchange;
mod folder;
mod handset;
mod ladder;
mod lobby;
mod pieces;
mod ports;
mod stage;
mod steps;
mod story;
mod voice;
mod wire;

fn main() -> ExitCode {
    match story::tell() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            if !voice::is_unheard(failed.error()) {
                // Where standard error is gone too, the exit code says it.
                let _ = writeln!(io::stderr(), "\nFAILED {failed}");
            }
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_is_done_from_its_first_line_to_its_last() {
        if let Err(failed) = super::story::tell() {
            panic!("{failed}");
        }
    }
}
