//! Makes offers: the first one of a call, and those that change it (RFC 3264 sections 5 and 8).

use crate::{Abilities, Codec, Kind, Media, Origin, Protocol, Session, Timing};

/// The first number for codecs that have none of their own (RFC 3551 section 3).
const FIRST_DYNAMIC: u8 = 96;

/// Makes the first offer of a session: one audio stream.
pub fn offer(abilities: &Abilities, origin: Origin) -> Session {
    describe(abilities, origin, vec![audio(abilities, None)])
}

/// Makes a later offer in a session whose last description of ours is `previous`. The streams keep their places, codecs
/// keep their numbers (section 8.3.2), and the version goes up only where something changed.
pub fn reoffer(abilities: &Abilities, previous: &Session) -> Session {
    let mut media: Vec<Media> = previous.media.iter().map(Media::declined).collect();
    let place = previous.media.iter().position(super::is_carried);
    match place.and_then(|at| Some((media.get_mut(at)?, previous.media.get(at)?))) {
        Some((slot, old)) => *slot = audio(abilities, Some(old)),
        None => media.push(audio(abilities, None)),
    }
    revise(previous, describe(abilities, previous.origin.clone(), media))
}

/// Gives `next` the origin of `previous`, with the version one higher if anything else differs (RFC 3264 section 8).
pub fn revise(previous: &Session, next: Session) -> Session {
    let mut next = Session { origin: previous.origin.clone(), ..next };
    if next != *previous {
        next.origin.version = next.origin.version.wrapping_add(1);
    }
    next
}

/// Wraps streams of ours into a description.
pub(super) fn describe(abilities: &Abilities, origin: Origin, media: Vec<Media>) -> Session {
    Session {
        origin,
        name: "-".to_owned(),
        connection: Some(abilities.addr),
        times: vec![Timing::default()],
        direction: None,
        attributes: Vec::new(),
        media,
    }
}

fn audio(abilities: &Abilities, old: Option<&Media>) -> Media {
    let (first, keys) = abilities.security.offered();
    let mut media = Media::new(Kind::Audio, abilities.rtp_port, transport(first, !keys.is_empty(), old));
    let is_alone = keys.len() == 1;
    let offered = keys.iter().filter(|line| is_alone || !line.suite.has_short_tag());
    media.crypto = offered.cloned().collect();
    let used: Vec<Codec> = old.map(|old| old.codecs().collect()).unwrap_or_default();
    let events = abilities.telephone_event.map(Codec::telephone_event);
    for codec in abilities.codecs.iter().chain(&events) {
        let pt = number(codec, &used, &media);
        media.push_codec(&Codec { pt, ..codec.clone() });
    }
    media.ptime_ms = Some(abilities.ptime_ms);
    media.direction = Some(abilities.direction);
    media.rtcp.mux = abilities.rtcp_mux;
    media
}

/// The transport of an offer: the one that the session has, unless what is offered now cannot be said with it.
fn transport(first: Protocol, has_keys: bool, old: Option<&Media>) -> Protocol {
    match old.map(|old| &old.protocol) {
        Some(Protocol::RtpSavp | Protocol::RtpSavpf) if !has_keys => Protocol::RtpAvp,
        Some(old) => old.clone(),
        None => first,
    }
}

/// The number of a codec: the one it had before, else its own, else the first that is free.
fn number(codec: &Codec, used: &[Codec], media: &Media) -> u8 {
    if let Some(before) = used.iter().find(|before| before.is_same_encoding(codec)) {
        return before.pt;
    }
    let is_taken =
        |pt: u8| used.iter().any(|codec| codec.pt == pt) || media.rtpmaps.iter().any(|map| map.pt == pt);
    if !is_taken(codec.pt) {
        return codec.pt;
    }
    (FIRST_DYNAMIC..=127).find(|pt| !is_taken(*pt)).unwrap_or(codec.pt)
}
