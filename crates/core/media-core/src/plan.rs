//! Decides how each payload type of one leg reaches the other: forwarded as it is, or decoded and encoded again.

use rtp::Pt;

use crate::StreamSettings;

/// The way of one direction between two legs; empty where nothing is heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    routes: Vec<(Pt, Carry)>,
}

/// What becomes of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carry {
    /// It is forwarded at once under this number.
    Relay(Pt),
    /// It is decoded and encoded again.
    Transcode(dsp::codec::Codec),
    /// It is an RFC 4733 event; forwarded under this number, or sent as a tone where the other side takes none.
    Event(Option<Pt>),
}

impl Plan {
    /// Plans the way from one leg to another (or back to itself). A codec that is neither shared nor one of ours is not
    /// carried at all.
    pub fn new(from: &StreamSettings, to: &StreamSettings) -> Self {
        let can_encode = dsp::codec::Codec::from_name(&to.codec.name).is_some();
        let audio = from.receive.iter().filter_map(|codec| {
            let pt = Pt::new(codec.pt)?;
            if codec.is_same_encoding(&to.codec) {
                return Some((pt, Carry::Relay(to.send_pt())));
            }
            let decoded = dsp::codec::Codec::from_name(&codec.name).filter(|_| can_encode)?;
            Some((pt, Carry::Transcode(decoded)))
        });
        let event = from.events.and_then(|events| {
            let sent = to.events.and_then(|events| Pt::new(events.send));
            Some((Pt::new(events.receive)?, Carry::Event(sent)))
        });
        Self { routes: audio.chain(event).collect() }
    }

    /// What becomes of packets with this number.
    pub fn carry(&self, pt: Pt) -> Option<Carry> {
        self.routes.iter().find(|(number, _)| *number == pt).map(|(_, carry)| *carry)
    }

    /// The codecs that are decoded on this way; empty where everything is relayed.
    pub fn decoded(&self) -> impl Iterator<Item = dsp::codec::Codec> + '_ {
        self.routes.iter().filter_map(|(_, carry)| match carry {
            Carry::Transcode(codec) => Some(*codec),
            Carry::Relay(_) | Carry::Event(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use dsp::codec::Codec as Dsp;
    use sdp::{Codec, Direction, TelephoneEvents};

    use super::*;

    fn side(codec: Codec, receive: &[Codec], event: Option<u8>) -> StreamSettings {
        let remote = "192.0.2.9:4000".parse().unwrap();
        StreamSettings {
            remote_rtp: remote,
            remote_rtcp: remote,
            codec,
            receive: receive.to_vec(),
            events: event.map(|pt| TelephoneEvents { send: pt, receive: pt }),
            direction: Direction::SendRecv,
            ptime_ms: 20,
            symmetric: true,
            signalling: None,
            rtcp_mux: false,
            timeout: None,
            secured: None,
        }
    }

    fn pt(number: u8) -> Pt {
        Pt::new(number).unwrap()
    }

    #[test]
    fn the_same_codec_is_relayed_under_the_other_sides_number() {
        let a = side(Codec::gsm(), &[Codec::gsm()], Some(101));
        let b = side(Codec::new(97, "gsm", 8000), &[Codec::new(97, "gsm", 8000)], Some(96));
        let plan = Plan::new(&a, &b);
        assert_eq!(plan.carry(pt(3)), Some(Carry::Relay(pt(97))));
        assert_eq!(plan.carry(pt(101)), Some(Carry::Event(Some(pt(96)))));
        assert_eq!(plan.decoded().count(), 0);
    }

    #[test]
    fn each_number_of_a_peer_that_may_send_two_codecs_has_its_own_way() {
        let a = side(Codec::gsm(), &[Codec::gsm(), Codec::pcmu()], Some(101));
        let b = side(Codec::pcmu(), &[Codec::pcmu()], None);
        let plan = Plan::new(&a, &b);
        assert_eq!(plan.carry(pt(0)), Some(Carry::Relay(pt(0))));
        assert_eq!(plan.carry(pt(3)), Some(Carry::Transcode(Dsp::Gsm)));
        assert_eq!(plan.carry(pt(101)), Some(Carry::Event(None)));
        assert_eq!(plan.carry(pt(8)), None);
    }

    #[test]
    fn a_codec_that_we_cannot_decode_is_relayed_or_not_carried() {
        let opus = Codec { channels: 2, ..Codec::new(107, "opus", 48_000) };
        let a = side(opus.clone(), std::slice::from_ref(&opus), None);
        assert_eq!(Plan::new(&a, &a).carry(pt(107)), Some(Carry::Relay(pt(107))));
        let b = side(Codec::pcmu(), &[Codec::pcmu()], None);
        assert_eq!(Plan::new(&a, &b), Plan::default());
        assert_eq!(Plan::new(&b, &a), Plan::default());
    }
}
