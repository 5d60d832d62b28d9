//! A line at the prompt taken apart as a shell would: blanks part words, quotes and backslashes keep them together. There is
//! no globbing: `**99101` means itself.

/// Splits a line into words.
pub(super) fn split(line: &str) -> Result<Vec<String>, &'static str> {
    let mut words = vec![];
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(chars.next()),
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    match quote {
        Some(_) => Err("a quote is not closed"),
        None => Ok(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_keep_words_together() {
        assert_eq!(split("  sip show  peers ").unwrap(), ["sip", "show", "peers"]);
        assert_eq!(split(r#"user show "Alice Lab""#).unwrap(), ["user", "show", "Alice Lab"]);
        assert_eq!(split(r"user show Alice\ Lab ''").unwrap(), ["user", "show", "Alice Lab", ""]);
        assert_eq!(split(r#"--set 'name=a"b' "c\"d""#).unwrap(), ["--set", "name=a\"b", "c\"d"]);
        assert_eq!(split("route explain --context default **99101").unwrap().last().unwrap(), "**99101");
        assert_eq!(split("").unwrap(), [""; 0]);
    }

    #[test]
    fn an_open_quote_is_a_mistake() {
        assert!(split("user show \"Alice").is_err());
        assert_eq!(split("ends with \\").unwrap(), ["ends", "with", ""]);
    }
}
