//! What numbers are, in France and elsewhere.

use super::*;
use crate::{General, GeneralDraft};

fn classes(draft: GeneralDraft) -> Classes {
    Classes::of(&General::parse(draft).unwrap())
}

fn in_country(iso: &str) -> Classes {
    classes(GeneralDraft {
        country: Some(iso.into()),
        emergency_numbers: Some(vec!["112".into(), "15".into()]),
        ..GeneralDraft::default()
    })
}

fn class(classes: &Classes, number: &str) -> Class {
    classes.classify(number).class
}

#[test]
fn numbers_of_france_have_their_class() {
    let france = in_country("FR");
    for (number, expected) in [
        ("112", Class::Emergency),
        ("15", Class::Emergency),
        ("101", Class::Internal),
        ("bob", Class::Internal),
        ("0145678901", Class::National),
        ("+33145678901", Class::National),
        ("0033145678901", Class::National),
        ("33145678901", Class::National),
        ("0612345678", Class::Mobile),
        ("+33712345678", Class::Mobile),
        ("0800123456", Class::Free),
        ("3020", Class::Free),
        ("3201", Class::Special),
        ("320", Class::Internal),
        ("0825123456", Class::Special),
        ("118712", Class::Premium),
        ("0899123456", Class::Premium),
        ("0891234567", Class::Premium),
        ("0044207946000", Class::International),
        ("+12125551234", Class::International),
        ("0018765551234", Class::International),
        ("00252612345678", Class::International),
        ("0088213300000", Class::Premium),
        ("00881621234567", Class::Premium),
        ("*21*0899123456#", Class::Special),
    ] {
        assert_eq!(class(&france, number), expected, "{number}");
    }
}

/// What a provider would take for the same number is the same number.
#[test]
fn no_way_of_writing_makes_a_number_cheaper() {
    let france = in_country("FR");
    for number in [
        "0899123456",
        "+33899123456",
        "0033899123456",
        "33899123456",
        "+330899123456",
        "00330899123456",
        "330899123456",
        "08 99 12 34 56",
        "0899-123-456",
        "0899123456#",
        "0899123456;phone-context=x",
        "*31#0899123456",
        "#31#0899123456",
    ] {
        assert_eq!(class(&france, number), Class::Premium, "{number}");
    }
}

#[test]
fn a_country_abroad_is_named() {
    let found = in_country("FR").classify("0018765551234");
    assert_eq!((found.number.as_str(), found.by.as_deref()), ("+18765551234", Some("+1876")));
    assert_eq!(found.country, Some("Jamaica"));
}

#[test]
fn the_islands_of_plus_one_are_abroad_for_the_united_states() {
    let states = in_country("US");
    assert_eq!(class(&states, "12125551234"), Class::National);
    assert_eq!(class(&states, "2125551234"), Class::National);
    assert_eq!(class(&states, "18765551234"), Class::International);
    assert_eq!(class(&states, "011447946000000"), Class::International);
    assert_eq!(class(&states, "19005551234"), Class::Premium);
}

#[test]
fn a_country_is_guessed_from_the_time_zone_and_else_only_abroad_is_known() {
    let paris = classes(GeneralDraft { time_zone: Some("Europe/Paris".into()), ..GeneralDraft::default() });
    assert_eq!(class(&paris, "0899123456"), Class::Premium);
    let nowhere = classes(GeneralDraft::default());
    assert_eq!(class(&nowhere, "0899123456"), Class::National);
    assert_eq!(class(&nowhere, "0044207946000"), Class::International);
    assert_eq!(class(&nowhere, "+33145678901"), Class::International);
}

#[test]
fn an_administrators_row_wins_and_the_longer_one_over_the_shorter() {
    let row = |prefix: &str, class: &str| DestinationClassDraft {
        prefix: Some(prefix.into()),
        class: Some(class.into()),
        note: None,
    };
    let own = classes(GeneralDraft {
        country: Some("FR".into()),
        destination_class: Some(vec![
            row("+33899", "national"),
            row("+44", "national"),
            row("+4470", "premium"),
            row("3XXX", "internal"),
        ]),
        ..GeneralDraft::default()
    });
    for (number, expected) in [
        ("0899123456", Class::National),
        ("0890123456", Class::Premium),
        ("0044207946000", Class::National),
        ("00447079460000", Class::Premium),
        ("3100", Class::Free),
        ("3300", Class::Internal),
    ] {
        assert_eq!(class(&own, number), expected, "{number}");
    }
}

#[test]
fn rows_and_limits_that_make_no_sense_are_named() {
    let row = |prefix: &str, class: &str| DestinationClassDraft {
        prefix: Some(prefix.into()),
        class: Some(class.into()),
        note: None,
    };
    let limit = LimitDraft { class: Some("free".into()), set: Some("none".into()), ..LimitDraft::default() };
    let draft = GeneralDraft {
        destination_class: Some(vec![row("+", "premium"), row("0899", "dear"), row("112", "emergency")]),
        limit: Some(vec![limit]),
        opening_hours: Some("9 to 5".into()),
        divert_classes: Some(vec!["moon".into()]),
        ..GeneralDraft::default()
    };
    let errors = General::parse(draft).unwrap_err();
    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "destination_class[0].prefix",
            "destination_class[1].class",
            "destination_class[2].class",
            "limit[0].set",
            "limit[0].of",
            "limit[0].class",
            "limit[0].calls_hour",
            "opening_hours",
            "divert_classes[0]",
        ]
    );
}

#[test]
fn the_shipped_limits_hold_until_others_are_set_and_follow_the_release() {
    let general = General::parse(General::default().draft()).unwrap();
    assert_eq!(general.toll.limits, None);
    assert!(general.toll.limits().len() > 5);
    let none = General::parse(GeneralDraft { limit: Some(vec![]), ..GeneralDraft::default() }).unwrap();
    assert_eq!(none.toll.limits(), []);
}

#[test]
fn a_set_takes_the_place_of_what_the_default_says_of_the_same_and_none_of_everything() {
    let mut limits: Vec<LimitDraft> = General::default().toll.limits().iter().map(Limit::draft).collect();
    limits.push(LimitDraft {
        set: Some("sales".into()),
        of: Some(LimitOf::User),
        class: Some("international".into()),
        calls_hour: Some(200),
        ..LimitDraft::default()
    });
    let general = General::parse(GeneralDraft { limit: Some(limits), ..GeneralDraft::default() }).unwrap();
    let hours = |policy: &LimitsPolicy, class| {
        let rules = Rules::new(general.toll.limits(), policy).of(LimitOf::User, class);
        rules
            .filter(|limit| limit.when == LimitWhen::Always)
            .filter_map(|limit| limit.caps.calls_hour)
            .collect::<Vec<_>>()
    };
    let sales = LimitsPolicy::parse("sales").unwrap();
    assert_eq!(hours(&LimitsPolicy::Default, Class::International), [20, 300]);
    assert_eq!(hours(&sales, Class::International), [300, 200]);
    assert_eq!(hours(&sales, Class::Premium), [5, 300]);
    assert!(hours(&LimitsPolicy::None, Class::Premium).is_empty());
    assert!(general.toll.has_set("sales") && !general.toll.has_set("sale"));
}
