//! Showing the passwords of a line or trunk: an act of its own, which the audit has before anybody sees one.

use std::sync::Arc;

use model::{LineId, NounId, Permission, Secret, TrunkId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{actor::Actor, acts::Admin, audit::AuditAct, error::Error};

/// The passwords of a line or trunk.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ShownSecrets {
    /// What the phone, or the other side, logs in with; none where a trunk has none.
    pub password: Option<String>,
    /// What we register with at a trunk's other side.
    pub register_password: Option<String>,
}

impl Admin {
    /// Shows the password of a line.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Storage`].
    pub async fn line_secrets(self: &Arc<Self>, actor: &Actor, id: u32) -> Result<ShownSecrets, Error> {
        actor.demand(Permission::Secrets)?;
        let snapshot = self.snapshot();
        let line = snapshot.line(LineId(id)).ok_or_else(|| Error::not_found("line", id))?;
        self.note(actor, AuditAct::SecretsShown, snapshot.nouns().mention(NounId::Line(line.id)).into())
            .await?;
        Ok(ShownSecrets { password: Some(exposed(&line.password)), register_password: None })
    }

    /// Shows the passwords of a trunk.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Storage`].
    pub async fn trunk_secrets(self: &Arc<Self>, actor: &Actor, id: u32) -> Result<ShownSecrets, Error> {
        actor.demand(Permission::Secrets)?;
        let snapshot = self.snapshot();
        let trunk = snapshot.trunk(TrunkId(id)).ok_or_else(|| Error::not_found("trunk", id))?;
        self.note(actor, AuditAct::SecretsShown, snapshot.nouns().mention(NounId::Trunk(trunk.id)).into())
            .await?;
        let register = trunk.register.as_ref().and_then(|register| register.password.as_ref());
        Ok(ShownSecrets {
            password: trunk.auth.password.as_ref().map(exposed),
            register_password: register.map(exposed),
        })
    }
}

fn exposed(secret: &Secret) -> String {
    secret.expose().to_owned()
}
