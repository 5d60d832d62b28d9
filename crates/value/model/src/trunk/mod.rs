//! Trunk: the SIP connection to another exchange or to a provider.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    address::{Address, Network, Transport},
    caller_id::CallerId,
    codec::{self, Codec},
    digest::{self, DigestAlgorithm},
    error::{FieldError, Findings, Problem, bounded, optional, required},
    fingerprint::Fingerprint,
    id::{ContextId, TrunkId},
    media_encryption::MediaEncryption,
    password,
    reference::{Names, Naming, Ref},
    register::{Register, RegisterDraft},
    secret::Secret,
    text::{TrunkName, Username},
    toll::LimitsPolicy,
};

mod monitoring;
mod parts;

pub use monitoring::{Monitoring, MonitoringWord};
pub use parts::{
    Addressing, AddressingWord, ConnectionType, DidSource, TrunkAuth, TrunkCalls, TrunkIdentity, TrunkReach,
};

/// A trunk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trunk {
    /// Its identity.
    pub id: TrunkId,
    /// Its name; it need not be the username.
    pub name: TrunkName,
    /// Whether it is in use. One that is not takes part in nothing: no call, no registration, no OPTIONS.
    #[serde(default = "in_use")]
    pub enabled: bool,
    /// What its calls reach.
    pub context: ContextId,
    /// How each side proves who it is.
    pub auth: TrunkAuth,
    /// Where it is and who calls whom.
    pub reach: TrunkReach,
    /// Whom we say that we are, and whom we believe.
    pub identity: TrunkIdentity,
    /// What its calls may do.
    pub calls: TrunkCalls,
    /// Its codecs in order, in place of the general ones.
    pub codecs: Option<Vec<Codec>>,
    /// Whether its audio is encrypted.
    #[serde(default)]
    pub media_encryption: MediaEncryption,
    /// Our registration at it; kept, but silent, where it is not enabled.
    pub register: Option<Register>,
}

draft! {
    /// A trunk as it was typed. It is flat, because the XiVO form and the site file are.
    pub struct TrunkDraft {
        /// The name.
        pub name: String,
        /// Whether it is in use: it is unless this says no.
        pub enabled: bool,
        /// Digest username; without it the name.
        pub username: String,
        /// Password; an empty one means that the trunk has none.
        pub password: Secret,
        /// The password is weak on purpose.
        pub weak_password: bool,
        /// Digest algorithms, best first.
        pub digest: Vec<String>,
        /// Who calls whom.
        pub connection_type: ConnectionType,
        /// `dynamic` or `static`.
        pub addressing: parts::AddressingWord,
        /// Address or name, where static.
        pub address: String,
        /// Further networks that its calls come from.
        pub accept_from: Vec<String>,
        /// Transport of our requests.
        pub transport: Transport,
        /// SHA-256 of the certificate that the other side has to show over TLS; without it an authority has to vouch for its name.
        pub tls_fingerprint: String,
        /// Where our requests are sent instead.
        pub outbound_proxy: String,
        /// How often it is asked with OPTIONS whether it lives: `no`, `yes` (every 60 s), or so many seconds.
        pub monitoring: MonitoringWord,
        /// Context.
        pub context: Ref,
        /// Codecs in order; an empty list means the general ones.
        pub codecs: Vec<String>,
        /// Whether its audio is encrypted: `off`, `offered` (the default) or `required`.
        pub media_encryption: MediaEncryption,
        /// Calls of this trunk may leave by another.
        pub transit: bool,
        /// Which limits its calls keep: `default`, `none`, or the name of a set.
        pub limits: LimitsPolicy,
        /// Calls at once; 0 is unlimited.
        pub call_limit: u32,
        /// User part of From.
        pub from_user: String,
        /// Host part of From.
        pub from_domain: String,
        /// Caller id shown for calls that come from it and carry none.
        pub caller_id: String,
        /// Believe and send P-Asserted-Identity.
        pub trust_identity: bool,
        /// Where the called number is read.
        pub did_source: DidSource,
        /// The register tab.
        pub register: RegisterDraft,
    }
}

