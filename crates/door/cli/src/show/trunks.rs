//! `sip show trunks`: how each trunk stands, in words.

use serde::Deserialize;

use crate::print::count;

/// A trunk.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Trunk {
    name: String,
    health: String,
    sentence: String,
    remedy: Option<String>,
    calls: u32,
    call_limit: Option<u32>,
}

/// Prints two lines or three for each.
pub(super) fn print(trunks: &[Trunk]) -> String {
    let up = trunks.iter().filter(|trunk| trunk.health == "up").count();
    let down = trunks.iter().filter(|trunk| trunk.health == "down").count();
    let disabled = trunks.iter().filter(|trunk| trunk.health == "disabled").count();
    let unknown = trunks.len() - up - down - disabled;
    let lines: String = trunks.iter().map(one).collect();
    format!(
        "{lines}{} [{up} up, {down} down, {unknown} unknown, {disabled} disabled]\n",
        count(trunks.len(), "trunk")
    )
}

fn one(trunk: &Trunk) -> String {
    let limit = trunk.call_limit.map(|limit| format!(" of {limit}")).unwrap_or_default();
    let remedy = trunk.remedy.as_ref().map(|remedy| format!("    -> {remedy}\n")).unwrap_or_default();
    format!(
        "{} [{}], calls: {}{limit}\n    {}\n{remedy}",
        trunk.name, trunk.health, trunk.calls, trunk.sentence
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_trunk_that_is_down_says_why_and_what_to_do() {
        let trunks: Vec<Trunk> = serde_json::from_value(json!([
            {"name": "to-b", "health": "down", "calls": 0, "call_limit": 2, "remedy": "make them the same",
             "sentence": "Refused with 403: the other side does not accept this password"},
            {"name": "to-c", "health": "up", "calls": 1, "call_limit": null, "remedy": null,
             "sentence": "Answers at 10.0.0.3:5060 over UDP within 3 ms"},
            {"name": "old", "health": "disabled", "calls": 0, "call_limit": null, "remedy": null,
             "sentence": "Disabled"}
        ]))
        .unwrap();
        insta::assert_snapshot!(print(&trunks), @r"
        to-b [down], calls: 0 of 2
            Refused with 403: the other side does not accept this password
            -> make them the same
        to-c [up], calls: 1
            Answers at 10.0.0.3:5060 over UDP within 3 ms
        old [disabled], calls: 0
            Disabled
        3 trunks [1 up, 1 down, 0 unknown, 1 disabled]
        ");
        assert!(print(&trunks[..1]).ends_with("1 trunk [0 up, 1 down, 0 unknown, 0 disabled]\n"));
    }
}
