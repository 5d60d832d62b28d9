//! Lines and trunks as Asterisk's `sip show peers` lists them: who they are and where they can be reached.

use std::net::SocketAddr;

use model::{Addressing, Binding, Codec, Line, Snapshot, Trunk, record::BindingOwner};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    acts::Admin,
    error::Error,
    listing::{Page, Query},
    live::{Reach, Scope, Survey, TrunkReach},
    registrations::seconds_left,
};

/// chan_sip's word for a peer that is never probed.
const UNMONITORED: &str = "Unmonitored";

/// Our word for a trunk that is not in use; chan_sip knows no such thing.
const DISABLED: &str = "Disabled";

/// What a peer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeerKind {
    /// A line.
    Line,
    /// A trunk.
    Trunk,
}

/// A line or trunk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PeerRow {
    /// A line's username, a trunk's name.
    pub name: String,
    /// Which of the two.
    pub kind: PeerKind,
    /// What it logs in with.
    pub username: String,
    /// Where it is; none where it is not registered.
    pub host: Option<String>,
    /// Its port.
    pub port: Option<u16>,
    /// Over what it is reached; none where it is not registered.
    pub transport: Option<model::Transport>,
    /// It registers here; else its address is configured.
    pub dynamic: bool,
    /// `OK (12 ms)`, `UNREACHABLE`, `UNKNOWN`, `Unmonitored` where it is not probed, or `Disabled`.
    pub status: String,
    /// Whose line it is.
    pub user: Option<String>,
}

/// A contact that is registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContactRow {
    /// The contact's URI.
    pub contact: String,
    /// The address that the REGISTER came from.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Transport.
    pub transport: model::Transport,
    /// What the phone calls itself.
    pub user_agent: String,
    /// How long it still holds, in seconds.
    pub expires_seconds: u32,
}

/// Everything about one peer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PeerDetail {
    /// The row of the listing.
    #[serde(flatten)]
    pub peer: PeerRow,
    /// Its context.
    pub context: String,
    /// Its codecs, in order.
    pub codecs: Vec<String>,
    /// The line's number.
    pub extension: Option<String>,
    /// How many calls it may have at once; none where that is not limited.
    pub call_limit: Option<u32>,
    /// Its contacts.
    pub contacts: Vec<ContactRow>,
    /// Status code of its last final answer.
    pub last_code: Option<u16>,
    /// Its reason.
    pub last_reason: Option<String>,
}

impl Admin {
    /// Lists lines and trunks.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn peers(&self, query: &Query) -> Result<Page<PeerRow>, Error> {
        let snapshot = self.snapshot();
        let trunks = snapshot.nouns().trunks.keys().copied().collect();
        let survey = self.live().survey(Scope::Everything { trunks }).await?;
        let contacts = Contacts::of(&survey);
        let lines = snapshot.nouns().lines.values().map(|line| line_row(&snapshot, line, &contacts));
        let trunks = snapshot.nouns().trunks.values().map(|trunk| trunk_row(trunk, &survey, &contacts));
        Ok(query.page(lines.chain(trunks).collect()))
    }

    /// Shows one line, by its username, or trunk, by its name or username.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Gone`].
    pub async fn peer(&self, name: &str) -> Result<PeerDetail, Error> {
        let snapshot = self.snapshot();
        let look = |owner| self.live().survey(Scope::One(owner));
        if let Some(line) = snapshot.line_by_username(name) {
            let survey = look(BindingOwner::Line(line.id)).await?;
            return Ok(line_detail(&snapshot, line, &survey));
        }
        let trunk = snapshot.trunk_by_name(name).or_else(|| snapshot.trunk_by_username(name));
        match trunk {
            Some(trunk) => {
                let survey = look(BindingOwner::Trunk(trunk.id)).await?;
                Ok(trunk_detail(&snapshot, trunk, &survey))
            }
            None => Err(Error::not_found("peer", name)),
        }
    }
}

/// Contacts by owner.
struct Contacts<'a>(std::collections::HashMap<BindingOwner, Vec<&'a Binding>>);

impl<'a> Contacts<'a> {
    fn of(survey: &'a Survey) -> Self {
        let mut contacts = Self(std::collections::HashMap::new());
        for binding in &survey.bindings {
            contacts.0.entry(binding.owner).or_default().push(binding);
        }
        contacts
    }

    fn of_owner(&self, owner: BindingOwner) -> &[&'a Binding] {
        self.0.get(&owner).map_or(&[], Vec::as_slice)
    }
}

