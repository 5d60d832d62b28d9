//! One leg's encryption: opens what its peer sends before anybody judges it, and closes what goes out at the last moment.
//!
//! A leg with a shield never falls back to clear: what cannot be protected is not sent, and what does not prove itself is
//! not heard.

use std::net::SocketAddr;

use sdp::{KeySalt, Secured};
use srtp::{Heard, MAX_OVERHEAD, MasterKey, Position, Receiver, Sender};

use crate::{Side, Sink};

/// The longest packet that is protected: as much as a worker reads. Longer ones are not sent.
const LARGEST: usize = 2048;

/// The keys of a leg and how far each direction has come.
pub(crate) struct Shield {
    secured: Secured,
    sender: Option<Sender>,
    receiver: Option<Receiver>,
}

/// How far an encrypted leg has come, for whoever writes it down to go on after a restart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CryptoState {
    /// The first packet indices that were not used.
    pub sent: Position,
    /// The highest that were heard of each of the peer's streams.
    pub heard: Vec<Heard>,
}

impl Shield {
    /// Takes the keys that were agreed on for the stream of ours with this number. A direction whose key is the same as
    /// before goes on; the other begins anew (RFC 3711 section 3.3.1).
    pub(crate) fn agreed(old: Option<Box<Self>>, secured: Option<&Secured>, ssrc: u32) -> Option<Box<Self>> {
        let secured = secured?;
        let (mut sender, mut receiver) = (None, None);
        if let Some(old) = old.filter(|old| old.secured.suite == secured.suite) {
            let Self { secured: before, sender: sending, receiver: receiving } = *old;
            sender = sending.filter(|_| before.send == secured.send);
            receiver = receiving.filter(|_| before.receive == secured.receive);
        }
        let key = |key: &KeySalt| MasterKey::new(suite(secured.suite), key.expose()).ok();
        Some(Box::new(Self {
            sender: sender.or_else(|| key(&secured.send).map(|key| Sender::new(&key, ssrc))),
            receiver: receiver.or_else(|| key(&secured.receive).map(|key| Receiver::new(&key))),
            secured: secured.clone(),
        }))
    }

    /// Opens an RTP packet where it lies; `None` where it was not made with the peer's key, or came before.
    #[inline]
    pub(crate) fn open_rtp<'b>(&mut self, packet: &'b mut [u8]) -> Option<&'b mut [u8]> {
        let len = self.receiver.as_mut()?.unprotect_rtp(packet).ok()?;
        packet.get_mut(..len)
    }

    /// Opens an RTCP packet where it lies.
    pub(crate) fn open_rtcp<'b>(&mut self, packet: &'b mut [u8]) -> Option<&'b mut [u8]> {
        let len = self.receiver.as_mut()?.unprotect_rtcp(packet).ok()?;
        packet.get_mut(..len)
    }

    pub(crate) fn state(&self) -> CryptoState {
        CryptoState {
            sent: self.sender.as_ref().map(Sender::position).unwrap_or_default(),
            heard: self.receiver.iter().flat_map(Receiver::heard).collect(),
        }
    }

    pub(crate) fn resume(&mut self, state: &CryptoState) {
        if let Some(sender) = &mut self.sender {
            sender.resume_at(state.sent);
        }
        if let Some(receiver) = &mut self.receiver {
            state.heard.iter().for_each(|heard| receiver.resume_at(*heard));
        }
    }
}

/// Sends an RTP packet, protected where there is a shield; false where it could not be.
#[inline]
pub(crate) fn send_rtp(
    shield: Option<&mut Shield>,
    side: Side,
    to: SocketAddr,
    packet: &[u8],
    out: &mut impl Sink,
) -> bool {
    let Some(shield) = shield else {
        out.rtp(side, to, packet);
        return true;
    };
    let mut room = [0; LARGEST + MAX_OVERHEAD];
    let Some(place) = room.get_mut(..packet.len()) else { return false };
    place.copy_from_slice(packet);
    let protect = |sender: &mut Sender| sender.protect_rtp(&mut room, packet.len()).ok();
    let Some(len) = shield.sender.as_mut().and_then(protect) else { return false };
    out.rtp(side, to, room.get(..len).unwrap_or_default());
    true
}

/// Protects an RTCP packet where there is a shield and hands it to `send`.
pub(crate) fn protect_rtcp(shield: Option<&mut Shield>, packet: &[u8], send: impl FnOnce(&[u8])) {
    let Some(shield) = shield else { return send(packet) };
    let mut room = [0; LARGEST + MAX_OVERHEAD];
    let Some(place) = room.get_mut(..packet.len()) else { return };
    place.copy_from_slice(packet);
    let protect = |sender: &mut Sender| sender.protect_rtcp(&mut room, packet.len()).ok();
    if let Some(len) = shield.sender.as_mut().and_then(protect) {
        send(room.get(..len).unwrap_or_default());
    }
}

/// The suite of a session description as a cipher.
const fn suite(suite: sdp::Suite) -> srtp::Suite {
    match suite {
        sdp::Suite::AesCm128Sha1Tag80 => srtp::Suite::AesCm128Sha1Tag80,
        sdp::Suite::AesCm128Sha1Tag32 => srtp::Suite::AesCm128Sha1Tag32,
        sdp::Suite::AesCm256Sha1Tag80 => srtp::Suite::AesCm256Sha1Tag80,
        sdp::Suite::AesCm256Sha1Tag32 => srtp::Suite::AesCm256Sha1Tag32,
        sdp::Suite::AesGcm128 => srtp::Suite::AesGcm128,
        sdp::Suite::AesGcm256 => srtp::Suite::AesGcm256,
    }
}
