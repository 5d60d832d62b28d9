//! Strangers' text on a terminal: names, user agents and reasons come from the wire, and a terminal obeys what it is shown.

/// Writes out what a terminal would obey, line by line: control characters but line feeds, and what turns the direction of text.
pub(crate) fn printable(text: &str) -> String {
    escaped(text, |char| char == '\n')
}

/// The same for a cell or a field, where a line feed would begin a false row.
pub(crate) fn printable_cell(text: &str) -> String {
    escaped(text, |_| false)
}

fn escaped(text: &str, is_spared: impl Fn(char) -> bool) -> String {
    let is_safe = |char: char| is_spared(char) || !(char.is_control() || turns_text(char));
    if text.chars().all(is_safe) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        match is_safe(char) {
            true => out.push(char),
            false => out.extend(char.escape_unicode()),
        }
    }
    out
}

/// The embeddings, overrides and isolates of Unicode's bidirectional algorithm, which make text read as what it is not.
const fn turns_text(char: char) -> bool {
    matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(printable("Zoë\n\u{1b}[2J"), "Zoë\n\\u{1b}[2J");
        assert_eq!(printable_cell("a\nb\t\u{202e}c"), "a\\u{a}b\\u{9}\\u{202e}c");
        assert_eq!(printable_cell("日本 ok"), "日本 ok");
    }
}
