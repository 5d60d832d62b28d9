//! Patterns: what is accepted stays the same when it is read again; the pattern that wins is one of those asked, wins
//! alone too, and wins whatever the order in which they are written.

use model::Pattern;
use routing::match_patterns;

/// As many lines as are looked at, so that one input stays quick.
const LINES: usize = 16;

/// Reads the first line as a dialled number, each further one as a pattern.
pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.lines().take(LINES);
    let number = lines.next().unwrap_or_default();
    let patterns: Vec<&str> = lines.collect();
    patterns.iter().for_each(|pattern| reads_back(pattern));

    let winner = match_patterns(&patterns, number, "");
    if let Some(winner) = winner {
        assert!(patterns.contains(&winner));
        assert_eq!(match_patterns(&[winner], number, ""), Some(winner), "wins among others and not alone");
    }
    let reversed: Vec<&str> = patterns.iter().rev().copied().collect();
    assert_eq!(winner.is_some(), match_patterns(&reversed, number, "").is_some());
}

fn reads_back(text: &str) {
    for pattern in [Pattern::parse(text), Pattern::parse_bare(text)].into_iter().flatten() {
        assert_eq!(Pattern::parse(pattern.as_str()).as_ref(), Ok(&pattern));
        assert!(pattern.shortest() <= pattern.symbols().len());
        assert!(pattern.symbols().len() <= Pattern::MAX);
    }
}
