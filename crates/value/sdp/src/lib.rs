//! Session descriptions: text to typed [`Session`] and back (RFC 8866), and the offer/answer model over them (RFC 3264).
//!
//! Everything is a pure function from values to values. The crate never opens a port, never resolves a name (a `c=` line
//! must hold an address), and carries one audio stream per call: every other stream of an offer is declined with port 0.

mod codec;
mod crypto;
mod direction;
mod media;
pub mod negotiate;
mod parse;
mod print;
mod session;

pub use codec::{Codec, TELEPHONE_EVENT};
pub use crypto::{Crypto, KeySalt, MAX_CRYPTO, Suite};
pub use direction::Direction;
pub use media::{Fmtp, Kind, Media, Protocol, Rtcp, RtcpAddress, RtpMap};
pub use negotiate::{
    Abilities, Agreed, Disagreement, Preference, Secured, Security, TelephoneEvents, accept, answer, offer,
    reoffer, revise,
};
pub use parse::{BadSdp, Fault, MAX_BODY_BYTES, MAX_FORMATS, MAX_LINES, MAX_MEDIA};
pub use session::{Attribute, Origin, Session, Timing};
