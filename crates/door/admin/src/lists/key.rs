//! How people order things: what is missing first, numbers by value even where they are text, text in any case.

use serde_json::Value;

use super::Cell;

/// What a row is ordered by. The order is total, whatever is mixed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// There is nothing.
    Nothing,
    /// A number.
    Number(i128),
    /// Digits: how many there are without zeros in front, those, and all of them.
    Digits(usize, String, String),
    /// A text in lower case.
    Text(String),
}

/// Thousandths are as far as fractions of numbers are ordered.
const SCALE: f64 = 1_000.0;

impl Key {
    /// Makes the key of a cell.
    pub(crate) fn of(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Nothing => Self::Nothing,
            Cell::Number(number) => Self::Number(i128::from(number)),
            Cell::Text(text) => Self::of_text(&text),
        }
    }

    /// Makes the key of a value in JSON.
    pub(crate) fn of_value(value: Option<&Value>) -> Self {
        match value {
            None | Some(Value::Null) => Self::Nothing,
            Some(Value::Bool(is)) => Self::Number(i128::from(*is)),
            // A float of JSON is finite, and one that is larger than all integers stands behind them.
            Some(Value::Number(number)) => Self::Number((number.as_f64().unwrap_or(0.0) * SCALE) as i128),
            Some(Value::String(text)) => Self::of_text(text),
            Some(other) => Self::Text(other.to_string().to_lowercase()),
        }
    }

    fn of_text(text: &str) -> Self {
        if text.is_empty() {
            return Self::Nothing;
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            let value = text.trim_start_matches('0');
            return Self::Digits(value.len(), value.to_owned(), text.to_owned());
        }
        Self::Text(text.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_ordered_by_value_before_texts_and_what_is_missing_comes_first() {
        let mut texts = vec!["b", "10", "1a", "9", "2", "", "009", "A", "100000000000000000000000"];
        texts.sort_by_key(|text| Key::of_text(text));
        assert_eq!(texts, ["", "2", "009", "9", "10", "100000000000000000000000", "1a", "A", "b"]);
    }

    #[test]
    fn numbers_of_json_keep_their_order() {
        let key = |value: Value| Key::of_value(Some(&value));
        assert!(key(1.into()) < key(1.5.into()) && key((-3).into()) < key(0.into()));
        assert!(key(u64::MAX.into()) < key(1e300.into()));
    }
}
