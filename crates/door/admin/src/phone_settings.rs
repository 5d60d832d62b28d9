//! What a phone must be told so that it can log in on a line. Everything but the password, which is shown by an act of its own.

use model::{LineId, Transport};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    acts::Admin,
    error::Error,
    host::{ServerSource, phone_server},
};

/// The settings of a line's phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PhoneSettings {
    /// The line.
    pub id: u32,
    /// What the phone logs in with; its authentication name too.
    pub username: String,
    /// What it shows of itself.
    pub display_name: String,
    /// Its number; none where it has none of its own.
    pub extension: Option<String>,
    /// The name or address of the exchange; its domain, registrar and proxy.
    pub server: String,
    /// Where that comes from; none where the exchange listens on nothing that a phone could reach, and the name of the host is all
    /// that is known.
    pub server_source: Option<ServerSource>,
    /// The port.
    pub port: u16,
    /// The transport.
    pub transport: Transport,
    /// Its codecs, in order.
    pub codecs: Vec<String>,
    /// Seconds between two registrations.
    pub registration_expiry: u32,
}

/// What stands for the exchange where no address of it is known.
const HERE: &str = "localhost";

impl Admin {
    /// Says what the phone of a line is set up with.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn phone_settings(&self, id: u32) -> Result<PhoneSettings, Error> {
        let snapshot = self.snapshot();
        let line = snapshot.line(LineId(id)).ok_or_else(|| Error::not_found("line", id))?;
        let phone = phone_server(&self.host(), &snapshot);
        let general = snapshot.general();
        let codecs = line.codecs.as_deref().unwrap_or(&general.codecs);
        let name = snapshot.caller_id(line).name.map(|name| name.to_string());
        Ok(PhoneSettings {
            id,
            username: line.username.to_string(),
            display_name: name.unwrap_or_default(),
            extension: line.extension.as_ref().map(ToString::to_string),
            server_source: phone.as_ref().map(|phone| phone.source),
            port: phone.as_ref().map_or(Transport::Udp.default_port(), |phone| phone.port),
            transport: phone.as_ref().map_or(Transport::Udp, |phone| phone.transport),
            server: phone.map_or_else(|| HERE.to_owned(), |phone| phone.server),
            codecs: codecs.iter().map(|codec| codec.name().to_owned()).collect(),
            registration_expiry: general.registration.default,
        })
    }
}
