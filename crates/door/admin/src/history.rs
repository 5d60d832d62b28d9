//! The history of the configuration: who changed what, when.

use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    acts::Admin,
    error::Error,
    listing::{Page, Query},
};

/// One change of the configuration.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RevisionRow {
    /// The revision's number, growing.
    pub number: i64,
    /// When, in milliseconds since the epoch.
    pub at_ms: i64,
    /// Who.
    pub author: String,
    /// What, in words.
    pub summary: String,
    /// The nouns before and after, without passwords.
    #[schema(value_type = Vec<Object>)]
    pub edits: serde_json::Value,
}

impl Admin {
    /// Lists the changes of the configuration, the newest first.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn history(self: &Arc<Self>, query: &Query) -> Result<Page<RevisionRow>, Error> {
        let (limit, offset) = (query.limit(), query.offset());
        let (rows, total) = self.read(move |reader| reader.history(limit, offset)).await?;
        let items = rows.into_iter().map(|row| RevisionRow {
            number: row.number,
            at_ms: row.at_ms,
            author: row.author,
            summary: row.summary,
            edits: row.edits,
        });
        Ok(Page { items: items.collect(), total })
    }
}
