//! Who would hear whom: audio is followed from port to port through every exchange on the way.

use std::net::SocketAddr;

use calls::Audio;

use super::World;
use crate::media::Heard;

impl World {
    /// Who hears a phone that is in a call: the names of the phones that its audio would reach.
    pub fn listeners(&mut self, name: &str) -> Vec<String> {
        let phone = self.phone(name);
        let (own, sent_to) = match phone.calls.iter().rev().find(|call| call.is_up() || !call.is_over()) {
            Some(call) => match &call.agreed {
                Some(agreed) if agreed.direction.sends() => (phone.addr, agreed.remote_rtp),
                _ => return Vec::new(),
            },
            None => return Vec::new(),
        };
        self.trace_audio(own, sent_to)
    }

    /// Follows audio from port to port.
    fn trace_audio(&mut self, from: SocketAddr, to: SocketAddr) -> Vec<String> {
        if let Some(phone) = self.phones.iter().find(|phone| phone.addr.ip() == to.ip()) {
            let takes = phone.calls.iter().any(|call| {
                call.rtp_port() == to.port()
                    && call.agreed.as_ref().is_some_and(|agreed| agreed.direction.receives())
            });
            return if takes { vec![phone.name.clone()] } else { Vec::new() };
        }
        let Some(site) = self.sites.iter().find(|site| site.addr.ip() == to.ip()) else { return Vec::new() };
        let Some((_, stream)) = site.media.by_port(to.port()) else { return Vec::new() };
        let agreed = stream.audio.as_ref().map(|audio| &audio.agreed);
        if !agreed.is_some_and(|agreed| agreed.direction.receives() && agreed.remote_rtp.ip() == from.ip()) {
            return Vec::new();
        }
        // Who hears this stream? Those whose peer it is.
        let (own, _) = site.media.by_port(to.port()).expect("it was just found");
        let heard_by = site.media.streams().filter(|(_, other)| other.heard == Heard::Peer(own));
        let targets: Vec<SocketAddr> =
            heard_by.filter_map(|(_, other)| other.audio.as_ref().and_then(Audio::target)).collect();
        let at = site.addr;
        targets.into_iter().flat_map(|target| self.trace_audio(at, target)).collect()
    }
}
