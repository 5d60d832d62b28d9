//! How every list is asked for: search, order, limit, offset; and how it is answered: a page and the total.

use model::Problem;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::Value;
use store::RecordQuery;
use utoipa::{IntoParams, ToSchema};

use crate::{error::Error, lists::Key};

/// Rows in a page where nothing is said: all of what most sites have.
pub const LIMIT_DEFAULT: u32 = 1_000;

/// Most rows in a page: a few megabytes of JSON.
pub const LIMIT_MAX: u32 = 10_000;

/// Fields that no search looks into.
const UNSEARCHED: &str = "password";

/// Which rows of a list are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Text that some field contains, in any case.
    pub search: Option<String>,
    /// The field to order by; with a minus in front from the last to the first.
    pub order: Option<String>,
    /// Rows at most; 1,000 where nothing is said. More than 10,000 are refused: `offset` leads on.
    #[param(format = Int64, maximum = 10_000)]
    #[serde(deserialize_with = "limit")]
    pub limit: Option<u32>,
    /// Rows left out first.
    #[param(format = Int64, maximum = 4_294_967_295_i64)]
    pub offset: Option<u32>,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Page<T> {
    /// Its rows.
    pub items: Vec<T>,
    /// How many rows match in all.
    pub total: u64,
}

impl Query {
    /// Returns how many rows are wanted at most.
    pub(crate) fn limit(&self) -> u32 {
        self.limit.unwrap_or(LIMIT_DEFAULT).min(LIMIT_MAX)
    }

    /// Returns how many rows are left out first.
    pub(crate) fn offset(&self) -> u32 {
        self.offset.unwrap_or(0)
    }

    /// Returns the text to search for, in lower case.
    pub(crate) fn wanted(&self) -> Option<String> {
        self.search.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_lowercase)
    }

    /// Returns the field to order by, and whether from the last to the first.
    pub(crate) fn ordering(&self) -> Option<(&str, bool)> {
        let order = self.order.as_deref().filter(|order| !order.is_empty())?;
        Some(order.strip_prefix('-').map_or((order, false), |field| (field, true)))
    }

    /// Says whether rows must be looked into before they can be counted off.
    pub(crate) fn looks_into_rows(&self) -> bool {
        self.wanted().is_some() || self.ordering().is_some()
    }

    /// Cuts the page out of rows that are searched and ordered already.
    pub(crate) fn cut<T>(&self, rows: impl IntoIterator<Item = T>) -> Vec<T> {
        rows.into_iter().skip(self.offset() as usize).take(self.limit() as usize).collect()
    }

    /// Asks the database for rows that it has in the order of their number, the newest first unless it is said otherwise.
    ///
    /// # Errors
    /// [`Error::Fields`] where rows are to be ordered by something else.
    pub(crate) fn of_records(&self, number: &str, known: &'static str) -> Result<RecordQuery, Error> {
        let oldest_first = match self.ordering() {
            None => false,
            Some((field, backwards)) if field == number => !backwards,
            Some((field, _)) => return Err(Error::field("order", Problem::unknown_word(field, known))),
        };
        Ok(RecordQuery {
            search: self.search.clone().unwrap_or_default(),
            limit: self.limit(),
            offset: self.offset(),
            oldest_first,
        })
    }

    /// Searches, orders and cuts rows.
    pub(crate) fn page<T: Serialize>(&self, rows: Vec<T>) -> Page<T> {
        let total = |rows: usize| rows as u64;
        if !self.looks_into_rows() {
            return Page { total: total(rows.len()), items: self.cut(rows) };
        }
        let mut rows: Vec<(Value, T)> =
            rows.into_iter().map(|row| (serde_json::to_value(&row).unwrap_or_default(), row)).collect();
        if let Some(wanted) = self.wanted() {
            rows.retain(|(value, _)| contains(value, &wanted));
        }
        if let Some((field, backwards)) = self.ordering() {
            let mut keyed: Vec<(Key, (Value, T))> =
                rows.into_iter().map(|row| (Key::of_value(row.0.get(field)), row)).collect();
            match backwards {
                false => keyed.sort_by(|(a, _), (b, _)| a.cmp(b)),
                true => keyed.sort_by(|(a, _), (b, _)| b.cmp(a)),
            }
            rows = keyed.into_iter().map(|(_, row)| row).collect();
        }
        Page { total: total(rows.len()), items: self.cut(rows.into_iter().map(|(_, row)| row)) }
    }
}

/// Reads a limit, and refuses one that no page has room for: whoever gets fewer rows than he asked for takes them for all.
pub(crate) fn limit<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    let limit = Option::<u32>::deserialize(from)?;
    match limit.is_none_or(|limit| limit <= LIMIT_MAX) {
        true => Ok(limit),
        false => Err(D::Error::custom(format!("is not within 0 to {LIMIT_MAX}"))),
    }
}

fn contains(value: &Value, wanted: &str) -> bool {
    match value {
        Value::Null | Value::Bool(_) => false,
        Value::Number(number) => number.to_string() == wanted,
        Value::String(text) => text.to_lowercase().contains(wanted),
        Value::Array(list) => list.iter().any(|value| contains(value, wanted)),
        Value::Object(fields) => {
            fields.iter().any(|(name, value)| name != UNSEARCHED && contains(value, wanted))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names(query: &Query, rows: &[Value]) -> Vec<String> {
        query.page(rows.to_vec()).items.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    }

    fn rows() -> Vec<Value> {
        vec![
            json!({"name": "Bob", "number": "1000", "password": "********"}),
            json!({"name": "alice", "number": "201", "line": [{"username": "al"}]}),
            json!({"name": "Carol"}),
        ]
    }

    #[test]
    fn a_search_looks_into_nested_fields_in_any_case_but_not_at_passwords() {
        let search = |text: &str| Query { search: Some(text.into()), ..Query::default() };
        assert_eq!(names(&search("AL"), &rows()), ["alice"]);
        assert_eq!(names(&search("ob"), &rows()), ["Bob"]);
        assert!(names(&search("**"), &rows()).is_empty());
    }

    #[test]
    fn numbers_are_ordered_by_value_and_what_is_missing_comes_first() {
        let order = |field: &str| Query { order: Some(field.into()), ..Query::default() };
        assert_eq!(names(&order("number"), &rows()), ["Carol", "alice", "Bob"]);
        assert_eq!(names(&order("-name"), &rows()), ["Carol", "Bob", "alice"]);
    }

    #[test]
    fn the_total_counts_what_matches_not_what_is_shown() {
        let query = Query { limit: Some(1), offset: Some(1), ..Query::default() };
        let page = query.page(rows());
        assert_eq!((page.items.len(), page.total), (1, 3));
        assert_eq!(page.items[0]["name"], "alice");
    }

    #[test]
    fn no_page_is_longer_than_the_limit() {
        assert_eq!(Query { limit: Some(u32::MAX), ..Query::default() }.limit(), LIMIT_MAX);
    }
}
