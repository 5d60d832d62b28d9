//! No clock, socket, file, thread or print in value/ and core/. Their clippy.toml bans the same; this also sees code that
//! clippy is not asked about, and says it in a second.

use super::Finding;
use crate::workspace::{Kind, Source};

/// What production code there must not name.
const BANNED: &[(&str, &str)] = &[
    ("Instant", "a clock: take `now` as an argument"),
    ("SystemTime", "a clock: take `now` as an argument"),
    ("std::fs", "a file: ask for it with an Action"),
    ("std::env", "the environment: take it as an argument"),
    ("std::process", "a process"),
    ("std::io", "IO"),
    ("std::thread", "a thread"),
    ("std::sync", "sharing: one task owns each state"),
    ("thread_local!", "a global"),
    ("static mut", "a global"),
    ("tokio", "a runtime"),
    ("async fn", "async lives in shells"),
    ("getrandom", "chance: it is handed in"),
    ("println!", "a print"),
    ("print!", "a print"),
    ("eprintln!", "a print"),
];

/// What their tests must not name either: tests run on a fake clock and without a network.
const BANNED_IN_TESTS: &[(&str, &str)] = &[
    ("UdpSocket", "a socket"),
    ("TcpStream", "a socket"),
    ("TcpListener", "a socket"),
    ("sleep(", "a sleep"),
];

/// Allowed although a banned word matches: shared immutable values are no shared state, and `write!` into a `Vec` is no IO.
const ALLOWED: &[&str] = &["std::sync::Arc", "std::sync::LazyLock", "std::io::Write"];

/// Reports every banned word in the sources of value/ and core/.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let pure = |path: &str| path.starts_with("crates/value/") || path.starts_with("crates/core/");
    sources.iter().filter(|source| source.is_rust() && pure(&source.path)).flat_map(of_source).collect()
}

fn of_source(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, kind, line) in source.lines() {
        let code = line.split("//").next().unwrap_or_default();
        let code = ALLOWED.iter().fold(code.to_owned(), |code, allowed| code.replace(allowed, ""));
        let production = if kind == Kind::Production { BANNED } else { &[] };
        for (word, why) in production.iter().chain(BANNED_IN_TESTS) {
            if holds_word(&code, word) {
                findings
                    .push(Finding::new(format!("{}:{number}", source.path), format!("`{word}` is {why}")));
            }
        }
    }
    findings
}

/// Whether `word` stands in `code` with no letter, digit or underscore before or, where it ends in one, after it.
fn holds_word(code: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code.get(..at).and_then(|head| head.chars().next_back());
        let after = code.get(at + word.len()..).and_then(|tail| tail.chars().next());
        let closed = !word.ends_with(part_of_name) || !after.is_some_and(part_of_name);
        !before.is_some_and(part_of_name) && closed
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrongs(path: &str, text: &str) -> usize {
        check(&[Source::new(path.into(), text.into())]).len()
    }

    #[test]
    fn a_clock_in_a_core_is_found() {
        assert_eq!(wrongs("crates/core/calls/src/lib.rs", "let now = std::time::Instant::now();\n"), 1);
    }

    #[test]
    fn a_duration_is_a_value() {
        assert_eq!(wrongs("crates/core/calls/src/lib.rs", "use std::time::Duration;\n"), 0);
    }

    #[test]
    fn a_longer_name_that_holds_a_banned_word_is_fine() {
        assert_eq!(wrongs("crates/value/rtp/src/lib.rs", "struct Instantaneous; fn blueprint!() {}\n"), 0);
    }

    #[test]
    fn comments_may_speak_of_clocks() {
        assert_eq!(wrongs("crates/value/moment/src/lib.rs", "/// Not an Instant.\nfn a() {} // tokio\n"), 0);
    }

    #[test]
    fn an_arc_is_allowed_and_a_mutex_is_not() {
        assert_eq!(wrongs("crates/core/calls/src/lib.rs", "use std::sync::Arc;\n"), 0);
        assert_eq!(wrongs("crates/core/calls/src/lib.rs", "use std::sync::Mutex;\n"), 1);
    }

    #[test]
    fn tests_may_print_and_must_not_sleep() {
        assert_eq!(wrongs("crates/core/calls/src/tests.rs", "println!(\"a\");\n"), 0);
        assert_eq!(wrongs("crates/core/calls/src/tests.rs", "sleep(a);\n"), 1);
    }

    #[test]
    fn shells_are_free() {
        assert_eq!(wrongs("crates/shell/net/src/lib.rs", "use tokio::net::UdpSocket;\n"), 0);
    }
}
