//! `dialplan match`: which of some patterns a number means, without a server. Patterns are read as Asterisk reads them.

use model::{FieldError, Pattern};
use serde_json::json;

use crate::{
    answer::{Answer, Failure, Shown},
    args::DialplanMatch,
    print::{Style, json},
};

/// Prints the pattern that wins, or NONE.
pub(crate) fn run(style: Style, asked: &DialplanMatch) -> Answer {
    let (number, caller) = dialled(asked)?;
    let patterns: Vec<&str> = asked.patterns.iter().map(String::as_str).collect();
    patterns.iter().try_for_each(|pattern| can_be_read(pattern))?;
    let winner = routing::match_patterns(&patterns, number, caller);
    let text = match style {
        Style::Json => json(&json!({ "pattern": winner })),
        Style::Plain | Style::Terminal => format!("{}\n", winner.unwrap_or("NONE")),
    };
    let warnings = match winner {
        Some(_) => vec![],
        None => patterns.iter().filter_map(|pattern| forgotten_underscore(pattern, number, caller)).collect(),
    };
    Ok(Shown { text, warnings, negative: winner.is_none() })
}

/// Refuses what no site file could hold either: it would match nothing, whatever is dialled.
fn can_be_read(pattern: &str) -> Result<(), Failure> {
    let (head, _) = pattern.split_once('/').unwrap_or((pattern, ""));
    Pattern::parse(head)
        .map(drop)
        .map_err(|problem| Failure::CommandLine(FieldError::new(pattern, problem).to_string()))
}

/// Says so where a pattern would have matched with the underscore that Asterisk wants in front.
fn forgotten_underscore(pattern: &str, number: &str, caller: &str) -> Option<String> {
    let meant = format!("_{pattern}");
    let would = !pattern.starts_with('_') && routing::match_patterns(&[&meant], number, caller).is_some();
    would.then(|| {
        format!("{pattern} is read as a number, since it has no underscore in front: {meant} would match")
    })
}

/// Reads what stands behind the dashes: a number, and `--caller N` too, which people write at the end.
fn dialled(asked: &DialplanMatch) -> Result<(&str, &str), Failure> {
    let words: Vec<&str> = asked.dialled.iter().map(String::as_str).collect();
    match words.as_slice() {
        [number] => Ok((number, &asked.caller)),
        [number, "--caller", caller] | ["--caller", caller, number] => Ok((number, caller)),
        [number, caller] => match caller.strip_prefix("--caller=") {
            Some(caller) => Ok((number, caller)),
            None => Err(too_many()),
        },
        _ => Err(too_many()),
    }
}

fn too_many() -> Failure {
    Failure::CommandLine(
        "one number is dialled: strowger dialplan match PATTERN... [--caller N] -- NUMBER".into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(patterns: &[&str], caller: &str, dialled: &[&str]) -> (String, bool) {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        let asked =
            DialplanMatch { patterns: words(patterns), caller: caller.to_owned(), dialled: words(dialled) };
        let shown = run(Style::Plain, &asked).unwrap();
        (shown.text, shown.negative)
    }

    /// Answers that a real Asterisk gave.
    #[test]
    fn known_answers_are_given() {
        for (patterns, caller, number, expected) in [
            (&["_X", "_XX", "_XXX"][..], "", "42", "_XX"),
            (&["_X", "_XX", "_XXX"], "", "1234", "NONE"),
            (&["_N", "_NN"], "", "21", "NONE"),
            (&["_N", "_X", "_Z"], "", "0", "_X"),
            (&["_**99."], "", "**99101", "_**99."),
            (&["_**99."], "", "**99", "NONE"),
            (&["**99."], "", "**99101", "NONE"),
            (&["_1XX", "101"], "", "101", "101"),
            (&["_X./201", "_X."], "201", "55", "_X./201"),
            (&["_X./201", "_X."], "", "55", "_X."),
        ] {
            assert_eq!(
                answer(patterns, caller, &[number]),
                (format!("{expected}\n"), expected == "NONE"),
                "{patterns:?} {number}"
            );
        }
    }

    #[test]
    fn the_caller_may_stand_behind_the_number() {
        for dialled in [&["55", "--caller", "201"][..], &["55", "--caller=201"], &["--caller", "201", "55"]] {
            assert_eq!(answer(&["_X./201"], "", dialled), ("_X./201\n".into(), false));
        }
    }

    #[test]
    fn a_broken_pattern_is_refused_as_a_site_file_refuses_it() {
        for broken in ["_[", "_[12/201", "_", "_1 2"] {
            let asked = DialplanMatch {
                patterns: vec![broken.into()],
                caller: String::new(),
                dialled: vec!["1".into()],
            };
            match run(Style::Plain, &asked) {
                Err(Failure::CommandLine(text)) => assert!(text.starts_with(broken), "{text}"),
                other => panic!("{broken}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_forgotten_underscore_is_pointed_at_and_nothing_else_is() {
        let warnings = |pattern: &str, number: &str| {
            let asked = DialplanMatch {
                patterns: vec![pattern.into()],
                caller: String::new(),
                dialled: vec![number.into()],
            };
            run(Style::Plain, &asked).unwrap().warnings
        };
        assert!(warnings("**99.", "**99101")[0].ends_with("_**99. would match"));
        assert!(warnings("**99.", "201").is_empty() && warnings("_**99.", "201").is_empty());
    }

    #[test]
    fn two_numbers_are_refused() {
        let dialled = vec!["1".to_owned(), "2".to_owned()];
        let asked = DialplanMatch { patterns: vec!["_X".into()], caller: String::new(), dialled };
        assert!(matches!(run(Style::Plain, &asked), Err(Failure::CommandLine(_))));
    }
}
