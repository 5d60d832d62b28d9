//! Reads the answer to an offer of ours (RFC 3264 section 7).

use super::{is_carried, is_speech, ptime_ms, remotes, secure};
use crate::{Agreed, Codec, Disagreement, Media, Session, TelephoneEvents};

/// Settles what the answer to our offer means. The answer's first codec is what we send; any codec of both may come back,
/// under the numbers of our offer.
pub fn accept(offer: &Session, answer: &Session) -> Result<Agreed, Disagreement> {
    let place = offer.media.iter().position(is_carried).ok_or(Disagreement::NotAnAnswer)?;
    let (Some(ours), Some(theirs)) = (offer.media.get(place), answer.media.get(place)) else {
        return Err(Disagreement::NotAnAnswer);
    };
    if theirs.kind != ours.kind || !theirs.protocol.is_rtp() {
        return Err(Disagreement::NotAnAnswer);
    }
    if theirs.port == 0 {
        return Err(Disagreement::Declined);
    }
    let secured = secure::accept(ours, theirs)?.map(Box::new);
    let mux = ours.rtcp.mux && theirs.rtcp.mux;
    let (remote_rtp, remote_rtcp) = remotes(answer, theirs, mux).ok_or(Disagreement::NotAnAnswer)?;
    let (codec, receive) = codecs(ours, theirs)?;
    Ok(Agreed {
        remote_rtp,
        remote_rtcp,
        telephone_event: events(ours, theirs, &codec),
        codec,
        receive,
        direction: answer.direction_of(theirs).mirrored().and(offer.direction_of(ours)),
        ptime_ms: ptime_ms(theirs, ours.ptime_ms.unwrap_or(DEFAULT_PTIME_MS)),
        rtcp_mux: mux,
        secured,
    })
}

/// The packet length of RFC 3551 section 4.2 where neither side names one.
const DEFAULT_PTIME_MS: u16 = 20;

/// What we send, under the answer's number, and what may come, under the offer's.
fn codecs(ours: &Media, theirs: &Media) -> Result<(Codec, Vec<Codec>), Disagreement> {
    let offered: Vec<Codec> = ours.codecs().filter(is_speech).collect();
    let answered: Vec<Codec> = theirs.codecs().filter(is_speech).collect();
    let in_offer = |codec: &Codec| offered.iter().find(|own| own.is_same_encoding(codec)).cloned();
    let receive: Vec<Codec> = answered.iter().filter_map(in_offer).collect();
    match answered.iter().find(|codec| in_offer(codec).is_some()) {
        Some(codec) => Ok((codec.clone(), receive)),
        None => Err(Disagreement::NoCommonCodec {
            offered: answered.into_iter().map(|codec| codec.name).collect(),
            ours: offered.into_iter().map(|codec| codec.name).collect(),
        }),
    }
}

fn events(ours: &Media, theirs: &Media, codec: &Codec) -> Option<TelephoneEvents> {
    let pick = |media: &Media| {
        let all: Vec<Codec> = media.codecs().filter(Codec::is_telephone_event).collect();
        all.iter().find(|event| event.clock_hz == codec.clock_hz).or(all.first()).map(|event| event.pt)
    };
    Some(TelephoneEvents { send: pick(theirs)?, receive: pick(ours)? })
}
