//! Calls in progress.

use std::sync::Arc;

use model::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::Admin,
    call_log::CallLogEntry,
    error::Error,
    listing::{Page, Query},
    live::CallRow,
};

/// A call in progress, or one that was, in one form.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CallDetail {
    /// What the call log has of it, or would have if it ended now.
    #[serde(flatten)]
    pub entry: CallLogEntry,
    /// How it goes; only where it is in progress.
    pub live: Option<CallRow>,
}

impl Admin {
    /// Reads one call, in progress or over.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Storage`], [`Error::Gone`].
    pub async fn call(self: &Arc<Self>, id: &str) -> Result<CallDetail, Error> {
        let number: u64 = id.parse().map_err(|_| Error::not_found("call", id))?;
        if let Some((row, record)) = self.live().call(number).await? {
            return Ok(CallDetail { entry: record.into(), live: Some(row) });
        }
        Ok(CallDetail { entry: self.call_log(id).await?, live: None })
    }

    /// Lists the calls in progress, the oldest first.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn calls(&self, query: &Query) -> Result<Page<CallRow>, Error> {
        Ok(query.page(self.live().calls().await?))
    }

    /// Ends a call.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Gone`].
    pub async fn hang_up(&self, actor: &Actor, id: &str) -> Result<(), Error> {
        actor.demand(Permission::Operate)?;
        let unknown = || Error::not_found("call", id);
        let number: u64 = id.parse().map_err(|_| unknown())?;
        self.live().call(number).await?.ok_or_else(unknown)?;
        tracing::info!(%actor, call = id, "a call is hung up by order");
        Ok(self.live().hangup(number).await?)
    }
}
