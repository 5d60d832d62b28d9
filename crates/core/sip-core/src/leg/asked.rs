//! A request of the peer that still waits for our answer, and what our answers have in common.

use serde::{Deserialize, Serialize};
use sip_msg::{HeaderName, Headers, Method, Request, Response, Status};

use crate::{dialog::Dialog, txn::ServerId};

/// What we can do, in Allow (RFC 3261 section 20.5).
pub(crate) const ALLOW: &str = "INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, UPDATE, PRACK, INFO";
/// The extensions that we know, in Supported.
pub(crate) const SUPPORTED: &str = "100rel, timer";
/// The type of session descriptions.
pub(crate) const SDP: &str = "application/sdp";

/// A request with its transaction.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) txn: ServerId,
    #[serde(with = "request_text")]
    pub(crate) request: Request,
}

impl Asked {
    /// Builds a response within the dialog.
    pub(crate) fn response(&self, status: Status, dialog: &Dialog) -> Response {
        let mut response = self.request.response(status);
        response.headers.set(HeaderName::To, dialog.local());
        if status.code() < 300 && !response.headers.has(&HeaderName::RecordRoute) {
            response.headers.copy(&self.request.headers, &HeaderName::RecordRoute);
        }
        response
    }

    /// Builds the answer to OPTIONS within the dialog.
    pub(super) fn told_abilities(&self, dialog: &Dialog) -> Response {
        let mut response = self.response(Status::OK, dialog);
        abilities(&mut response);
        response
    }

    /// Builds a 2xx that makes or refreshes a session.
    pub(crate) fn success(&self, dialog: &Dialog, sdp: Option<&[u8]>) -> Response {
        let mut response = self.response(Status::OK, dialog);
        response.headers.push(HeaderName::Allow, ALLOW);
        response.headers.push(HeaderName::Supported, SUPPORTED);
        if let Some(sdp) = sdp {
            attach(&mut response.headers, &mut response.body, sdp);
        }
        response
    }
}

/// Writes what we can do, as the answer to OPTIONS does (RFC 3261 section 11.2).
pub(crate) fn abilities(response: &mut Response) {
    response.headers.push(HeaderName::Allow, ALLOW);
    response.headers.push(HeaderName::Accept, SDP);
    response.headers.push(HeaderName::Supported, SUPPORTED);
}

/// Puts a session description into a message.
pub(crate) fn attach(headers: &mut Headers, body: &mut Vec<u8>, sdp: &[u8]) {
    headers.set(HeaderName::ContentType, SDP);
    *body = sdp.to_vec();
}

/// Finds the session description of a message; other bodies are none of a leg's business.
pub(crate) fn sdp<'a>(headers: &Headers, body: &'a [u8]) -> Option<&'a [u8]> {
    let media_type = headers.content_type().ok().flatten()?;
    (media_type.is_sdp() && !body.is_empty()).then_some(body)
}

/// Tells whether a peer can take UPDATE (RFC 3311 section 4), where its message says anything about it.
pub(crate) fn allows_update(headers: &Headers) -> Option<bool> {
    Some(headers.allow().ok().flatten()?.contains(&Method::Update))
}

/// Writes a request down as its own text.
mod request_text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
    use sip_msg::{Message, Request};

    pub(super) fn serialize<S: Serializer>(request: &Request, serializer: S) -> Result<S::Ok, S::Error> {
        request.to_bytes().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Request, D::Error> {
        let bytes = Vec::<u8>::deserialize(deserializer)?;
        match Message::parse(&bytes) {
            Ok(Message::Request(request)) => Ok(request),
            Ok(Message::Response(_)) | Err(_) => Err(D::Error::custom("not a SIP request")),
        }
    }
}

/// Writes a response down as its own text.
pub(super) mod response_text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
    use sip_msg::{Message, Response};

    pub(crate) fn serialize<S: Serializer>(response: &Response, serializer: S) -> Result<S::Ok, S::Error> {
        response.to_bytes().serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Response, D::Error> {
        let bytes = Vec::<u8>::deserialize(deserializer)?;
        match Message::parse(&bytes) {
            Ok(Message::Response(response)) => Ok(response),
            Ok(Message::Request(_)) | Err(_) => Err(D::Error::custom("not a SIP response")),
        }
    }
}
