//! The binary `strowger`: the exchange (`strowger serve`), and the command line that administers it.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod certificate;
mod config;
mod doctor;
mod doors;
mod handover;
mod limits;
mod logging;
mod papers;
mod recover;
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
    /// Look at the host, the network, the disk, the database and each trunk, and say what is wrong and what to do
    Doctor(doctor::Doctor),
    /// Put a backup in the place of a damaged database, while no exchange runs
    Recover(recover::Recover),
    /// Write the manual pages and shell completions into a folder
    #[command(hide = true)]
    Papers(papers::Papers),
    #[command(flatten)]
    Client(cli::Command),
}

fn main() -> ExitCode {
    let Args { options, task } = Args::parse();
    match task {
        Task::Client(command) => cli::run(&options, &command),
        Task::Serve(serve) => match serve::run(&serve, options.data_dir()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error),
        },
        Task::Papers(papers) => match papers::run(&papers, <Args as clap::CommandFactory>::command()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error),
        },
        Task::Doctor(doctor) => doctor::run(&doctor, &options),
        Task::Recover(recover) => match recover::run(&recover, options.data_dir()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error),
        },
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("strowger: {error:#}");
    ExitCode::FAILURE
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
