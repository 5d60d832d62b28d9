//! What a response copies from its request (RFC 3261 section 8.2.6), for good requests and for broken ones.

use crate::lex;
use crate::{HeaderName, Headers, Response, Status, Via};

/// Headers of a request that every response to it repeats.
const COPIED: [HeaderName; 5] =
    [HeaderName::Via, HeaderName::From, HeaderName::To, HeaderName::CallId, HeaderName::CSeq];

/// Makes a response to the request that has these headers. A missing header is missing in the response too.
pub(super) fn to(request: &Headers, status: Status) -> Response {
    let mut response = Response::new(status);
    response.headers = Headers::with_capacity(12);
    for name in &COPIED {
        response.headers.copy(request, name);
    }
    if status == Status::TRYING {
        response.headers.copy(request, &HeaderName::Timestamp);
    }
    response
}

/// Makes a response to a broken request, if its topmost Via says where the response goes.
pub(super) fn to_broken(request: &Headers, status: Status) -> Option<Box<Response>> {
    let mut response = to(request, status);
    if response.headers.via().is_err() {
        let top = request.get(&HeaderName::Via)?;
        let usable = Via::salvage(lex::list(top).next()?).ok()?;
        response.headers.set_top_via(&usable);
    }
    Some(Box::new(response))
}
