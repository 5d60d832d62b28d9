//! Answers offers (RFC 3264 section 6): the first audio stream that we can carry is taken, every other one declined.

use super::{is_carried, is_speech, offer::describe, ptime_ms, remotes};
use crate::{
    Abilities, Agreed, Codec, Crypto, Disagreement, Media, Origin, Preference, Secured, Session,
    TelephoneEvents,
};

/// Answers an offer with one codec under the offer's number, and named events where the offer has them.
pub fn answer(
    offer: &Session,
    abilities: &Abilities,
    preference: Preference,
    origin: Origin,
) -> Result<(Session, Agreed), Disagreement> {
    let carried = |media: &&Media| is_carried(media) && offer.address_of(media).is_some();
    let streams = || offer.media.iter().enumerate().filter(|(_, media)| carried(media));
    let mut agreed: Vec<(usize, Agreed)> = streams()
        .filter_map(|(at, media)| Some((at, agree(offer, media, abilities, preference).ok()?)))
        .collect();
    // Of a stream that is offered in clear and another time encrypted, the latter.
    let place = agreed.iter().position(|(_, agreed)| agreed.secured.is_some()).unwrap_or_default();
    if agreed.is_empty() {
        let why = streams().find_map(|(_, media)| agree(offer, media, abilities, preference).err());
        return Err(why.unwrap_or_else(|| no_audio(offer)));
    }
    let (place, agreed) = agreed.swap_remove(place);
    let media = offer.media.iter().enumerate().map(|(at, theirs)| {
        if at == place { accepted(theirs, &agreed, abilities) } else { theirs.declined() }
    });
    Ok((describe(abilities, origin, media.collect()), agreed))
}

fn agree(
    offer: &Session,
    media: &Media,
    abilities: &Abilities,
    preference: Preference,
) -> Result<Agreed, Disagreement> {
    let secured = abilities.security.answer(media)?.map(Box::new);
    let theirs: Vec<Codec> = media.codecs().collect();
    let codec =
        choose(&theirs, &abilities.codecs, preference).ok_or_else(|| no_common_codec(media, abilities))?;
    let mux = media.rtcp.mux && abilities.rtcp_mux;
    let (remote_rtp, remote_rtcp) = remotes(offer, media, mux).ok_or_else(|| no_audio(offer))?;
    Ok(Agreed {
        remote_rtp,
        remote_rtcp,
        telephone_event: events(&theirs, &codec, abilities),
        receive: vec![codec.clone()],
        codec,
        direction: offer.direction_of(media).mirrored().and(abilities.direction),
        ptime_ms: ptime_ms(media, abilities.ptime_ms),
        rtcp_mux: mux,
        secured,
    })
}

/// The offer's edition of the codec that the preference picks: its number and parameters are the peer's.
fn choose(theirs: &[Codec], ours: &[Codec], preference: Preference) -> Option<Codec> {
    let offered = |ours: &Codec| theirs.iter().filter(|c| is_speech(c)).find(|c| c.is_same_encoding(ours));
    let chosen = match preference {
        Preference::Ours => ours.iter().find_map(offered),
        Preference::Theirs => {
            theirs.iter().filter(|c| is_speech(c)).find(|c| ours.iter().any(|own| own.is_same_encoding(c)))
        }
    };
    chosen.cloned()
}

/// Named events whose clock is the codec's, as RFC 4733 section 2.1 wants it; any others where there is none such.
fn events(theirs: &[Codec], codec: &Codec, abilities: &Abilities) -> Option<TelephoneEvents> {
    abilities.telephone_event?;
    let mut offered = theirs.iter().filter(|theirs| theirs.is_telephone_event());
    let first = offered.clone().next()?;
    let event = offered.find(|event| event.clock_hz == codec.clock_hz).unwrap_or(first);
    Some(TelephoneEvents { send: event.pt, receive: event.pt })
}

/// Our edition of the stream that is taken.
fn accepted(theirs: &Media, agreed: &Agreed, abilities: &Abilities) -> Media {
    let mut media = Media::new(theirs.kind.clone(), abilities.rtp_port, theirs.protocol.clone());
    let ours = abilities.codecs.iter().find(|own| own.is_same_encoding(&agreed.codec));
    media.push_codec(&Codec { fmtp: ours.and_then(|own| own.fmtp.clone()), ..agreed.codec.clone() });
    if let Some(events) = agreed.telephone_event {
        let clock_hz =
            theirs.codecs().find(|codec| codec.pt == events.receive).map_or(8000, |codec| codec.clock_hz);
        media.push_codec(&Codec { clock_hz, ..Codec::telephone_event(events.receive) });
    }
    media.ptime_ms = Some(agreed.ptime_ms);
    media.direction = Some(agreed.direction);
    media.rtcp.mux = agreed.rtcp_mux;
    if let Some(Secured { tag, suite, send, .. }) = agreed.secured.as_deref() {
        media.crypto.push(Crypto { tag: *tag, suite: *suite, key: send.clone(), lifetime: None });
    }
    media
}

fn no_common_codec(media: &Media, abilities: &Abilities) -> Disagreement {
    Disagreement::NoCommonCodec {
        offered: media.codecs().filter(is_speech).map(|codec| codec.name).collect(),
        ours: abilities.encodings(),
    }
}

fn no_audio(offer: &Session) -> Disagreement {
    Disagreement::NoAudio {
        offered: offer.media.iter().map(|media| format!("{} {}", media.kind, media.protocol)).collect(),
    }
}
