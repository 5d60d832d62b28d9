//! Session descriptions: a phone's offer answered (RFC 3264).

use std::net::{IpAddr, Ipv4Addr};

use anyhow::{Context as _, Result};
use sdp::{Abilities, Codec, Direction, Origin, Preference, Session};

use super::clock::{Clock, Spread};

const OFFER: &[u8] = b"v=0\r\no=- 1234567890 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n\
m=audio 40000 RTP/AVP 0 8 3 9 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:3 GSM/8000\r\n\
a=rtpmap:9 G722/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\n";

/// Bytes of an offer to bytes of an answer.
pub(super) fn answer(clock: &Clock) -> Result<Spread> {
    let addr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    let abilities = Abilities {
        addr,
        rtp_port: 20_000,
        codecs: vec![Codec::gsm(), Codec::pcmu(), Codec::pcma(), Codec::g722()],
        telephone_event: Some(101),
        ptime_ms: 20,
        direction: Direction::SendRecv,
        rtcp_mux: false,
        security: sdp::Security::Off,
    };
    let one = || {
        let offer = Session::parse(OFFER).ok()?;
        let (answer, agreed) =
            sdp::answer(&offer, &abilities, Preference::Ours, Origin::new(1, 1, addr)).ok()?;
        Some((answer.to_string(), agreed))
    };
    one().context("the offer can be answered")?;
    Ok(clock.time(one))
}
