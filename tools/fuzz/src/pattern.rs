//! Patterns: what is accepted stays the same when it is read again, and its symbols fit its length.

use model::Pattern;

/// Reads the bytes as Asterisk writes a pattern, and as an administrator does.
pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for pattern in [Pattern::parse(text), Pattern::parse_bare(text)].into_iter().flatten() {
        assert_eq!(Pattern::parse(pattern.as_str()).as_ref(), Ok(&pattern));
        assert!(pattern.shortest() <= pattern.symbols().len());
        assert!(pattern.symbols().len() <= Pattern::MAX);
    }
}
