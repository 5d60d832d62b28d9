//! How long a file may be. Past 400 production lines it is listed, past 800 it is refused: something has two jobs.

use super::Finding;
use crate::workspace::{Kind, Source};

/// From here on a file is listed.
const ASK: usize = 400;
/// Past this a file is refused.
const REFUSE: usize = 800;

/// Reports the files that are too long.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let too_long = |lines: &usize| *lines > REFUSE;
    let measured = measured(sources).filter(|(_, lines)| too_long(lines));
    measured
        .map(|(path, lines)| Finding::new(path, format!("{lines} production lines, at most {REFUSE}")))
        .collect()
}

/// Lists the files that ask for a split.
pub(crate) fn large(sources: &[Source]) -> Vec<(&str, usize)> {
    measured(sources).filter(|(_, lines)| (ASK + 1..=REFUSE).contains(lines)).collect()
}

fn measured(sources: &[Source]) -> impl Iterator<Item = (&str, usize)> {
    sources
        .iter()
        .filter(|source| source.is_rust())
        .map(|source| (source.path.as_str(), source.count(Kind::Production)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_lines(lines: usize) -> [Source; 1] {
        [Source::new("src/lib.rs".into(), "a\n".repeat(lines) + "#[cfg(test)]\nmod tests {\n}\n")]
    }

    #[test]
    fn tests_do_not_count() {
        assert!(large(&of_lines(400)).is_empty());
        assert_eq!(large(&of_lines(401)), [("src/lib.rs", 401)]);
    }

    #[test]
    fn past_eight_hundred_is_refused() {
        assert!(check(&of_lines(800)).is_empty());
        assert_eq!(check(&of_lines(801)).len(), 1);
    }
}
