//! SIP text and typed SIP, both ways (RFC 3261 section 25 is the grammar, RFC 4475 the examination).
//!
//! Decides what a well-formed message is and what to answer to one that is not. Never decides what a message means: it
//! has no transactions, no dialogs, no clock and no socket, and nothing here panics whatever bytes come in.
//!
//! One concept of the RFC is one file: [`Message`] is read by [`Message::parse`] (a datagram) after [`Framer`] has cut a
//! stream into messages; [`Headers`] keeps field values as text and reads them on demand (`headers.via()`).

mod framer;
mod header;
mod host;
mod lex;
mod malformed;
mod message;
mod method;
mod params;
mod status;
mod text;
mod uri;

pub use framer::{Frame, Framer, FramingError};
pub use header::{
    Algorithm, CSeq, Challenge, Contacts, Credentials, DigestChallenge, DigestCredentials, HeaderName,
    Headers, MediaType, NameAddr, RAck, Reason, Refresher, Replaces, SessionExpires, Via, ViaTransport,
};
pub use host::Host;
pub use malformed::{BadSyntax, Fault, Flaw, Malformed};
pub use message::{MESSAGE_MAX, Message, Request, Response};
pub use method::Method;
pub use params::Params;
pub use status::Status;
pub use uri::{OtherUri, SipUri, TelUri, Uri};
