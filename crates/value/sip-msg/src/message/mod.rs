//! Requests and responses (RFC 3261 section 7).

mod answer;
mod check;
mod print;
mod read;
pub(crate) mod section;

#[cfg(test)]
mod tests;

use crate::{HeaderName, Headers, Malformed, Method, Status, Uri};

/// Largest message we read, in octets: what a UDP datagram can carry, and enough for any stream.
pub const MESSAGE_MAX: usize = 65_536;

/// A request or a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A request.
    Request(Request),
    /// A response.
    Response(Response),
}

/// A request. Its Content-Length is that of the body, whatever the headers say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is asked for.
    pub method: Method,
    /// Whom it is for: the Request-URI.
    pub uri: Uri,
    /// The header fields.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

/// A response. Its Content-Length is that of the body, whatever the headers say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: Status,
    /// The reason phrase, for people only.
    pub reason: Box<str>,
    /// The header fields.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl Message {
    /// Reads a datagram, or one message that the [`Framer`](crate::Framer) cut out of a stream. What follows the body is
    /// ignored (RFC 3261 section 18.3).
    ///
    /// The mandatory headers of a message that was read are valid: their typed getters do not fail. Those of RFC 2543 may lack
    /// the From tag, the branch and Max-Forwards.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        read::message(bytes)
    }

    /// The header fields.
    pub fn headers(&self) -> &Headers {
        match self {
            Self::Request(request) => &request.headers,
            Self::Response(response) => &response.headers,
        }
    }

    /// The message as it goes on the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Request(request) => request.to_bytes(),
            Self::Response(response) => response.to_bytes(),
        }
    }
}

impl Request {
    /// Makes a request without headers.
    pub fn new(method: Method, uri: Uri) -> Self {
        Self { method, uri, headers: Headers::new(), body: Vec::new() }
    }

    /// The request as it goes on the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        print::request(self)
    }

    /// Makes a response with what RFC 3261 section 8.2.6 has copied from the request. It adds no tag.
    pub fn response(&self, status: Status) -> Response {
        answer::to(&self.headers, status)
    }

    /// Sets the body and its type.
    pub fn set_body(&mut self, media_type: &str, body: Vec<u8>) {
        self.headers.set(HeaderName::ContentType, media_type);
        self.body = body;
    }
}

impl Response {
    /// Makes a response without headers, with the registered reason phrase.
    pub fn new(status: Status) -> Self {
        Self { status, reason: status.reason().into(), headers: Headers::new(), body: Vec::new() }
    }

    /// The response as it goes on the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        print::response(self)
    }

    /// Sets the body and its type.
    pub fn set_body(&mut self, media_type: &str, body: Vec<u8>) {
        self.headers.set(HeaderName::ContentType, media_type);
        self.body = body;
    }
}
