//! How the demo ends where it is not let to its end: quietly, with an error, and with nothing left behind.

#![allow(clippy::unwrap_used, reason = "a test ends where it fails, in its helpers too")]

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A demo whose temporary directory is a folder of the test's own.
fn demo(name: &str, out: Stdio) -> (Child, PathBuf) {
    let folder = std::env::temp_dir().join(format!("strowger-ends-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_demo"));
    command.env("TMPDIR", &folder).stdout(out).stderr(Stdio::piped());
    (command.spawn().unwrap(), folder)
}

/// Waits for its end: an error that is no panic, and an empty folder. Returns what it said of it.
fn ended(mut child: Child, folder: &Path) -> String {
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    let left: Vec<_> = fs::read_dir(folder).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    fs::remove_dir(folder).unwrap();
    said
}

#[test]
fn a_reader_who_has_seen_enough_ends_it_without_a_word() {
    let (mut child, folder) = demo("closed", Stdio::piped());
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(ended(child, &folder), "");
}

#[test]
fn an_output_that_is_full_is_an_error_with_a_remedy() {
    let (child, folder) = demo("full", File::create("/dev/full").unwrap().into());
    let said = ended(child, &folder);
    assert!(said.contains("nothing more can be printed") && said.contains("make room"), "{said}");
}

#[test]
fn a_signal_ends_it_with_nothing_left_behind() {
    let (mut child, folder) = demo("signal", Stdio::piped());
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().starts_with("1. ")));
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    lines.for_each(drop);
    assert!(ended(child, &folder).contains("a signal asked for the end"));
}
