//! `search WORDS`: anything that is configured, the best first.

use serde_json::Value;

use crate::{
    answer::Answer,
    client::escape,
    print::{Table, cell_of},
    session::Session,
};

/// Finds what holds the words.
pub(crate) fn run(session: &Session, words: &[String]) -> Answer {
    let found = session.client.get(&format!("search?q={}", escape(&words.join(" "))))?;
    let items = found.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    let total = found.get("total").and_then(Value::as_u64).unwrap_or_default();
    let left = total.saturating_sub(u64::try_from(items.len()).unwrap_or(total));
    let is_nothing = items.is_empty();
    let mut shown = session.listing(items, table);
    shown.negative = is_nothing;
    if is_nothing {
        shown.warnings.push(format!("nothing holds {}", words.join(" ")));
    }
    if left > 0 {
        shown.warnings.push(format!("{left} more: say more of it"));
    }
    Ok(shown)
}

fn table(items: &[Value]) -> Table {
    let mut table = Table::new(&["what", "id", "name", "detail"]);
    for one in items {
        let noun = cell_of(one, "noun").replace('_', "-");
        table.row([noun, cell_of(one, "id"), cell_of(one, "title"), cell_of(one, "detail")]);
    }
    table
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        client::fake::{folder, ok, server, session},
        print::Style,
    };

    #[test]
    fn what_is_found_is_listed_and_what_is_left_out_is_counted() {
        let folder = folder("search");
        let found = json!({"total": 3, "items": [
            {"noun": "user", "id": 4, "title": "Alice Lab", "detail": "201"},
            {"noun": "outgoing_call", "id": 9, "title": "to-lab", "detail": "**99."}]});
        let asked = server(&folder, &[ok(&found), ok(&json!({"total": 0, "items": []}))]);
        let session = session(&folder, Style::Plain);
        let shown = run(&session, &["lab".into(), "é".into()]).unwrap();
        insta::assert_snapshot!(shown.text, @r"
        what           id  name       detail
        user           4   Alice Lab  201
        outgoing-call  9   to-lab     **99.
        ");
        assert_eq!((shown.warnings, shown.negative), (vec!["1 more: say more of it".to_owned()], false));
        let nothing = run(&session, &["xyzzy".into()]).unwrap();
        assert_eq!((nothing.warnings, nothing.negative), (vec!["nothing holds xyzzy".to_owned()], true));
        assert!(asked.join().unwrap()[0].starts_with("GET /api/v1/search?q=lab%20%C3%A9 "));
    }
}