fn line_row(snapshot: &Snapshot, line: &Line, contacts: &Contacts<'_>) -> PeerRow {
    let binding = contacts.of_owner(BindingOwner::Line(line.id)).first();
    let first = binding.map(|binding| address_of(binding));
    PeerRow {
        name: line.username.to_string(),
        kind: PeerKind::Line,
        username: line.username.to_string(),
        port: first.as_ref().map(|(_, port)| *port),
        transport: binding.map(|binding| binding.transport),
        // A phone is not probed: that it is there is what its registration says.
        status: UNMONITORED.to_owned(),
        host: first.map(|(host, _)| host),
        dynamic: true,
        user: snapshot.user(line.user).map(|user| user.full_name()),
    }
}

fn trunk_row(trunk: &Trunk, survey: &Survey, contacts: &Contacts<'_>) -> PeerRow {
    let binding = contacts.of_owner(BindingOwner::Trunk(trunk.id)).first();
    let transport = match &trunk.reach.addressing {
        Addressing::Dynamic => binding.map(|binding| binding.transport),
        Addressing::Static(_) => Some(trunk.reach.transport),
    };
    let (dynamic, address) = match &trunk.reach.addressing {
        Addressing::Dynamic => (true, binding.map(|binding| address_of(binding))),
        Addressing::Static(address) => (
            false,
            Some((address.host.to_string(), address.port.unwrap_or(trunk.reach.transport.default_port()))),
        ),
    };
    let reach = reach_of(trunk, survey).map_or(Reach::Unknown, |known| known.reach);
    let status = match reach {
        _ if !trunk.enabled => DISABLED.to_owned(),
        Reach::Unknown if trunk.asked_every().is_none() => UNMONITORED.to_owned(),
        Reach::Unknown | Reach::Reachable(_) | Reach::Unreachable => reach.to_string(),
    };
    PeerRow {
        name: trunk.name.to_string(),
        kind: PeerKind::Trunk,
        username: trunk.digest_username().to_owned(),
        port: address.as_ref().map(|(_, port)| *port),
        host: address.map(|(host, _)| host),
        transport,
        dynamic,
        status,
        user: None,
    }
}

fn line_detail(snapshot: &Snapshot, line: &Line, survey: &Survey) -> PeerDetail {
    let contacts = Contacts::of(survey);
    let user = snapshot.user(line.user);
    PeerDetail {
        peer: line_row(snapshot, line, &contacts),
        context: snapshot.context(line.context).map(|c| c.name.to_string()).unwrap_or_default(),
        codecs: names(line.codecs.as_deref().unwrap_or(&snapshot.general().codecs)),
        extension: line.extension.as_ref().map(ToString::to_string),
        call_limit: user.map(|user| user.simultaneous_calls),
        contacts: contact_rows(&contacts, BindingOwner::Line(line.id), survey.now_ms),
        last_code: None,
        last_reason: None,
    }
}

fn trunk_detail(snapshot: &Snapshot, trunk: &Trunk, survey: &Survey) -> PeerDetail {
    let contacts = Contacts::of(survey);
    let last = reach_of(trunk, survey).and_then(|known| known.last_answer.clone());
    PeerDetail {
        peer: trunk_row(trunk, survey, &contacts),
        context: snapshot.context(trunk.context).map(|c| c.name.to_string()).unwrap_or_default(),
        codecs: names(trunk.codecs(&snapshot.general().codecs)),
        extension: None,
        call_limit: Some(trunk.calls.call_limit).filter(|limit| *limit > 0),
        contacts: contact_rows(&contacts, BindingOwner::Trunk(trunk.id), survey.now_ms),
        last_code: last.as_ref().map(|(code, _)| *code),
        last_reason: last.map(|(_, reason)| reason),
    }
}

fn reach_of<'a>(trunk: &Trunk, survey: &'a Survey) -> Option<&'a TrunkReach> {
    survey.trunks.iter().find(|(id, _)| *id == trunk.id).map(|(_, known)| known)
}

fn contact_rows(contacts: &Contacts<'_>, owner: BindingOwner, now_ms: u64) -> Vec<ContactRow> {
    let rows = contacts.of_owner(owner).iter().map(|binding| {
        let (host, port) = address_of(binding);
        ContactRow {
            contact: binding.contact.clone(),
            host,
            port,
            transport: binding.transport,
            user_agent: binding.user_agent.clone(),
            expires_seconds: seconds_left(binding, now_ms),
        }
    });
    rows.collect()
}

fn names(codecs: &[Codec]) -> Vec<String> {
    codecs.iter().map(|codec| codec.name().to_owned()).collect()
}

/// Returns where a contact's REGISTER really came from.
pub(crate) fn address_of(binding: &Binding) -> (String, u16) {
    match binding.received.parse::<SocketAddr>() {
        Ok(addr) => (addr.ip().to_canonical().to_string(), addr.port()),
        Err(_) => (binding.received.clone(), binding.transport.default_port()),
    }
}
