//! A leg's keys: when it has some, and when it gets new ones.
//!
//! Keys are drawn where they may be needed and not before: a call in clear costs nothing. Once a suite is agreed on, that one
//! key goes on through hold, resume and refresh; whoever changes its own gets a new one of ours, so that the rollover
//! counters of both directions begin anew on both sides, or on neither (RFC 3711 section 3.3.1).

use model::MediaEncryption;
use sdp::{Crypto, KeySalt, Secured, Security, Session, Suite};

/// Writes bytes that nobody can guess.
pub(crate) type Draw<'a> = &'a mut dyn FnMut(&mut [u8]);

/// What a leg begins with. A key is offered where nobody else can read it; elsewhere only to a peer that asks.
pub(super) fn first(wanted: MediaEncryption, is_private: bool, draw: Draw<'_>) -> Security {
    match wanted {
        MediaEncryption::Off => Security::Off,
        MediaEncryption::Offered if is_private => Security::Offered(keys(draw)),
        MediaEncryption::Offered => Security::Accepted(Vec::new()),
        MediaEncryption::Required => Security::Required(keys(draw)),
    }
}

/// What it goes on with: the key that was agreed on. Where the peer took none, later offers of ours have none.
pub(super) fn later(wanted: MediaEncryption, agreed: Option<&Secured>) -> Security {
    let key = agreed.map(|Secured { tag, suite, send, .. }| Crypto {
        tag: *tag,
        suite: *suite,
        key: send.clone(),
        lifetime: None,
    });
    match (wanted, key) {
        (MediaEncryption::Off, _) => Security::Off,
        (MediaEncryption::Offered, Some(key)) => Security::Offered(vec![key]),
        (MediaEncryption::Offered, None) => Security::Accepted(Vec::new()),
        (MediaEncryption::Required, key) => Security::Required(key.into_iter().collect()),
    }
}

/// Gives a leg new keys where the peer's offer has keys, and not the one that was agreed on.
pub(super) fn renew(security: &mut Security, offer: &Session, agreed: Option<&Secured>, draw: Draw<'_>) {
    let lines = || offer.media.iter().flat_map(|media| &media.crypto);
    let is_kept = agreed
        .is_none_or(|agreed| lines().any(|line| line.suite == agreed.suite && line.key == agreed.receive));
    match security {
        Security::Accepted(held) | Security::Offered(held) | Security::Required(held)
            if lines().next().is_some() && (held.is_empty() || !is_kept) =>
        {
            *held = keys(draw);
        }
        Security::Off | Security::Accepted(_) | Security::Offered(_) | Security::Required(_) => {}
    }
}

/// A key for each suite (RFC 4568 section 6.1: no two lines have the same).
fn keys(draw: Draw<'_>) -> Vec<Crypto> {
    let line = |(tag, suite)| Crypto { tag, suite, key: KeySalt::draw(suite, draw), lifetime: None };
    (1..).zip(Suite::ALL).map(line).collect()
}
