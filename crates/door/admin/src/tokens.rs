//! API tokens: 256 random bits that are shown once. Only their SHA-256 is kept, so that who reads the database cannot act.

use std::sync::Arc;

use model::{Label, Permission, Problem, Role};
use serde::{Deserialize, Serialize};
use store::KeptToken;
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, now_ms},
    audit::{AuditAct, AuditSubject},
    error::Error,
    random_bits::{random_hex, sha256},
    sessions::is_due,
};

/// What a token begins with, so that people and secret scanners know it when they see one.
const PREFIX: &str = "strowger_";

/// A token to make.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenDraft {
    /// What it is for.
    pub name: String,
    /// What it may do: `administrator`, where nothing is said, `operator` or `read_only`.
    pub role: Option<String>,
    /// When it ends, in milliseconds since the epoch; never, where nothing is said.
    pub expires_ms: Option<i64>,
}

/// A token as people may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TokenRow {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it was made, in milliseconds since the epoch.
    pub created_ms: i64,
    /// When it ends; never where nothing is said.
    pub expires_ms: Option<i64>,
    /// When it was last used, to the minute.
    pub last_used_ms: Option<i64>,
    /// Who made it.
    pub author: String,
}

/// A token that was just made: the only time that it is shown.
#[derive(Clone, Serialize, ToSchema)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it ends.
    pub expires_ms: Option<i64>,
    /// The token itself.
    pub token: String,
}

impl Admin {
    /// Makes a token.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Fields`] where the name is taken or no name, or the time is over; [`Error::Storage`].
    pub async fn create_token(&self, actor: &Actor, draft: TokenDraft) -> Result<NewToken, Error> {
        actor.demand(Permission::Administer)?;
        let kept = judge(actor, draft, i64::try_from(now_ms()).unwrap_or(i64::MAX))?;
        let KeptToken { name, role, expires_ms, .. } = kept.clone();
        let token = format!("{PREFIX}{}", random_hex()?);
        let hash = sha256(&token);
        match self.written(|store, reply| store.create_token(kept, hash, reply)).await? {
            true => {
                self.note(actor, AuditAct::TokenCreated, AuditSubject::named(&name)).await?;
                Ok(NewToken { name, role, expires_ms, token })
            }
            false => Err(Error::field("name", Problem::taken_by("another token"))),
        }
    }

    /// Lists the tokens.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Storage`].
    pub async fn tokens(self: &Arc<Self>, actor: &Actor) -> Result<Vec<TokenRow>, Error> {
        actor.demand(Permission::Administer)?;
        let tokens = self.read(|reader| reader.tokens()).await?;
        Ok(tokens.into_iter().map(TokenRow::from).collect())
    }

    /// Deletes a token: it opens nothing from now on.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Storage`].
    pub async fn delete_token(&self, actor: &Actor, name: &str) -> Result<(), Error> {
        actor.demand(Permission::Administer)?;
        let wanted = name.to_owned();
        match self.written(|store, reply| store.delete_token(wanted, reply)).await? {
            true => self.note(actor, AuditAct::TokenDeleted, AuditSubject::named(name)).await,
            false => Err(Error::not_found("token", name)),
        }
    }

    /// Finds out who holds this token, if anybody.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn authenticate(self: &Arc<Self>, token: &str) -> Result<Option<Actor>, Error> {
        let (hash, now) = (sha256(token), now_ms());
        let found = self.read(move |reader| reader.token(&hash)).await?;
        let Some(found) = found.filter(|token| holds(token, now)) else { return Ok(None) };
        if is_due(now, found.last_used_ms) {
            self.store().token_used(hash, now);
        }
        Ok(Some(Actor::Token { name: found.name, role: found.role }))
    }

    /// Says whether a token still opens. To be asked of it is no use of it.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn token_holds(self: &Arc<Self>, token: &str) -> Result<bool, Error> {
        let (hash, now) = (sha256(token), now_ms());
        let found = self.read(move |reader| reader.token(&hash)).await?;
        Ok(found.is_some_and(|token| holds(&token, now)))
    }
}

fn judge(actor: &Actor, draft: TokenDraft, now_ms: i64) -> Result<KeptToken, Error> {
    let name = Label::parse(&draft.name).map_err(|problem| Error::field("name", problem))?;
    let role = draft.role.as_deref().map_or(Ok(Role::Administrator), Role::parse);
    let role = role.map_err(|problem| Error::field("role", problem))?;
    if draft.expires_ms.is_some_and(|end| end <= now_ms) {
        let problem = Problem::BadForm { form: "1893456000000: a time to come, in milliseconds since 1970" };
        return Err(Error::field("expires_ms", problem));
    }
    Ok(KeptToken {
        name: name.to_string(),
        role,
        created_ms: now_ms,
        expires_ms: draft.expires_ms,
        last_used_ms: None,
        author: actor.to_string(),
    })
}

/// Says whether a token still opens anything.
fn holds(token: &KeptToken, now_ms: u64) -> bool {
    let now = i64::try_from(now_ms).unwrap_or(i64::MAX);
    token.expires_ms.is_none_or(|end| now < end)
}

impl From<KeptToken> for TokenRow {
    fn from(kept: KeptToken) -> Self {
        let KeptToken { name, role, created_ms, expires_ms, last_used_ms, author } = kept;
        Self { name, role, created_ms, expires_ms, last_used_ms, author }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(role: Option<&str>, expires_ms: Option<i64>) -> TokenDraft {
        TokenDraft { name: "ops".into(), role: role.map(str::to_owned), expires_ms }
    }

    #[test]
    fn a_token_opens_until_it_ends() {
        let token = judge(&Actor::Owner, draft(None, Some(100)), 99).unwrap();
        assert!(holds(&token, 99) && !holds(&token, 100));
        let endless = judge(&Actor::Owner, draft(None, None), 99).unwrap();
        assert!(holds(&endless, u64::MAX));
    }

    #[test]
    fn a_token_that_ends_before_it_begins_is_refused_and_so_is_an_unknown_role() {
        for (draft, field) in [(draft(None, Some(99)), "expires_ms"), (draft(Some("god"), None), "role")] {
            let Err(Error::Fields(errors)) = judge(&Actor::Owner, draft, 99) else { unreachable!() };
            assert_eq!(errors[0].field, field);
        }
    }
}