impl Trunk {
    /// Reads a trunk.
    pub(crate) fn parse(id: TrunkId, mut draft: TrunkDraft, names: &Names) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let name = found.keep("name", required(draft.name.take()).and_then(|raw| TrunkName::parse(&raw)));
        let context =
            found.keep("context", required(draft.context.take()).and_then(|wanted| names.context(&wanted)));
        let enabled = draft.enabled.unwrap_or_else(in_use);
        let media_encryption = draft.media_encryption.unwrap_or_default();
        let auth = parse_auth(&mut draft, name.as_ref().map_or("", TrunkName::as_str), &mut found);
        let reach = parse_reach(&mut draft, &mut found);
        let identity = parse_identity(&mut draft, &mut found);
        let calls = parse_calls(&draft, &mut found);
        let codecs = draft.codecs.filter(|list| !list.is_empty());
        let codecs = found.keep("codecs", codecs.map(codec::parse_list).transpose());
        let register = match (draft.register, &auth, &reach) {
            (Some(register), Some(auth), Some(reach)) => {
                found.keep_part("register", Register::parse(register, auth, reach).map(Some))
            }
            _ => Some(None),
        };
        let parts = auth.zip(reach).zip(identity).zip(calls).zip(codecs).zip(register);
        let trunk = name.zip(context).zip(parts).map(
            |((name, context), (((((auth, reach), identity), calls), codecs), register))| Self {
                id,
                name,
                enabled,
                context,
                auth,
                reach,
                identity,
                calls,
                codecs,
                media_encryption,
                register,
            },
        );
        found.finish(trunk)
    }

    /// Writes it as a draft.
    pub fn draft(&self, naming: Naming<'_>) -> TrunkDraft {
        let (addressing, address) = match &self.reach.addressing {
            Addressing::Dynamic => (parts::AddressingWord::Dynamic, None),
            Addressing::Static(address) => (parts::AddressingWord::Static, Some(address.to_string())),
        };
        TrunkDraft {
            name: Some(self.name.to_string()),
            enabled: Some(self.enabled),
            username: self.auth.username.as_ref().map(Username::to_string),
            password: self.auth.password.clone(),
            weak_password: Some(self.auth.weak_password),
            digest: Some(self.auth.digest.iter().map(DigestAlgorithm::to_string).collect()),
            connection_type: Some(self.reach.connection),
            addressing: Some(addressing),
            address,
            accept_from: Some(self.reach.accept_from.iter().map(Network::to_string).collect()),
            transport: Some(self.reach.transport),
            tls_fingerprint: self.reach.tls_fingerprint.as_ref().map(Fingerprint::to_string),
            outbound_proxy: self.reach.outbound_proxy.as_ref().map(Address::to_string),
            monitoring: Some(self.reach.monitoring.word()),
            context: Some(naming.context(self.context)),
            codecs: self.codecs.as_deref().map(codec::names),
            media_encryption: Some(self.media_encryption),
            transit: Some(self.calls.transit),
            limits: Some(self.calls.limits.clone()),
            call_limit: Some(self.calls.call_limit),
            from_user: self.identity.from_user.as_ref().map(Username::to_string),
            from_domain: self.identity.from_domain.as_ref().map(Address::to_string),
            caller_id: self.identity.caller_id.as_ref().map(CallerId::to_string),
            trust_identity: Some(self.identity.trust),
            did_source: Some(self.calls.did_source),
            register: self.register.as_ref().map(Register::draft),
        }
    }

    /// Returns the username that digest knows it by: its own, else its name.
    pub fn digest_username(&self) -> &str {
        self.auth.username.as_ref().map_or(self.name.as_str(), Username::as_str)
    }

    /// How often it is asked with OPTIONS while it answers; nothing where it is not, as one that is never called.
    pub fn asked_every(&self) -> Option<Duration> {
        let is_called = self.enabled && self.reach.connection.is_called();
        self.reach.monitoring.interval().filter(|_| is_called)
    }

    /// Returns the codecs that its calls use.
    pub fn codecs<'a>(&'a self, general: &'a [Codec]) -> &'a [Codec] {
        self.codecs.as_deref().unwrap_or(general)
    }
}

