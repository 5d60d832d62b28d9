//! Digest authentication in both directions (RFC 3261 section 22, RFC 7616, RFC 8760). [`Authenticator`] finds out who is
//! behind a request; [`ClientAuth`] answers the challenges of others. Neither sends anything.

mod client;
mod digest;
mod nonce;
mod server;

pub(crate) use client::{Attempts, ClientAuth, Login, Reply};
pub(crate) use server::{Authenticator, Verdict, username};

use model::DigestAlgorithm;
use sip_msg::Algorithm;

/// The name on the wire of an algorithm that we speak.
const fn on_the_wire(algorithm: DigestAlgorithm) -> Algorithm {
    match algorithm {
        DigestAlgorithm::Md5 => Algorithm::Md5,
        DigestAlgorithm::Sha256 => Algorithm::Sha256,
        DigestAlgorithm::Sha512Of256 => Algorithm::Sha512Trunc256,
    }
}

/// The algorithm that a header names; MD5 where it names none, nothing for those that we don't speak.
const fn spoken(name: Option<&Algorithm>) -> Option<DigestAlgorithm> {
    match name {
        None | Some(Algorithm::Md5) => Some(DigestAlgorithm::Md5),
        Some(Algorithm::Sha256) => Some(DigestAlgorithm::Sha256),
        Some(Algorithm::Sha512Trunc256) => Some(DigestAlgorithm::Sha512Of256),
        Some(Algorithm::Other(_)) => None,
    }
}
