//! Our own listings: drawn on a terminal, elsewhere columns that are two blanks apart.

use comfy_table::{ContentArrangement, presets::UTF8_HORIZONTAL_ONLY};

use super::{Style, printable::printable_cell};

/// A heading and rows of the same length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Starts with no rows.
    pub(crate) fn new(head: &[&str]) -> Self {
        Self { head: head.iter().map(|word| (*word).to_owned()).collect(), rows: vec![] }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, row: impl IntoIterator<Item = String>) {
        self.rows.push(row.into_iter().map(|cell| printable_cell(&cell)).collect());
    }

    /// Prints it.
    pub(crate) fn print(&self, style: Style) -> String {
        match style {
            Style::Terminal => self.drawn(),
            Style::Plain | Style::Json => self.plain(),
        }
    }

    fn drawn(&self) -> String {
        let mut table = comfy_table::Table::new();
        table.load_style(UTF8_HORIZONTAL_ONLY);
        table.set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(&self.head);
        table.add_rows(&self.rows);
        format!("{table}\n")
    }

    /// An empty cell is a dash, so that every line has as many columns as the heading.
    fn plain(&self) -> String {
        let mut widths: Vec<usize> = self.head.iter().map(|word| word.chars().count()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).map(|(cell, &width)| {
                let cell = if cell.is_empty() { "-" } else { cell };
                format!("{cell:<width$}")
            });
            format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
        };
        std::iter::once(&self.head).chain(&self.rows).map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["id", "name", "context"]);
        table.row(["4".into(), "xivo-trunk".into(), String::new()]);
        table
    }

    #[test]
    fn plain_columns_are_two_blanks_apart_and_never_empty() {
        assert_eq!(table().print(Style::Plain), "id  name        context\n4   xivo-trunk  -\n");
    }

    #[test]
    fn a_terminal_gets_a_drawn_table() {
        let drawn = table().print(Style::Terminal);
        assert!(drawn.contains('─') && drawn.contains("xivo-trunk"), "{drawn}");
    }
}
