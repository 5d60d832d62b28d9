use clap::{CommandFactory, Parser};

use super::*;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

fn parse(words: &[&str]) -> Result<Line, clap::Error> {
    Line::try_parse_from(std::iter::once("strowger").chain(words.iter().copied()))
}

fn matching(words: &[&str]) -> DialplanMatch {
    match parse(words).unwrap().command {
        Command::Dialplan(Dialplan::Match(asked)) => asked,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_commands_hang_together() {
    Line::command().debug_assert();
}

#[test]
fn global_options_stand_before_or_after_the_command() {
    for words in [&["--json", "--data-dir", "/d", "calls"][..], &["calls", "--json", "--data-dir", "/d"]] {
        let line = parse(words).unwrap();
        assert!(line.options.json);
        assert_eq!(line.options.data_dir(), Some(Path::new("/d")));
    }
    let line = parse(&["sip", "show", "peers", "--json"]).unwrap();
    assert!(line.options.json);
}

#[test]
fn patterns_stand_before_the_dashes_and_the_number_after() {
    let asked = matching(&["dialplan", "match", "_X.", "_-1", "*8", "--", "-5"]);
    assert_eq!(asked.patterns, ["_X.", "_-1", "*8"]);
    assert_eq!(asked.dialled, ["-5"]);
}

#[test]
fn the_caller_of_a_match_may_stand_before_the_dashes() {
    assert_eq!(matching(&["dialplan", "match", "--caller", "201", "_X./201", "--", "5"]).caller, "201");
    assert_eq!(matching(&["dialplan", "match", "_X./201", "--caller", "201", "--", "5"]).caller, "201");
}

#[test]
fn explain_needs_exactly_one_kind_of_caller() {
    assert!(parse(&["route", "explain", "--context", "default", "**99101"]).is_ok());
    assert!(parse(&["route", "explain", "--line", "alice", "**99101", "--caller", "201"]).is_ok());
    assert!(parse(&["route", "explain", "**99101"]).is_err());
    assert!(parse(&["route", "explain", "--line", "a", "--trunk", "b", "1"]).is_err());
}

#[test]
fn the_exchange_is_not_stopped_from_here() {
    assert!(parse(&["core", "stop", "now"]).is_err());
}

#[test]
fn several_site_files_are_one_site() {
    match parse(&["apply", "a.toml", "b.toml", "--prune"]).unwrap().command {
        Command::Apply(site) => {
            assert_eq!(site.files.len(), 2);
            assert!(site.prune);
        }
        other => panic!("{other:?}"),
    }
    assert!(parse(&["apply"]).is_err());
}

#[test]
fn the_command_of_each_noun_is_the_word_that_messages_use() {
    let command = Line::command();
    for noun in NounKind::ALL {
        assert!(command.find_subcommand(noun.word()).is_some(), "{}", noun.word());
    }
}

#[test]
fn a_backup_or_a_revision_is_restored_and_never_both() {
    for good in [&["restore", "f.db"][..], &["restore", "--revision", "3", "--dry-run"]] {
        assert!(parse(good).is_ok(), "{good:?}");
    }
    for bad in [&["restore"][..], &["restore", "f.db", "--revision", "3"], &["restore", "--revision", "x"]] {
        assert!(parse(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn a_trunk_is_tested_with_a_call_or_without_and_listed_as_every_noun() {
    for good in [
        &["trunk", "test", "to-b"][..],
        &["trunk", "test", "to-b", "--call", "300"],
        &["trunk", "list"],
        &["trunk", "update", "to-b", "--set", "enabled=no"],
    ] {
        assert!(parse(good).is_ok(), "{good:?}");
    }
    assert!(parse(&["trunk", "test"]).is_err());
    assert!(parse(&["user", "test", "Alice"]).is_err());
}
