//! The register tab of a trunk: our registration at the other side.

use serde::{Deserialize, Serialize};

use crate::{
    address::{Address, Transport},
    error::{FieldError, Findings, bounded, optional, required},
    password,
    secret::Secret,
    text::Username,
    trunk::{Addressing, TrunkAuth, TrunkReach},
};

/// Our registration at a trunk's other side. It is retried for ever; how is the registration core's business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Whether we register at all.
    pub enabled: bool,
    /// Transport.
    pub transport: Transport,
    /// Address of record and digest username.
    pub username: Username,
    /// Password; without one a challenge ends the attempt.
    pub password: Option<Secret>,
    /// The registrar.
    pub remote_server: Address,
    /// Seconds that we ask for.
    pub expiry: u32,
    /// User part of our contact, on which we are called; without it the username.
    pub contact: Option<Username>,
}

draft! {
    /// The register tab as it was typed.
    pub struct RegisterDraft {
        /// Whether we register.
        pub enabled: bool,
        /// Transport; without it the trunk's.
        pub transport: Transport,
        /// Username; without it the trunk's.
        pub username: String,
        /// Password; without it the trunk's.
        pub password: Secret,
        /// The registrar; without it the trunk's address.
        pub remote_server: String,
        /// Seconds that we ask for.
        pub expiry: u32,
        /// User part of our contact.
        pub contact: String,
    }
}

/// What XiVO asks for when nothing is said.
const EXPIRY_DEFAULT: u32 = 120;

impl Register {
    /// Reads the register tab; what it leaves out is taken from the general tab.
    pub(crate) fn parse(
        draft: RegisterDraft,
        auth: &TrunkAuth,
        reach: &TrunkReach,
    ) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let username = found.keep("username", optional(draft.username, Username::parse));
        let username = found.keep("username", required(username.flatten().or_else(|| auth.username.clone())));
        let own = draft.password.filter(|secret| !secret.expose().is_empty());
        if let Some(own) = own.as_ref().filter(|own| Some(*own) != auth.password.as_ref()) {
            // The other side chose this password, so that it is weak is not ours to judge: only its form is.
            found.keep("password", password::check(own, "", true));
        }
        let address = found.keep("remote_server", optional(draft.remote_server, Address::parse));
        let address = address.flatten().or_else(|| match &reach.addressing {
            Addressing::Static(address) => Some(address.clone()),
            Addressing::Dynamic => None,
        });
        let remote_server = found.keep("remote_server", required(address));
        let expiry = found.keep("expiry", bounded(draft.expiry, EXPIRY_DEFAULT, 10, 86_400));
        let contact = found.keep("contact", optional(draft.contact, Username::parse));
        let register =
            username.zip(remote_server).zip(expiry).map(|((username, remote_server), expiry)| Self {
                enabled: draft.enabled.unwrap_or(false),
                transport: draft.transport.unwrap_or(reach.transport),
                username,
                password: own.or_else(|| auth.password.clone()),
                remote_server,
                expiry,
                contact: contact.flatten(),
            });
        found.finish(register)
    }

    /// Writes it as a draft.
    pub fn draft(&self) -> RegisterDraft {
        RegisterDraft {
            enabled: Some(self.enabled),
            transport: Some(self.transport),
            username: Some(self.username.to_string()),
            password: self.password.clone(),
            remote_server: Some(self.remote_server.to_string()),
            expiry: Some(self.expiry),
            contact: self.contact.as_ref().map(Username::to_string),
        }
    }
}

impl RegisterDraft {
    /// Takes a password that was shown redacted and came back so for one that was left out.
    pub(crate) fn without_redacted(mut self) -> Self {
        self.password = self.password.filter(|secret| !secret.is_redacted());
        self
    }
}
