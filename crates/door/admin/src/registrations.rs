//! Registrations between exchanges, in both directions: ours at others, and those of others, as trunks, with us.

use model::{Binding, Snapshot, Transport, Trunk, record::BindingOwner};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    acts::Admin,
    error::Error,
    live::{RegistrationState, Scope, Survey},
    peers::address_of,
};

/// Who registered with whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// We at another exchange.
    Ours,
    /// Another exchange with us.
    Theirs,
}

/// One registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegistrationRow {
    /// Who registered with whom.
    pub direction: Direction,
    /// The trunk.
    pub trunk: String,
    /// The other side's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Over what.
    pub transport: Transport,
    /// The username that is registered.
    pub username: String,
    /// Seconds between refreshes; for theirs, how long it still holds.
    pub refresh_seconds: u32,
    /// `Registered`, `Request Sent`, `Rejected`, `Timeout` or `Unregistered`.
    pub state: String,
    /// When it was granted last, in milliseconds since the epoch; for theirs, when it lapses is `next_ms`.
    pub registered_ms: Option<u64>,
    /// When it is refreshed, tried again, or lapses.
    pub next_ms: Option<u64>,
    /// Status code of the other side's last final answer.
    pub last_code: Option<u16>,
    /// Its reason.
    pub last_reason: Option<String>,
}

impl Admin {
    /// Lists registrations, ours first.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn registrations(&self) -> Result<Vec<RegistrationRow>, Error> {
        let snapshot = self.snapshot();
        let survey = self.live().survey(Scope::Trunks).await?;
        Ok(rows(&snapshot, &survey))
    }
}

fn rows(snapshot: &Snapshot, survey: &Survey) -> Vec<RegistrationRow> {
    let ours = snapshot.nouns().trunks.values().filter_map(|trunk| ours(trunk, survey));
    let theirs = survey.bindings.iter().filter_map(|binding| theirs(snapshot, binding, survey.now_ms));
    ours.chain(theirs).collect()
}

fn ours(trunk: &Trunk, survey: &Survey) -> Option<RegistrationRow> {
    let register = trunk.register.as_ref().filter(|register| trunk.enabled && register.enabled)?;
    let known = survey.registrations.iter().find(|(id, _)| *id == trunk.id).map(|(_, known)| known);
    let last = known.and_then(|known| known.last_answer.as_ref());
    Some(RegistrationRow {
        direction: Direction::Ours,
        trunk: trunk.name.to_string(),
        host: register.remote_server.host.to_string(),
        transport: register.transport,
        port: register.remote_server.port.unwrap_or(register.transport.default_port()),
        username: register.username.to_string(),
        refresh_seconds: known.map_or(register.expiry, |known| known.expiry),
        state: known.map_or(RegistrationState::Unregistered, |known| known.state).to_string(),
        registered_ms: known.and_then(|known| known.granted_ms),
        next_ms: known.and_then(|known| known.next_ms),
        last_code: last.map(|(code, _)| *code),
        last_reason: last.map(|(_, reason)| reason.clone()),
    })
}

fn theirs(snapshot: &Snapshot, binding: &Binding, now_ms: u64) -> Option<RegistrationRow> {
    let BindingOwner::Trunk(id) = binding.owner else { return None };
    let trunk = snapshot.trunk(id)?;
    let (host, port) = address_of(binding);
    Some(RegistrationRow {
        direction: Direction::Theirs,
        trunk: trunk.name.to_string(),
        host,
        port,
        transport: binding.transport,
        username: trunk.digest_username().to_owned(),
        refresh_seconds: seconds_left(binding, now_ms),
        state: RegistrationState::Registered.to_string(),
        registered_ms: None,
        next_ms: Some(binding.expires_at_ms),
        last_code: None,
        last_reason: None,
    })
}

/// Returns how long a contact still holds, in whole seconds.
pub(crate) fn seconds_left(binding: &Binding, now_ms: u64) -> u32 {
    u32::try_from(binding.expires_at_ms.saturating_sub(now_ms) / 1000).unwrap_or(u32::MAX)
}
