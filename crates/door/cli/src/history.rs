//! `history`: who changed what, newest first.

use serde_json::Value;

use crate::{
    answer::Answer,
    print::{Table, cell_of, date_time},
    session::Session,
};

/// Lists the latest changes.
pub(crate) fn run(session: &Session, limit: u32) -> Answer {
    Ok(session.listing(session.client.first("revisions", limit)?, table))
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
    use crate::print::Style;

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
