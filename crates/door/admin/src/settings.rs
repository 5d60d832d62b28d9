//! The general SIP settings, of which there is one set.

use std::sync::Arc;

use model::{Change, General, GeneralDraft};

use crate::{
    actor::Actor,
    acts::{Admin, Changed},
    error::Error,
};

impl Admin {
    /// Reads the general SIP settings.
    pub fn settings(&self) -> GeneralDraft {
        self.snapshot().general().draft()
    }

    /// Changes the settings that the draft gives.
    ///
    /// # Errors
    /// [`Error::Fields`], [`Error::Storage`].
    pub async fn update_settings(
        self: &Arc<Self>,
        actor: &Actor,
        draft: GeneralDraft,
    ) -> Result<Changed<GeneralDraft>, Error> {
        let done = self.change(actor, move |_| Ok(vec![Change::General(draft)])).await?;
        Ok(done.with(done.after.general().draft()))
    }

    /// Sets all of them; what the draft leaves out takes its default.
    ///
    /// # Errors
    /// [`Error::Fields`], [`Error::Storage`].
    pub async fn replace_settings(
        self: &Arc<Self>,
        actor: &Actor,
        draft: GeneralDraft,
    ) -> Result<Changed<GeneralDraft>, Error> {
        self.update_settings(actor, draft.over(General::default().draft())).await
    }
}
