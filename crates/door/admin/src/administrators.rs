//! Administrators: people who sign in to the web admin. There is always one who may do everything: the last one can be neither
//! deleted, disabled nor given a lesser role.

use std::sync::Arc;

use model::{Administrator, AdministratorDraft, FieldError, Language, Permission, Problem, Role};
use serde::Serialize;
use store::{AdministratorChange, KeptAdministrator};
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, now_ms},
    audit::{AuditAct, AuditSubject},
    error::Error,
    listing::{Page, Query},
};

/// An administrator as people may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AdministratorRow {
    /// Its identity; never given twice.
    pub id: i64,
    /// What is typed to sign in.
    pub username: String,
    /// What it may do.
    pub role: Role,
    /// The language of its pages.
    pub language: Language,
    /// It may sign in.
    pub enabled: bool,
    /// When it was made, in milliseconds since the epoch.
    pub created_ms: i64,
    /// When it last signed in.
    pub last_login_ms: Option<i64>,
}

impl Admin {
    /// Lists the administrators.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Storage`].
    pub async fn administrators(
        self: &Arc<Self>,
        actor: &Actor,
        query: &Query,
    ) -> Result<Page<AdministratorRow>, Error> {
        actor.demand(Permission::Administer)?;
        Ok(query.page(self.kept_administrators().await?.into_iter().map(AdministratorRow::from).collect()))
    }

    /// Reads one administrator.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Storage`].
    pub async fn administrator(self: &Arc<Self>, actor: &Actor, id: i64) -> Result<AdministratorRow, Error> {
        actor.demand(Permission::Administer)?;
        self.kept_administrator(id).await.map(AdministratorRow::from)
    }

    /// Makes an administrator.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Fields`], [`Error::Busy`], [`Error::Storage`].
    pub async fn create_administrator(
        self: &Arc<Self>,
        actor: &Actor,
        draft: AdministratorDraft,
    ) -> Result<AdministratorRow, Error> {
        actor.demand(Permission::Administer)?;
        let _turn = self.access().turn.lock().await;
        self.add_administrator(actor, draft).await
    }

    /// Makes an administrator; the caller holds the turn and has judged whether this may be.
    pub(crate) async fn add_administrator(
        self: &Arc<Self>,
        author: &impl std::fmt::Display,
        draft: AdministratorDraft,
    ) -> Result<AdministratorRow, Error> {
        let (administrator, password) = Administrator::create(draft)?;
        let hash = self.access().hashing.hash(password).await?;
        let (kept, at_ms) = (administrator.clone(), now_ms());
        let created =
            self.written(|store, reply| store.create_administrator(kept, hash, at_ms, reply)).await?;
        let id = created.ok_or_else(taken)?;
        self.note(author, AuditAct::AdministratorCreated, subject(id, &administrator)).await?;
        self.kept_administrator(id).await.map(AdministratorRow::from)
    }

    /// Changes the fields that the draft gives. A new password, or being disabled, ends the administrator's sessions.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Fields`], [`Error::Busy`], [`Error::Storage`].
    pub async fn update_administrator(
        self: &Arc<Self>,
        actor: &Actor,
        id: i64,
        draft: AdministratorDraft,
    ) -> Result<AdministratorRow, Error> {
        actor.demand(Permission::Administer)?;
        let _turn = self.access().turn.lock().await;
        let before = self.kept_administrator(id).await?;
        let (administrator, password) = before.administrator.update(draft)?;
        if !rules(&administrator) && self.is_last(&before).await? {
            let field = if administrator.enabled { "role" } else { "enabled" };
            return Err(Error::field(field, Problem::LastAdministrator));
        }
        let password_hash = match password {
            Some(password) => Some(self.access().hashing.hash(password).await?),
            None => None,
        };
        let ends = password_hash.is_some() || !administrator.enabled;
        self.note(actor, AuditAct::AdministratorChanged, subject(id, &administrator)).await?;
        let change =
            AdministratorChange { id, administrator, password_hash, end_sessions: ends.then_some(None) };
        match self.written(|store, reply| store.change_administrator(change, reply)).await? {
            true => self.kept_administrator(id).await.map(AdministratorRow::from),
            false => Err(taken()),
        }
    }

    /// Deletes an administrator; its sessions end.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::InUse`] for the last one, [`Error::Storage`].
    pub async fn delete_administrator(self: &Arc<Self>, actor: &Actor, id: i64) -> Result<(), Error> {
        actor.demand(Permission::Administer)?;
        let _turn = self.access().turn.lock().await;
        let before = self.kept_administrator(id).await?;
        if self.is_last(&before).await? {
            return Err(Error::InUse(FieldError::new("", Problem::LastAdministrator)));
        }
        self.note(actor, AuditAct::AdministratorDeleted, subject(id, &before.administrator)).await?;
        self.written(|store, reply| store.delete_administrator(id, reply)).await
    }

    pub(crate) async fn kept_administrators(self: &Arc<Self>) -> Result<Vec<KeptAdministrator>, Error> {
        self.read(|reader| reader.administrators()).await
    }

    async fn kept_administrator(self: &Arc<Self>, id: i64) -> Result<KeptAdministrator, Error> {
        let all = self.kept_administrators().await?;
        all.into_iter().find(|kept| kept.id == id).ok_or_else(|| Error::not_found("administrator", id))
    }

    /// Says whether nobody else could undo what is done to this one.
    async fn is_last(self: &Arc<Self>, kept: &KeptAdministrator) -> Result<bool, Error> {
        let others = self.kept_administrators().await?;
        let another = others.iter().any(|other| other.id != kept.id && rules(&other.administrator));
        Ok(rules(&kept.administrator) && !another)
    }
}

/// Says whether somebody can sign in and do everything.
fn rules(administrator: &Administrator) -> bool {
    administrator.enabled && administrator.role == Role::Administrator
}

fn subject(id: i64, administrator: &Administrator) -> AuditSubject {
    AuditSubject { id: Some(id), ..AuditSubject::named(administrator.username.as_str()) }
}

fn taken() -> Error {
    Error::field("username", Problem::taken_by("another administrator"))
}

impl From<KeptAdministrator> for AdministratorRow {
    fn from(kept: KeptAdministrator) -> Self {
        let Administrator { username, role, language, enabled } = kept.administrator;
        Self {
            id: kept.id,
            username: username.to_string(),
            role,
            language,
            enabled,
            created_ms: kept.created_ms,
            last_login_ms: kept.last_login_ms,
        }
    }
}
