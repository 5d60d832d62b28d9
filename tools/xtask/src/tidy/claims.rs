//! docs/rfc.md claims nothing without a test: each test that it names in backticks exists.

use super::Finding;
use crate::workspace::Source;

const PAGE: &str = "docs/rfc.md";

/// Reports the tests that the page names and no source has. A name is a word in backticks, its path apart, with two
/// underscores at least: tests are rules in words.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let Some(page) = sources.iter().find(|source| source.path == PAGE) else { return vec![] };
    let mut findings = Vec::new();
    for (at, line) in page.text().lines().enumerate() {
        for name in names(line) {
            let heads = [format!("fn {name}("), format!("def {name}(")];
            if !sources.iter().any(|source| heads.iter().any(|head| source.text().contains(head))) {
                findings
                    .push(Finding::new(format!("{PAGE}:{}", at + 1), format!("there is no test `{name}`")));
            }
        }
    }
    findings
}

fn names(line: &str) -> impl Iterator<Item = &str> {
    let quoted = line.split('`').skip(1).step_by(2);
    quoted.filter_map(|word| word.rsplit("::").next()).filter(|word| is_test_name(word))
}

fn is_test_name(word: &str) -> bool {
    let snake = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    word.chars().all(snake) && word.matches('_').count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrongs(page: &str) -> Vec<String> {
        let code = Source::new("src/lib.rs".into(), "fn late_ack_is_absorbed() {}\n".into());
        let page = Source::new(PAGE.into(), page.into());
        check(&[code, page]).into_iter().map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn a_test_that_exists_may_be_claimed_with_its_path() {
        assert!(wrongs("| 17.2.1 | `txn::tests::late_ack_is_absorbed` | held |\n").is_empty());
    }

    #[test]
    fn a_test_that_does_not_exist_is_found_with_its_line() {
        assert_eq!(wrongs("\n`late_ack_is_lost`\n"), ["docs/rfc.md:2: there is no test `late_ack_is_lost`"]);
    }

    #[test]
    fn other_code_words_are_no_claims() {
        assert!(wrongs("`Max-Forwards` `sip_core` `INVITE` late_ack_is_lost\n").is_empty());
    }
}
