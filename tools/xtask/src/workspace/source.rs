//! One file of ours, with its lines told apart: production or test.
//!
//! It leans on rustfmt: an item that starts in column 0 ends with a `}` or a `;` in a line that starts there too.

use std::ops::Range;

/// What the lines of a file are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What ships.
    Production,
    /// What only a test build sees.
    Test,
}

/// A text file, by its path below the workspace root.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The path with forward slashes.
    pub(crate) path: String,
    text: String,
    /// Line ranges (from 0) that only a test build compiles.
    tests: Vec<Range<usize>>,
}

impl Source {
    /// Keeps the text and finds its tests.
    pub(crate) fn new(path: String, text: String) -> Self {
        let whole = path.ends_with(".rs") && is_test_path(&path);
        let all = || std::iter::once(0..text.lines().count()).collect();
        let tests = if whole { all() } else { test_items(&text) };
        Self { path, text, tests }
    }

    /// Returns where the modules are that this file declares for tests only: each a path without its ending.
    pub(crate) fn test_modules(&self) -> Vec<String> {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let declared =
            self.lines_of(Kind::Test).filter_map(|(_, line)| line.strip_prefix("mod ")?.strip_suffix(';'));
        declared.map(|name| format!("{folder}/{name}")).collect()
    }

    /// Takes every line as a test's, where the file is one of these modules or below it.
    pub(crate) fn mark_tests(&mut self, modules: &[String]) {
        let below = |module: &String| {
            self.path.strip_prefix(module.as_str()).is_some_and(|rest| rest.starts_with(['.', '/']))
        };
        if modules.iter().any(below) {
            self.tests = std::iter::once(0..self.text.lines().count()).collect();
        }
    }

    /// Whether this is Rust.
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The whole text, as it is on the disk.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Yields the lines with their number (from 1) and what they are for.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, Kind, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, self.kind_at(at), line))
    }

    /// Yields the lines of one kind, numbered from 1.
    pub(crate) fn lines_of(&self, kind: Kind) -> impl Iterator<Item = (usize, &str)> {
        self.lines().filter(move |(_, of, _)| *of == kind).map(|(number, _, line)| (number, line))
    }

    /// Counts the lines of one kind.
    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.lines_of(kind).count()
    }

    fn kind_at(&self, at: usize) -> Kind {
        if self.tests.iter().any(|range| range.contains(&at)) { Kind::Test } else { Kind::Production }
    }
}

/// Whether a path holds tests only: by its folder, or by the names that our test modules have.
fn is_test_path(path: &str) -> bool {
    let mut parts = path.split('/').rev();
    let file = parts.next().unwrap_or_default();
    file == "tests.rs"
        || file.ends_with("_tests.rs")
        || parts.any(|folder| matches!(folder, "tests" | "benches" | "conformance" | "fixtures"))
}

/// Finds the items behind `#[cfg(test)]` in column 0.
fn test_items(text: &str) -> Vec<Range<usize>> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines.iter().enumerate().filter(|(_, line)| **line == "#[cfg(test)]").map(|(at, _)| at);
    starts.map(|start| start..end_of_item(&lines, start)).collect()
}

/// Returns the line after the item whose attributes begin at `start`: one line, or a block up to its `}` in column 0.
fn end_of_item(lines: &[&str], start: usize) -> usize {
    let rest = lines.get(start..).unwrap_or_default();
    let head = rest.iter().position(|line| !line.starts_with(['#', ' ', ')', '/'])).unwrap_or(0);
    let is_one_line = rest.get(head).is_some_and(|line| line.ends_with(';'));
    let last = if is_one_line { Some(head) } else { rest.iter().position(|line| *line == "}") };
    last.map_or(lines.len(), |at| start + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(path: &str, text: &str) -> (usize, usize) {
        let source = Source::new(path.into(), text.into());
        (source.count(Kind::Production), source.count(Kind::Test))
    }

    #[test]
    fn a_test_module_at_the_end_is_not_production() {
        let text = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {\n    }\n}\n";
        assert_eq!(counts("src/lib.rs", text), (2, 5));
    }

    #[test]
    fn what_follows_a_test_module_elsewhere_is_production_again() {
        assert_eq!(counts("src/lib.rs", "#[cfg(test)]\nmod tests;\nfn a() {}\n"), (1, 2));
    }

    #[test]
    fn a_tests_file_and_a_tests_folder_are_test_throughout() {
        assert_eq!(counts("src/dialog/tests.rs", "fn a() {}\n"), (0, 1));
        assert_eq!(counts("src/auth/server_tests.rs", "fn a() {}\n"), (0, 1));
        assert_eq!(counts("tests/races.rs", "fn a() {}\n"), (0, 1));
        assert_eq!(counts("src/contests.rs", "fn a() {}\n"), (1, 0));
    }

    #[test]
    fn a_module_declared_for_tests_is_test_with_all_below_it() {
        let parent = Source::new("src/lib.rs".into(), "mod tone;\n#[cfg(test)]\nmod signals;\n".into());
        assert_eq!(parent.test_modules(), ["src/signals"]);
        let count = |path: &str| {
            let mut source = Source::new(path.into(), "fn a() {}\n".into());
            source.mark_tests(&parent.test_modules());
            source.count(Kind::Test)
        };
        assert_eq!(
            ["src/signals.rs", "src/signals/sine.rs", "src/signals_rx.rs", "src/tone.rs"].map(count),
            [1, 1, 0, 0]
        );
    }

    #[test]
    fn a_raw_string_in_column_0_does_not_end_a_test_module() {
        let text = "#[cfg(test)]\nmod tests {\n    const A: &str = \"\nVia: a;\nb;\";\n}\nfn a() {}\n";
        assert_eq!(counts("src/lib.rs", text), (1, 6));
    }

    #[test]
    fn an_unclosed_test_module_runs_to_the_end() {
        assert_eq!(counts("src/lib.rs", "#[cfg(test)]\nmod tests {\n"), (0, 2));
    }
}
