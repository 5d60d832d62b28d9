//! docs/rfc.md claims nothing without a test: a clause that is held names one, and each test that is named is there.
//!
//! Whether a test checks what its row says is for people to judge; here nothing but its being there is.

use super::Finding;
use crate::workspace::Source;

const PAGE: &str = "docs/rfc.md";
/// What a table of clauses begins with; other tables claim nothing by their rows.
const HEADER: &str = "| clause | what we hold | test | status |";

/// Reports the rows without a test or a reason, and the tests that are named and not there.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let Some(page) = sources.iter().find(|source| source.path == PAGE) else {
        return vec![Finding::new(PAGE, "is missing, and README.md promises it")];
    };
    let (mut findings, mut is_row) = (Vec::new(), false);
    for (number, _, line) in page.lines() {
        let unfounded = if is_row { unfounded(line) } else { None };
        is_row = line == HEADER || (is_row && line.starts_with('|'));
        let absent = claims(line).filter_map(|(path, name)| absent(path, name, sources));
        let wrongs = unfounded.into_iter().chain(absent);
        findings.extend(wrongs.map(|wrong| Finding::new(format!("{PAGE}:{number}"), wrong)));
    }
    findings
}

/// Yields file and test of each claim of a line: `file::test` in backticks.
fn claims(line: &str) -> impl Iterator<Item = (&str, &str)> {
    line.split('`').skip(1).step_by(2).filter_map(|quoted| quoted.split_once("::"))
}

/// Says what a line of a table of clauses lacks.
fn unfounded(line: &str) -> Option<String> {
    let cells: Vec<&str> = line.strip_prefix("| ")?.trim_end_matches(" |").split(" | ").collect();
    let [_, _, _, status] = cells.as_slice() else { return Some(format!("the row is not `{HEADER}`")) };
    let is_tested = claims(line).next().is_some();
    match status.split_once(": ").map_or((*status, None), |(word, why)| (word, Some(why))) {
        ("held", None) | ("in part", Some(_)) if is_tested => None,
        ("not held", Some(_)) => None,
        ("held", None) | ("in part", Some(_)) => {
            Some(format!("is `{status}` without a test: name it as `file::test`, or take the row out"))
        }
        _ => Some(format!("`{status}` is none of `held`, `in part: what is missing` and `not held: why`")),
    }
}

/// Says what of a claim is not there.
fn absent(path: &str, name: &str, sources: &[Source]) -> Option<String> {
    let Some(source) = sources.iter().find(|source| source.path == path) else {
        return Some(format!("there is no file {path}: correct the path, from the root of the repository"));
    };
    let (is_there, what) =
        if source.is_rust() { (has_test(source, name), "test") } else { (has_rule(source, name), "rule") };
    let remedy = "correct its name, or take the claim out";
    (!is_there).then(|| format!("there is no {what} `{name}` in {path}: {remedy}"))
}

fn has_test(source: &Source, name: &str) -> bool {
    let head = format!("fn {name}(");
    let mut is_test = false;
    for line in source.text().lines().map(str::trim_start) {
        if is_test && line.trim_start_matches("async ").starts_with(&head) {
            return true;
        }
        let begins = line.starts_with("#[test]") || line.starts_with("#[tokio::test");
        is_test = begins || (is_test && line.starts_with("#["));
    }
    false
}

/// A rule of `tools/e2e` has no name but its words.
fn has_rule(source: &Source, words: &str) -> bool {
    ["rule(\"", "rule(f\""].iter().any(|head| source.text().contains(&format!("{head}{words}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "#[test]\nfn late_ack_is_absorbed() {}\n\nfn lost() {}\n\
        #[tokio::test(start_paused = true)]\n#[cfg(unix)]\nasync fn pong() {}\n";

    fn wrongs(page: &str) -> Vec<String> {
        let code = Source::new("src/txn.rs".into(), CODE.into());
        let rules =
            Source::new("e2e/calls.py".into(), "@rule(\"hold, and resume\")\ndef hold(world):\n".into());
        let page = Source::new(PAGE.into(), page.into());
        check(&[code, rules, page]).into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn a_test_and_a_rule_that_exist_may_be_claimed() {
        let rows = "| 17.2.1 | Late ACKs | `src/txn.rs::late_ack_is_absorbed` `src/txn.rs::pong` | held |\n\
            | 8.4 | Hold | `e2e/calls.py::hold, and resume` | in part: no music |\n\
            | 23 | S/MIME | - | not held: nobody asks |\n";
        assert_eq!(wrongs(&format!("{HEADER}\n|---|---|---|---|\n{rows}")), [""; 0]);
    }

    #[test]
    fn what_is_not_there_is_found_with_its_line_and_the_remedy() {
        assert_eq!(
            wrongs("\n`src/txn.rs::lost` `e2e/calls.py::hold` `txn.rs::pong`\n"),
            [
                "docs/rfc.md:2: there is no test `lost` in src/txn.rs: correct its name, or take the claim out",
                "docs/rfc.md:2: there is no rule `hold` in e2e/calls.py: correct its name, or take the claim out",
                "docs/rfc.md:2: there is no file txn.rs: correct the path, from the root of the repository",
            ]
        );
    }

    #[test]
    fn a_row_without_a_test_or_a_reason_is_found() {
        for (row, wrong) in [
            ("| 1 | x | - | held |", "without a test"),
            ("| 1 | x | - | in part: y |", "without a test"),
            ("| 1 | x | `src/txn.rs::pong` | in part |", "is none of"),
            ("| 1 | x | - | not held |", "is none of"),
            ("| 1 | x | `src/txn.rs::pong` | held: mostly |", "is none of"),
            ("| 1 | x | held |", "the row is not"),
        ] {
            let found = wrongs(&format!("{HEADER}\n|---|---|---|---|\n{row}\n"));
            assert!(found.len() == 1 && found[0].contains(wrong), "{row}: {found:?}");
        }
    }

    #[test]
    fn other_code_words_and_other_tables_are_no_claims() {
        assert_eq!(wrongs("`Max-Forwards` `sip_core` late_ack_is_lost\n| 3.1.1.1 wsinv | 481 |\n"), [""; 0]);
    }

    #[test]
    fn the_page_must_be_there() {
        assert_eq!(check(&[]).len(), 1);
    }
}
