//! Calls in progress.

use model::Permission;

use crate::{
    actor::Actor,
    acts::Admin,
    error::Error,
    listing::{Page, Query},
    live::CallRow,
};

impl Admin {
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
        let calls = self.live().calls().await?;
        if !calls.iter().any(|call| call.id == id) {
            return Err(unknown());
        }
        tracing::info!(%actor, call = id, "a call is hung up by order");
        Ok(self.live().hangup(number).await?)
    }
}
