//! The first run: whoever holds the link that `strowger serve` printed makes the first administrator, once. Then the wizard only
//! remembers where it is.

use std::sync::{Arc, PoisonError};

use model::{AdministratorDraft, Permission};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::Admin,
    error::Error,
    random_bits::{random_hex, sha256},
    sessions::{SignedIn, me},
};

/// The setting that holds where the wizard is.
const STEP: &str = "setup_step";

/// A step of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SetupStep {
    /// The language.
    Language,
    /// The first administrator's password.
    Administrator,
    /// Name, time zone and addresses.
    Exchange,
    /// Contexts and their ranges.
    Numbering,
    /// The first users.
    Users,
    /// The wizard has ended.
    Done,
}

/// Where the first run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Setup {
    /// There is no administrator yet: somebody must open the set-up link.
    pub needed: bool,
    /// Where the wizard is.
    pub step: SetupStep,
}

impl Admin {
    /// Says where the first run is. Anybody may know.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn setup(self: &Arc<Self>) -> Result<Setup, Error> {
        let needed = self.kept_administrators().await?.is_empty();
        let kept = self.read(|reader| reader.setting(STEP)).await?;
        let kept = kept.and_then(|word| serde_json::from_value(word.into()).ok());
        // Where an administrator was made by the command line, nobody waits for a wizard.
        let step = kept.unwrap_or(if needed { SetupStep::Language } else { SetupStep::Done });
        Ok(Setup { needed, step })
    }

    /// Makes what the set-up link ends with, in place of an earlier one; none where there is an administrator already.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn setup_token(self: &Arc<Self>) -> Result<Option<String>, Error> {
        if !self.kept_administrators().await?.is_empty() {
            return Ok(None);
        }
        let token = random_hex()?;
        *self.setup_hash() = Some(sha256(&token));
        Ok(Some(token))
    }

    /// Makes the first administrator, for whoever holds the token, and signs him in.
    ///
    /// # Errors
    /// [`Error::SetupDone`], [`Error::WrongSetupToken`], [`Error::Fields`], [`Error::Busy`], [`Error::Storage`].
    pub async fn set_up(self: &Arc<Self>, token: &str, draft: AdministratorDraft) -> Result<SignedIn, Error> {
        let _turn = self.access().turn.lock().await;
        if !self.kept_administrators().await?.is_empty() {
            return Err(Error::SetupDone);
        }
        if *self.setup_hash() != Some(sha256(token)) {
            tracing::warn!("somebody tried a set-up link that is not the one of this start");
            return Err(Error::WrongSetupToken);
        }
        let draft = AdministratorDraft { role: None, enabled: None, ..draft };
        let first = self.add_administrator(&"set-up", draft).await?;
        *self.setup_hash() = None;
        self.remember_step(SetupStep::Exchange).await?;
        let cookie = self.begin_session(first.id).await?;
        Ok(SignedIn { me: me(first.username, first.role, first.language), cookie })
    }

    /// Remembers where the wizard is.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Storage`].
    pub async fn put_setup_step(self: &Arc<Self>, actor: &Actor, step: SetupStep) -> Result<Setup, Error> {
        actor.demand(Permission::Configure)?;
        self.remember_step(step).await?;
        self.setup().await
    }

    async fn remember_step(&self, step: SetupStep) -> Result<(), Error> {
        let word = serde_json::to_value(step).ok().and_then(|word| word.as_str().map(str::to_owned));
        let word = word.ok_or(Error::Interrupted("a step of the wizard has no word"))?;
        self.written(|store, reply| store.put_setting(STEP, word, reply)).await
    }

    fn setup_hash(&self) -> std::sync::MutexGuard<'_, Option<[u8; 32]>> {
        self.access().setup.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
