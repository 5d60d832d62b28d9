use proptest::prelude::*;

use super::{reject::reject, *};

/// Sorts and matches one by one: what the tree must agree with.
fn slow<'p>(patterns: &[&'p str], number: &str) -> Option<&'p str> {
    let mut parsed: Vec<_> =
        patterns.iter().filter_map(|text| Some((*text, Pattern::parse(text).ok()?))).collect();
    parsed.sort_by(|(_, a), (_, b)| {
        a.is_pattern().cmp(&b.is_pattern()).then_with(|| match a.is_pattern() {
            true => order(&compile(a), &compile(b)),
            false => Ordering::Equal,
        })
    });
    parsed.into_iter().find(|(_, pattern)| reject(pattern, number).is_none()).map(|(text, _)| text)
}

#[test]
fn exact_comes_before_pattern_wherever_it_is_written() {
    assert_eq!(match_patterns(&["_1XX", "112"], "112", ""), Some("112"));
}

#[test]
fn what_is_no_pattern_matches_nothing() {
    assert_eq!(match_patterns(&["_[12", "", "_", "_X"], "1", ""), Some("_X"));
}

#[test]
fn a_rejection_names_the_first_character_that_does_not_fit() {
    let reason = |pattern: &str, number: &str| reject(&Pattern::parse(pattern).unwrap(), number);
    assert_eq!(reason("_**99.", "**98101"), Some(Rejection::Character { place: 4, dialled: '8' }));
    assert_eq!(reason("_**99.", "**99"), Some(Rejection::TooShort));
    assert_eq!(reason("_1XX", "1234"), Some(Rejection::TooLong));
    assert_eq!(reason("112", "11"), Some(Rejection::TooShort));
    assert_eq!(reason("_X.", "é1"), Some(Rejection::Character { place: 1, dialled: 'é' }));
    assert_eq!(reason("_X!", "5"), None);
}

#[test]
fn a_thousand_rejections_are_counted_and_the_nearest_are_named() {
    let mut table = Table::default();
    for n in 0..1000 {
        table.add(Pattern::parse(&format!("_0{n:03}X")).unwrap(), None, n);
    }
    table.seal();
    table.add(Pattern::parse("_99X").unwrap(), None, 1000);
    table.seal();
    let met = table.met("99", None, 8);
    assert_eq!((met.near.len(), met.others), (8, 993));
    assert!(
        met.near.iter().any(|(pattern, reason)| pattern.as_str() == "_99X" && *reason == Rejection::TooShort)
    );
}

fn pattern_text() -> impl Strategy<Value = String> {
    "_?[0-3XZN.!*#\\[\\]-]{1,7}"
}

proptest! {
    #[test]
    fn the_tree_finds_what_trying_one_by_one_finds(
        patterns in proptest::collection::vec(pattern_text(), 0..12),
        number in "[0-3*#-]{0,6}",
    ) {
        let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
        prop_assert_eq!(match_patterns(&patterns, &number, ""), slow(&patterns, &number));
    }

    #[test]
    fn nothing_that_is_written_or_dialled_panics(
        patterns in proptest::collection::vec(".{0,20}", 0..6),
        number in ".{0,20}",
        caller in ".{0,10}",
    ) {
        let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
        match_patterns(&patterns, &number, &caller);
    }

    #[test]
    fn the_order_is_total(texts in proptest::collection::vec("_[0-3XZN.!\\[\\]]{1,5}", 3)) {
        let parsed: Vec<_> = texts.iter().filter_map(|t| Pattern::parse(t).ok()).map(|p| compile(&p)).collect();
        if let [a, b, c] = parsed.as_slice() {
            prop_assert_eq!(order(a, b), order(b, a).reverse());
            prop_assert_eq!(order(a, a), Ordering::Equal);
            if order(a, b).is_le() && order(b, c).is_le() {
                prop_assert!(order(a, c).is_le());
            }
        }
    }
}
