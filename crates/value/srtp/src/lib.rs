//! Secure RTP (RFC 3711) with the suites that SDES names (RFC 4568, RFC 6188, RFC 7714): packets are protected and
//! unprotected in the caller's buffer, and nothing allocates after the keys are expanded.
//!
//! A [`Sender`] belongs to one stream of ours and uses no packet index twice, whatever it is given. A [`Receiver`] serves all
//! streams of one peer under one key, and changes nothing before a packet has proved itself. Neither knows where keys come
//! from, nor does either speak of MKI, key derivation rates or streams that are left in clear: who negotiates refuses them.

mod cipher;
mod derive;
mod fault;
mod header;
mod key;
mod receiver;
mod sender;
mod suite;
mod window;

pub use fault::Fault;
pub use key::{BadKey, MasterKey};
pub use receiver::{Heard, MAX_STREAMS, Receiver};
pub use sender::{Position, Sender};
pub use suite::Suite;

/// The most that protecting adds to a packet: SRTCP's index and the tag of GCM (RFC 7714 section 9).
pub const MAX_OVERHEAD: usize = 4 + 16;

#[cfg(test)]
mod tests;
