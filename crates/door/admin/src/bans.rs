//! Who is shut out for guessing passwords over SIP, and letting them in again.

use std::net::IpAddr;

use model::Permission;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    actor::Actor,
    acts::Admin,
    audit::{AuditAct, AuditSubject},
    error::Error,
    listing::{Page, Query},
};

/// Somebody who is shut out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BanRow {
    /// The address.
    #[schema(value_type = String, example = "203.0.113.66")]
    pub address: IpAddr,
    /// The account that is shut out from there; everybody there where there is none.
    #[schema(example = "alice")]
    pub account: Option<String>,
    /// The name that was tried last. A stranger's text.
    pub tried: String,
    /// Wrong passwords that led to it.
    pub guesses: u32,
    /// How often the same was shut out within the last day, this time included: each time is longer.
    pub times: u32,
    /// When it began, in milliseconds since the epoch.
    pub since_ms: u64,
    /// When it ends by itself, in milliseconds since the epoch.
    pub until_ms: u64,
}

/// Which account of an address is let in again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct BanOf {
    /// The account, where only that is shut out from the address.
    pub account: Option<String>,
}

impl From<engine::Ban> for BanRow {
    fn from(ban: engine::Ban) -> Self {
        let engine::Ban { source, account, tried, guesses, times, since, until } = ban;
        Self {
            address: source,
            account,
            tried,
            guesses,
            times,
            since_ms: since.as_unix_ms(),
            until_ms: until.as_unix_ms(),
        }
    }
}

impl Admin {
    /// Lists who is shut out, the latest first.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn bans(&self, query: &Query) -> Result<Page<BanRow>, Error> {
        Ok(query.page(self.live().bans().await?))
    }

    /// Lets an address in again, or one account from there.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] where it is not shut out; [`Error::Storage`]; [`Error::Gone`].
    pub async fn lift_ban(&self, actor: &Actor, address: &str, of: BanOf) -> Result<(), Error> {
        actor.demand(Permission::Operate)?;
        let unknown = || Error::not_found("ban", address);
        let source: IpAddr = address.parse().map_err(|_| unknown())?;
        let bans = self.live().bans().await?;
        if !bans.iter().any(|ban| ban.address == source && ban.account == of.account) {
            return Err(unknown());
        }
        self.live().lift(source, of.account.clone()).await?;
        let name = of.account.map_or_else(|| source.to_string(), |account| format!("{account} at {source}"));
        self.note(actor, AuditAct::BanLifted, AuditSubject::named(&name)).await
    }
}