impl TrunkDraft {
    /// Takes passwords that were shown redacted and came back so for ones that were left out.
    pub(crate) fn without_redacted(mut self) -> Self {
        self.password = self.password.filter(|secret| !secret.is_redacted());
        self.register = self.register.map(RegisterDraft::without_redacted);
        self
    }

    /// Keeps the passwords alone, the register tab's only where `new` has that tab.
    pub(crate) fn passwords_for(self, new: &Self) -> Self {
        let password =
            |register: RegisterDraft| RegisterDraft { password: register.password, ..Default::default() };
        let register = self.register.filter(|_| new.register.is_some()).map(password);
        Self { password: self.password, register, ..Self::default() }
    }

    /// Fills what is left out, in the register tab too.
    pub fn over_deep(mut self, mut base: Self) -> Self {
        self.register = match (self.register.take(), base.register.take()) {
            (Some(new), Some(old)) => Some(new.over(old)),
            (new, old) => new.or(old),
        };
        self.over(base)
    }
}

/// A trunk is in use unless it says that it is not.
const fn in_use() -> bool {
    true
}

fn parse_auth(draft: &mut TrunkDraft, name: &str, found: &mut Findings) -> Option<TrunkAuth> {
    let weak_password = draft.weak_password.unwrap_or(false);
    let username = found.keep("username", optional(draft.username.take(), Username::parse))?;
    let secret = draft.password.take().filter(|secret| !secret.expose().is_empty());
    let guess = username.as_ref().map_or(name, Username::as_str);
    let password = found.keep(
        "password",
        secret.map(|secret| password::check(&secret, guess, weak_password).map(|()| secret)).transpose(),
    )?;
    let digest = found.keep("digest", digest::parse_list(draft.digest.take()))?;
    Some(TrunkAuth { username, password, weak_password, digest })
}

fn parse_reach(draft: &mut TrunkDraft, found: &mut Findings) -> Option<TrunkReach> {
    let address = found.keep("address", optional(draft.address.take(), Address::parse))?;
    let addressing = match (draft.addressing.unwrap_or_default(), address) {
        (parts::AddressingWord::Dynamic, _) => Addressing::Dynamic,
        (parts::AddressingWord::Static, Some(address)) => Addressing::Static(address),
        (parts::AddressingWord::Static, None) => {
            found.note("address", Problem::Missing);
            return None;
        }
    };
    let outbound_proxy =
        found.keep("outbound_proxy", optional(draft.outbound_proxy.take(), Address::parse))?;
    let tls_fingerprint =
        found.keep("tls_fingerprint", optional(draft.tls_fingerprint.take(), Fingerprint::parse))?;
    let accept_from = found.keep_each("accept_from", draft.accept_from.take(), |raw| {
        Network::parse(&raw).map_err(|problem| vec![FieldError::new("", problem)])
    })?;
    let monitoring = found.keep("monitoring", Monitoring::parse(draft.monitoring.take()))?;
    let connection = draft.connection_type.unwrap_or_default();
    Some(TrunkReach {
        connection,
        addressing,
        accept_from,
        transport: draft.transport.unwrap_or_default(),
        tls_fingerprint,
        outbound_proxy,
        monitoring,
    })
}

fn parse_identity(draft: &mut TrunkDraft, found: &mut Findings) -> Option<TrunkIdentity> {
    let from_user = found.keep("from_user", optional(draft.from_user.take(), Username::parse));
    let from_domain = found.keep("from_domain", optional(draft.from_domain.take(), Address::parse));
    let caller_id = found.keep("caller_id", optional(draft.caller_id.take(), CallerId::parse));
    Some(TrunkIdentity {
        from_user: from_user?,
        from_domain: from_domain?,
        caller_id: caller_id?,
        trust: draft.trust_identity.unwrap_or(false),
    })
}

fn parse_calls(draft: &TrunkDraft, found: &mut Findings) -> Option<TrunkCalls> {
    let call_limit = found.keep("call_limit", bounded(draft.call_limit, 0, 0, 1_000_000))?;
    Some(TrunkCalls {
        call_limit,
        transit: draft.transit.unwrap_or(false),
        limits: draft.limits.clone().unwrap_or_default(),
        did_source: draft.did_source.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests;
