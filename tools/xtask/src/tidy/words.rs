//! Words that must not be committed: unfinished work, and paths of the machine that somebody works on.

use super::Finding;
use crate::workspace::Source;

/// Each in two halves, so that this file does not report itself.
const UNFINISHED: &[[&str; 2]] =
    &[["TO", "DO"], ["FIX", "ME"], ["XX", "X:"], ["to", "do!("], ["unimple", "mented!("]];

/// Paths outside of the repository that only one machine has.
const MACHINE: &[[&str; 2]] =
    &[["/ho", "me/"], ["/var", "/tmp"], ["/wo", "rk/"], ["../sha", "red"], [".libr", "ary/"]];

/// Endings of files in which unfinished work can hide; a page may speak of the word.
const CODE: &[&str] = &[".rs", ".py", ".sh", ".sql", ".ts", ".tsx", "Makefile"];

/// Reports each such word with its line.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    sources.iter().flat_map(of_source).collect()
}

fn of_source(source: &Source) -> Vec<Finding> {
    let is_code = CODE.iter().any(|ending| source.path.ends_with(ending));
    let unfinished = if is_code { UNFINISHED } else { &[] };
    let mut findings = Vec::new();
    for (number, line) in source.text().lines().enumerate() {
        let mut report = |halves: &[&str; 2], wrong: &str| {
            let word = halves.concat();
            if line.contains(&word) {
                findings.push(Finding::new(
                    format!("{}:{}", source.path, number + 1),
                    format!("`{word}`: {wrong}"),
                ));
            }
        };
        unfinished.iter().for_each(|halves| report(halves, "finish it, or open an issue"));
        MACHINE.iter().for_each(|halves| report(halves, "a path of one machine"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrongs(path: &str, text: String) -> usize {
        check(&[Source::new(path.into(), text)]).len()
    }

    #[test]
    fn unfinished_work_is_found_in_code_only() {
        let line = format!("// {}: later\n", UNFINISHED[0].concat());
        assert_eq!(wrongs("src/lib.rs", line.clone()), 1);
        assert_eq!(wrongs("docs/style.md", line), 0);
    }

    #[test]
    fn a_path_of_one_machine_is_found_everywhere() {
        assert_eq!(wrongs("docs/style.md", format!("see {}\n", MACHINE[0].concat())), 1);
    }

    #[test]
    fn this_file_does_not_report_itself() {
        assert_eq!(wrongs("tools/xtask/src/tidy/words.rs", include_str!("words.rs").to_owned()), 0);
    }
}
