//! API tokens: 256 random bits that are shown once. Only their SHA-256 is kept, so that who reads the database cannot act.

use std::sync::Arc;

use model::{Label, Problem};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, answered, now_ms},
    error::Error,
};

/// What a token begins with, so that people and secret scanners know it when they see one.
const PREFIX: &str = "strowger_";

/// A token as people may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TokenRow {
    /// What it is for.
    pub name: String,
    /// When it was made, in milliseconds since the epoch.
    pub created_ms: i64,
}

/// A token that was just made: the only time that it is shown.
#[derive(Clone, Serialize, ToSchema)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// The token itself.
    pub token: String,
}

impl Admin {
    /// Makes a token.
    ///
    /// # Errors
    /// [`Error::Fields`] where the name is taken or no name; [`Error::Storage`].
    pub async fn create_token(&self, actor: &Actor, name: &str) -> Result<NewToken, Error> {
        let name = Label::parse(name).map_err(|problem| Error::field("name", problem))?.to_string();
        let mut bits = [0; 32];
        getrandom::fill(&mut bits).map_err(|_| Error::Interrupted("the system gives no random bits"))?;
        let token = format!("{PREFIX}{}", hex(&bits));
        let (reply, answer) = oneshot::channel();
        self.store().create_token(name.clone(), hash(&token), now_ms(), |result| drop(reply.send(result)));
        match answered(answer).await? {
            true => {
                tracing::info!(%actor, name, "an API token was made");
                Ok(NewToken { name, token })
            }
            false => Err(Error::field("name", Problem::Taken { by: "another token".into() })),
        }
    }

    /// Lists the tokens.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn tokens(self: &Arc<Self>) -> Result<Vec<TokenRow>, Error> {
        let tokens = self.read(|reader| reader.tokens()).await?;
        Ok(tokens.into_iter().map(|t| TokenRow { name: t.name, created_ms: t.created_ms }).collect())
    }

    /// Deletes a token: it opens nothing from now on.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Storage`].
    pub async fn delete_token(&self, actor: &Actor, name: &str) -> Result<(), Error> {
        let (reply, answer) = oneshot::channel();
        self.store().delete_token(name.to_owned(), |result| drop(reply.send(result)));
        match answered(answer).await? {
            true => {
                tracing::info!(%actor, name, "an API token was deleted");
                Ok(())
            }
            false => Err(Error::not_found("token", name)),
        }
    }

    /// Finds out who holds this token, if anybody.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn authenticate(self: &Arc<Self>, token: &str) -> Result<Option<Actor>, Error> {
        let hash = hash(token);
        Ok(self.read(move |reader| reader.token_name(&hash)).await?.map(Actor::Token))
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

fn hex(bits: &[u8]) -> String {
    bits.iter().map(|byte| format!("{byte:02x}")).collect()
}
