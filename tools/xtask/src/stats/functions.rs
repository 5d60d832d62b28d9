//! How long the functions of a file are, counted as clippy's `too_many_lines` does: lines of the body that are neither
//! blank nor a comment. It leans on rustfmt: a function ends at the first `}` with the indent of its `fn`.

use crate::workspace::{Kind, Source};

/// Returns the length of each production function that has a body of more than one line.
pub(crate) fn lengths(source: &Source) -> Vec<usize> {
    let lines: Vec<&str> = source.lines_of(Kind::Production).map(|(_, line)| line).collect();
    (0..lines.len()).filter_map(|at| length_at(lines.get(at..)?)).collect()
}

fn length_at(lines: &[&str]) -> Option<usize> {
    let (first, rest) = lines.split_first()?;
    let indent = first.len() - first.trim_start().len();
    if !starts_function(first.trim_start()) || first.ends_with(['}', ';']) {
        return None;
    }
    let closing = format!("{}}}", " ".repeat(indent));
    let semicolon =
        |line: &str| line.len() > indent && line.starts_with(&" ".repeat(indent)) && line.ends_with(");");
    let end = rest
        .iter()
        .position(|line| *line == closing || (line.trim_start().starts_with(')') && semicolon(line)))?;
    let body_starts =
        if first.ends_with('{') { 0 } else { rest.iter().position(|line| line.ends_with('{'))? + 1 };
    let counted = |line: &&&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    Some(rest.get(body_starts..end)?.iter().filter(counted).count())
}

/// Whether a line, its indent apart, begins a function.
fn starts_function(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let qualifier =
        |word: &str| matches!(word, "const" | "async" | "unsafe" | "extern") || word.starts_with("pub");
    words.find(|word| !qualifier(word)) == Some("fn")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<usize> {
        lengths(&Source::new("src/lib.rs".into(), text.into()))
    }

    #[test]
    fn blank_lines_and_comments_do_not_count() {
        assert_eq!(of("pub fn a() {\n    b();\n\n    // why\n    c();\n}\n"), [2]);
    }

    #[test]
    fn a_signature_over_several_lines_is_not_body() {
        assert_eq!(
            of("impl A {\n    pub(crate) const fn a(\n        b: u8,\n    ) -> u8 {\n        b\n    }\n}\n"),
            [1]
        );
    }

    #[test]
    fn declarations_and_one_liners_have_no_length() {
        assert_eq!(of("trait A {\n    fn a(&self);\n    fn b() {}\n}\n"), [] as [usize; 0]);
    }

    #[test]
    fn tests_are_not_measured() {
        assert_eq!(of("#[cfg(test)]\nmod tests {\n    fn a() {\n        b();\n    }\n}\n"), [] as [usize; 0]);
    }
}
