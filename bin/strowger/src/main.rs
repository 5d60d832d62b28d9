//! The binary `strowger`: the exchange (`strowger serve`), and the command line that administers it.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod certificate;
mod config;
mod doors;
mod handover;
mod limits;
mod logging;
#[cfg(test)]
mod reference;
mod serve;
mod signals;
mod sip_certificate;

/// Gives freed memory back to the system and takes less time than glibc's: docs/decisions/0002-dependencies.md. Its settings are in
/// .cargo/config.toml, since they are compiled in.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// A telephone exchange: registrar, trunks, call routing and media in one process.
#[derive(Debug, Parser)]
#[command(name = "strowger", version)]
struct Args {
    #[command(flatten)]
    options: cli::Options,
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run the exchange
    Serve(serve::Serve),
    #[command(flatten)]
    Client(cli::Command),
}

fn main() -> ExitCode {
    let Args { options, task } = Args::parse();
    match task {
        Task::Client(command) => cli::run(&options, &command),
        Task::Serve(serve) => match serve::run(&serve, options.data_dir()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("strowger: {error:#}");
                ExitCode::FAILURE
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_hangs_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn serve_takes_a_file_and_a_data_directory() {
        let args =
            Args::try_parse_from(["strowger", "serve", "--config", "a.toml", "--data-dir", "/d"]).unwrap();
        assert_eq!(args.options.data_dir(), Some(std::path::Path::new("/d")));
        assert!(matches!(args.task, Task::Serve(_)));
    }
}
