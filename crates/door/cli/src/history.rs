//! `history`, `undo` and `restore --revision`: who changed what, newest first, and the way back.

use serde_json::Value;

use crate::{
    answer::Answer,
    print::{Table, cell_of, date_time},
    session::Session,
    site,
};

/// Lists the latest changes.
pub(crate) fn run(session: &Session, limit: u32) -> Answer {
    Ok(session.listing(session.client.first("revisions", limit)?, table))
}

/// Undoes one change.
pub(crate) fn undo(session: &Session, revision: u32, dry_run: bool) -> Answer {
    back(session, &format!("revisions/{revision}/undo?dry_run={dry_run}"), dry_run)
}

/// Makes the configuration as it stood after a change.
pub(crate) fn restore(session: &Session, revision: u32, dry_run: bool) -> Answer {
    back(session, &format!("revisions/{revision}/restore?dry_run={dry_run}"), dry_run)
}

fn back(session: &Session, path: &str, dry_run: bool) -> Answer {
    let raw = session.client.act(path)?;
    site::shown(session, raw, if dry_run { "would change" } else { "changed" })
}

fn table(items: &[Value]) -> Table {
    let mut table = Table::new(&["revision", "at", "by", "what"]);
    for row in items {
        table.row([
            cell_of(row, "number"),
            row["at_ms"].as_u64().map(date_time).unwrap_or_default(),
            cell_of(row, "author"),
            cell_of(row, "summary"),
        ]);
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
    fn the_way_back_is_told_as_what_a_site_changes() {
        let folder = folder("undo");
        let plan = json!({"revision": 8, "warnings": ["look at it"], "steps": [
            {"verb": "delete", "subject": "user Bob", "fields": []}]});
        let asked = server(&folder, &[ok(&plan), ok(&plan)]);
        let session = session(&folder, Style::Plain);
        let undone = undo(&session, 7, false).unwrap();
        assert_eq!(undone.text, "- user Bob\n1 thing changed\n");
        assert_eq!(undone.warnings, ["warning: look at it"]);
        assert_eq!(restore(&session, 3, true).unwrap().text, "- user Bob\n1 thing would change\n");
        let asked = asked.join().unwrap();
        assert!(asked[0].starts_with("POST /api/v1/revisions/7/undo?dry_run=false "), "{}", asked[0]);
        assert!(asked[1].starts_with("POST /api/v1/revisions/3/restore?dry_run=true "), "{}", asked[1]);
    }

    #[test]
    fn a_change_says_when_who_and_what() {
        let change = json!({"number": 7, "at_ms": 1_795_492_344_000_u64, "author": "console",
                            "summary": "update trunk xivo-trunk"});
        insta::assert_snapshot!(table(&[change]).print(Style::Plain), @r"
        revision  at                    by       what
        7         2026-11-24 03:52:24Z  console  update trunk xivo-trunk
        ");
    }
}
