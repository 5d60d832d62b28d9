//! `console`: a prompt for the same commands, without the leading `strowger`, with history and completion. Where standard
//! input is no terminal the lines come from there, so that a file of commands can be piped in.

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
};

use clap::{CommandFactory, Parser};
use rustyline::{Config, Editor, error::ReadlineError, history::FileHistory};

mod complete;
mod words;

use crate::{
    answer::{Answer, Failure, Shown},
    args::Command,
    print::Style,
    run::{Outcome, answer, print},
    session::Session,
};

/// Lines that are remembered.
const HISTORY_MAX: usize = 1000;

/// A line at the prompt.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = false, name = "", disable_version_flag = true)]
struct Line {
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

/// What a line comes to.
enum Turn {
    /// The next one.
    Next,
    /// The last one was this.
    End,
}

/// Reads and runs commands until `exit`, or the end of input.
pub(crate) fn run(session: &Session) -> Answer {
    match io::stdin().is_terminal() {
        true => prompt(session),
        false => piped(session),
    }
}

fn piped(session: &Session) -> Answer {
    let mut negative = false;
    let mut line = String::new();
    // No lock is held while a command runs: it may read the lines that follow, as a password.
    while io::stdin().read_line(&mut line).map_err(Failure::io("cannot read standard input"))? > 0 {
        let typed = std::mem::take(&mut line);
        let (turn, success) = turn(session, typed.trim_end_matches(['\r', '\n']));
        negative |= !success;
        if let Turn::End = turn {
            break;
        }
    }
    Ok(Shown { negative, ..Shown::default() })
}

fn prompt(session: &Session) -> Answer {
    // Whoever opens a console wants to know at once that nobody is there.
    session.client.get("health")?;
    println!(
        "Strowger {}. Tab completes, `help` lists the commands, `exit` leaves.",
        env!("CARGO_PKG_VERSION")
    );
    let strange = |error: ReadlineError| Failure::Usage(format!("the terminal cannot be used: {error}"));
    let config = Config::builder()
        .max_history_size(HISTORY_MAX)
        .map_err(strange)?
        .auto_add_history(false)
        .completion_type(rustyline::CompletionType::List)
        .build();
    let mut editor = Editor::<complete::Complete<'_>, FileHistory>::with_config(config).map_err(strange)?;
    editor.set_helper(Some(complete::Complete::new(Line::command(), session)));
    let remembered = history_file();
    if let Some(path) = &remembered {
        // The first time there is none.
        let _ = editor.load_history(path);
    }
    loop {
        match editor.readline("strowger> ") {
            Ok(line) => {
                if may_be_kept(&line) {
                    editor.add_history_entry(&line).map_err(strange)?;
                }
                if let (Turn::End, _) = turn(session, &line) {
                    break;
                }
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(strange(error)),
        }
    }
    if let Some(path) = &remembered
        && let Err(error) = editor.save_history(path)
    {
        return Err(Failure::Usage(format!("the history cannot be kept in {}: {error}", path.display())));
    }
    Ok(Shown::default())
}

/// Runs one line, and tells whether it went well.
fn turn(session: &Session, line: &str) -> (Turn, bool) {
    let words = match words::split(line) {
        Ok(words) => words,
        Err(problem) => {
            eprintln!("{problem}");
            return (Turn::Next, false);
        }
    };
    match words.first().map(String::as_str) {
        None => (Turn::Next, true),
        Some(comment) if comment.starts_with('#') => (Turn::Next, true),
        Some("exit" | "quit") => (Turn::End, true),
        Some("?") => (Turn::Next, command(session, &["help".to_owned()])),
        Some(_) => (Turn::Next, command(session, &words)),
    }
}

fn command(session: &Session, words: &[String]) -> bool {
    match Line::try_parse_from(words) {
        Ok(Line { json: true, command }) if session.style != Style::Json => {
            let session = Session { style: Style::Json, ..session.clone() };
            print(Style::Json, answer(&session, &command)) == Outcome::Yes
        }
        Ok(Line { command, .. }) => print(session.style, answer(session, &command)) == Outcome::Yes,
        Err(error) => {
            // Help and errors alike know where they belong; a terminal that is gone is noticed at the next line.
            let _ = error.print();
            !error.use_stderr()
        }
    }
}

/// Says whether a line may be remembered: what holds a password must not be found in a file later.
fn may_be_kept(line: &str) -> bool {
    !line.trim().is_empty() && !line.to_ascii_lowercase().contains("password=")
}

fn history_file() -> Option<PathBuf> {
    std::env::home_dir().map(|home| home.join(".strowger_history"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_a_password_is_not_remembered() {
        assert!(may_be_kept("line update bob --set codecs=ulaw"));
        for line in ["line update bob --set password=x", "trunk update b --set register.Password=x", " "] {
            assert!(!may_be_kept(line), "{line}");
        }
    }
}
