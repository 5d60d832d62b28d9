//! The figures themselves. Generated files and tools count like the rest: there is no corner to hide in.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::{functions, structs};
use crate::workspace::{Kind, Package, Source};

/// Longest function that is not counted as long; clippy.toml has the same number.
const LONG_FUNCTION: usize = 70;
/// Most fields of a struct that has one job.
const MANY_FIELDS: usize = 12;

/// What ends the process where a value is missing; in two halves, so that this file does not count itself.
const PANICS: [[&str; 2]; 2] = [[".unw", "rap()"], [".exp", "ect(\""]];

/// What was counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Measured {
    files: usize,
    production_lines: usize,
    test_lines: usize,
    file_lines_p95: usize,
    file_lines_max: usize,
    largest_file: String,
    functions: usize,
    long_functions: usize,
    wide_structs: Vec<String>,
    unwraps: usize,
    crates: usize,
    duplicates: Vec<String>,
}

/// One figure beside its limit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bar {
    words: String,
    limit: &'static str,
    holds: bool,
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {} ({})", if self.holds { "ok  " } else { "OVER" }, self.words, self.limit)
    }
}

impl Measured {
    /// Counts over every Rust file, and over the packages of the lock file.
    pub(crate) fn of(sources: &[Source], packages: &[Package]) -> Self {
        let rust: Vec<&Source> = sources.iter().filter(|source| source.is_rust()).collect();
        let mut sizes: Vec<(usize, &str)> =
            rust.iter().map(|source| (source.count(Kind::Production), source.path.as_str())).collect();
        sizes.retain(|(lines, _)| *lines > 0);
        sizes.sort_unstable();
        let lengths: Vec<usize> = rust.iter().flat_map(|source| functions::lengths(source)).collect();
        let largest = sizes.last().copied().unwrap_or_default();
        Self {
            files: sizes.len(),
            production_lines: sizes.iter().map(|(lines, _)| lines).sum(),
            test_lines: rust.iter().map(|source| source.count(Kind::Test)).sum(),
            file_lines_p95: sizes
                .get(sizes.len().saturating_sub(1) * 95 / 100)
                .map_or(0, |(lines, _)| *lines),
            file_lines_max: largest.0,
            largest_file: largest.1.to_owned(),
            functions: lengths.len(),
            long_functions: lengths.iter().filter(|lines| **lines > LONG_FUNCTION).count(),
            wide_structs: rust.iter().flat_map(|source| wide_structs(source)).collect(),
            unwraps: rust.iter().map(|source| unwraps(source)).sum(),
            crates: packages.len(),
            duplicates: duplicates(packages),
        }
    }

    /// Holds each figure against its bar.
    pub(crate) fn bars(&self) -> Vec<Bar> {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let long = share(self.long_functions, self.functions) * 100.0;
        let unwraps = share(self.unwraps, self.production_lines) * 1000.0;
        let tested = share(self.test_lines, self.production_lines);
        let bar = |words, limit, holds| Bar { words, limit, holds };
        vec![
            bar(
                format!(
                    "{} files, {} production lines, {} test lines",
                    self.files, self.production_lines, self.test_lines
                ),
                "no limit",
                true,
            ),
            bar(format!("file p95 {} lines", self.file_lines_p95), "at most 420", self.file_lines_p95 <= 420),
            bar(
                format!("largest file {} lines, {}", self.file_lines_max, self.largest_file),
                "at most 800",
                self.file_lines_max <= 800,
            ),
            bar(
                format!(
                    "{} of {} functions over {LONG_FUNCTION} lines, {long:.2} %",
                    self.long_functions, self.functions
                ),
                "at most 1.5 %",
                long <= 1.5,
            ),
            bar(
                format!(
                    "{} structs over {MANY_FIELDS} fields: {}",
                    self.wide_structs.len(),
                    self.wide_structs.join(", ")
                ),
                "aim at none",
                self.wide_structs.is_empty(),
            ),
            bar(
                format!("{} unwrap or expect, {unwraps:.2} per 1,000 production lines", self.unwraps),
                "at most 0.5",
                unwraps <= 0.5,
            ),
            bar(format!("test : production {tested:.2}"), "at least 0.8", tested >= 0.8),
            bar(
                format!(
                    "{} crates in the lock file, {} of them in a second version",
                    self.crates,
                    self.duplicates.len()
                ),
                "a rise over 10 % needs a sentence",
                true,
            ),
        ]
    }
}

fn wide_structs(source: &Source) -> Vec<String> {
    let wide = structs::fields(source).into_iter().filter(|(_, fields)| *fields > MANY_FIELDS);
    wide.map(|(name, fields)| format!("{name} ({fields})")).collect()
}

fn unwraps(source: &Source) -> usize {
    let in_line = |line: &str| {
        let code = line.split("//").next().unwrap_or_default();
        PANICS.iter().map(|halves| code.matches(&halves.concat()).count()).sum::<usize>()
    };
    source.lines_of(Kind::Production).map(|(_, line)| in_line(line)).sum()
}

fn duplicates(packages: &[Package]) -> Vec<String> {
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    packages.iter().for_each(|package| *versions.entry(&package.name).or_default() += 1);
    versions.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(text: &str) -> Measured {
        Measured::of(&[Source::new("src/lib.rs".into(), text.into())], &[])
    }

    #[test]
    fn unwrap_and_expect_count_in_production_only() {
        let text = "fn a() {\n    b.unwrap(); // .unwrap()\n    c.expect(\"d\");\n}\n#[cfg(test)]\nmod t {\n    e.unwrap();\n}\n";
        assert_eq!(measured(text).unwraps, 2);
    }

    #[test]
    fn a_function_of_seventy_lines_is_not_long_and_one_more_is() {
        let of =
            |lines: usize| measured(&format!("fn a() {{\n{}}}\n", "    b();\n".repeat(lines))).long_functions;
        assert_eq!((of(70), of(71)), (0, 1));
    }

    #[test]
    fn the_ratio_of_tests_is_a_bar() {
        let holds = |text: &str| measured(text).bars().iter().all(|bar| bar.holds);
        assert!(!holds("fn a() {}\n"));
        assert!(holds("fn a() {}\n#[cfg(test)]\nmod tests {}\n}\n"));
    }

    #[test]
    fn nothing_at_all_is_measured_without_a_panic() {
        assert_eq!(Measured::of(&[], &[]).file_lines_p95, 0);
    }
}
