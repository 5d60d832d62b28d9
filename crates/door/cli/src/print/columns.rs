//! Columns of fixed width, as Asterisk prints them. Asterisk cuts what is too long; here the column grows, because a
//! script that gets half a name is worse off than one that gets a wider line.

use super::printable::printable_cell;

/// One column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    head: &'static str,
    width: usize,
    right: bool,
}

impl Column {
    /// Makes a column whose text stands on the left.
    pub(crate) const fn left(head: &'static str, width: usize) -> Self {
        Self { head, width, right: false }
    }

    /// Makes a column whose text stands on the right.
    pub(crate) const fn right(head: &'static str, width: usize) -> Self {
        Self { head, width, right: true }
    }
}

/// A heading and rows below it.
pub(crate) struct Columns<const N: usize> {
    columns: [Column; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Columns<N> {
    /// Starts with no rows.
    pub(crate) fn new(columns: [Column; N]) -> Self {
        Self { columns, rows: vec![] }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, row: [String; N]) {
        self.rows.push(row.map(|cell| printable_cell(&cell)));
    }

    /// Prints the heading and the rows, without blanks at the ends of lines.
    pub(crate) fn print(&self) -> String {
        let mut widths = self.columns.map(|column| column.width.max(column.head.chars().count()));
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let heads = self.columns.map(|column| column.head.to_owned());
        std::iter::once(&heads).chain(&self.rows).map(|row| self.line(row, &widths)).collect()
    }

    fn line(&self, row: &[String; N], widths: &[usize; N]) -> String {
        let mut line = String::new();
        for ((column, cell), width) in self.columns.iter().zip(row).zip(widths) {
            let cell = match column.right {
                true => format!("{cell:>width$} "),
                false => format!("{cell:<width$} "),
            };
            line.push_str(&cell);
        }
        format!("{}\n", line.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_grows_with_what_stands_in_it_and_nothing_is_cut() {
        let mut columns = Columns::new([Column::left("Host", 6), Column::right("Port", 5)]);
        columns.row(["10.77.0.100".into(), "5060".into()]);
        columns.row(["é".into(), "1".into()]);
        assert_eq!(columns.print(), "Host         Port\n10.77.0.100  5060\né               1\n");
    }
}
