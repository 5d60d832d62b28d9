//! A call as it is written down, so that it outlives the process (docs/decisions/0012-calls-outlive-the-process.md).
//!
//! Only answered calls are kept. The text is JSON and read by later releases too: what is added to [`Call`] and below it has a
//! default, and a change that cannot be read so takes another version.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};
use sip_core::KeptLeg;

use crate::{
    call::Call,
    media::{MediaId, MediaOrder},
    port::CallId,
};

/// The version of what is written; a higher one is of a later release, and is not read.
const VERSION: u32 = 1;

/// A call that was read back.
#[derive(Debug)]
pub struct KeptCall {
    pub(crate) call: Call,
    pub(crate) legs: Vec<KeptLeg<'static>>,
    /// The media path goes on with it already.
    pub(crate) is_carried: bool,
}

/// The audio of one leg of it, which is to go on at the same port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptAudio {
    /// Its number.
    pub media: MediaId,
    /// Its call: the audio of one call stays on one worker.
    pub call: CallId,
    /// Whether its ports are IPv6.
    pub ipv6: bool,
    /// The RTP port; RTCP is the next one.
    pub port: u16,
    /// Where the peer's packets were found to come from, where that is not where its signalling says.
    pub source: Option<SocketAddr>,
}

/// Why a text is no call that can go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// A later release wrote it.
    Newer,
    /// It is damaged; what the reader says.
    Damaged(String),
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    call: &'a Call,
    legs: Vec<KeptLeg<'a>>,
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[derive(Deserialize)]
struct Read {
    call: Call,
    legs: Vec<KeptLeg<'static>>,
}

impl KeptCall {
    /// Reads what an exchange wrote.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn read(text: &[u8]) -> Result<Self, Unreadable> {
        let damaged = |error: serde_json::Error| Unreadable::Damaged(error.to_string());
        match serde_json::from_slice::<Version>(text).map_err(damaged)?.version {
            ..=VERSION => {}
            _ => return Err(Unreadable::Newer),
        }
        let Read { call, legs } = serde_json::from_slice(text).map_err(damaged)?;
        Ok(Self { call, legs, is_carried: false })
    }

    /// Its number.
    pub const fn id(&self) -> CallId {
        self.call.id
    }

    /// What a media path that has its ports must be told to go on, but for announcements.
    pub fn orders(&self) -> Vec<MediaOrder> {
        self.call.orders()
    }

    /// Says whether a media path has its ports and was told its [`KeptCall::orders`].
    pub const fn set_carried(&mut self, is_carried: bool) {
        self.is_carried = is_carried;
    }

    /// The ports that it needs.
    pub fn audio(&self) -> Vec<KeptAudio> {
        self.call.audio_to_resume()
    }
}

/// Writes a call down.
pub(crate) fn write(call: &Call, legs: Vec<KeptLeg<'_>>) -> Vec<u8> {
    serde_json::to_vec(&Written { version: VERSION, call, legs }).unwrap_or_default()
}
