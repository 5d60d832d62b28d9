//! How many fields the structs of a file have. It leans on rustfmt: one field a line, four spaces in.

use crate::workspace::{Kind, Source};

/// Returns each production struct with its number of named fields.
pub(crate) fn fields(source: &Source) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = source.lines_of(Kind::Production).map(|(_, line)| line).collect();
    let starts = lines.iter().enumerate().filter_map(|(at, line)| Some((at, name(line)?)));
    starts
        .map(|(at, name)| {
            let rest = lines.get(at + 1..).unwrap_or_default();
            let body = rest.iter().take_while(|line| **line != "}");
            (name, body.filter(|line| is_field(line)).count())
        })
        .collect()
}

fn name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("struct ")?;
    let starts = before.is_empty() || (before.starts_with("pub") && before.ends_with(' '));
    let name = after.split(|c: char| !c.is_alphanumeric()).next()?;
    (starts && line.ends_with('{')).then_some(name)
}

fn is_field(line: &str) -> bool {
    let Some(line) = line.strip_prefix("    ") else { return false };
    let word = line.split_once(": ").map_or("", |(head, _)| head.rsplit(' ').next().unwrap_or_default());
    !line.starts_with([' ', '/', '#', '}']) && !word.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_counted_and_their_comments_are_not() {
        let text = "pub struct Leg<T> {\n    /// Says: why.\n    pub(crate) a: T,\n    b: Vec<\n        u8,\n    >,\n}\nstruct Unit;\nstruct Pair(u8, u8);\n";
        assert_eq!(fields(&Source::new("src/lib.rs".into(), text.into())), [("Leg", 2)]);
    }
}
