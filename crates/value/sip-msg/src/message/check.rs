//! Which headers a message must have, and that they hold what they should (RFC 3261 section 8.1.1, RFC 4475).
//!
//! Judges syntax only: what a known method, scheme or extension is, others decide.

use crate::malformed::{Fault, Flaw, Malformed};
use crate::{CSeq, HeaderName, Headers, Method};

/// Headers that stand in a message once at most.
const SINGLE: [HeaderName; 5] =
    [HeaderName::From, HeaderName::To, HeaderName::CallId, HeaderName::CSeq, HeaderName::MaxForwards];

/// Judges the headers of a request.
pub(super) fn request(method: &Method, headers: &Headers) -> Result<(), Flaw> {
    let cseq = mandatory(headers)?;
    if cseq.method != *method {
        return Err(contradiction(method));
    }
    headers.max_forwards().map_err(flaw)?;
    headers.contacts().map_err(flaw)?;
    headers.routes().map_err(flaw)?;
    headers.record_routes().map_err(flaw)?;
    Ok(())
}

/// Judges the headers of a response: what its transaction and its dialog stand on.
pub(super) fn response(headers: &Headers) -> Result<(), Flaw> {
    mandatory(headers).map(|_| ())
}

/// How many octets of the rest are the body. Without Content-Length a datagram's body is all of the rest (RFC 3261 section
/// 18.3).
pub(super) fn body_length(headers: &Headers, rest: usize) -> Result<usize, Flaw> {
    match headers.content_length().map_err(flaw)? {
        None => Ok(rest),
        Some(length) if length <= rest => Ok(length),
        Some(_) => Err(Flaw::Header(HeaderName::ContentLength, Fault::Contradiction)),
    }
}

fn mandatory(headers: &Headers) -> Result<CSeq, Flaw> {
    if let Some(name) = SINGLE.iter().find(|name| headers.count(name) > 1) {
        return Err(Flaw::Header(name.clone(), Fault::Repeated));
    }
    headers.via().map_err(flaw)?;
    headers.from().map_err(flaw)?;
    headers.to().map_err(flaw)?;
    headers.call_id().map_err(flaw)?;
    headers.cseq().map_err(flaw)
}

/// RFC 4475 section 3.1.2.18 prefers to say of an unknown method that it is unknown.
fn contradiction(method: &Method) -> Flaw {
    match matches!(method, Method::Other(_)) {
        true => Flaw::UnknownMethodContradicted,
        false => Flaw::Header(HeaderName::CSeq, Fault::Contradiction),
    }
}

fn flaw(malformed: Malformed) -> Flaw {
    malformed.flaw
}
