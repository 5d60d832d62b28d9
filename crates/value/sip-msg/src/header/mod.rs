//! Header fields: the ordered list, and one file for each header or family that we read (RFC 3261 section 20).
//!
//! A file holds the header's type, how it is read and printed, and the method of [`Headers`] that reads it.

mod call_id;
mod contact;
mod content;
mod cseq;
mod digest;
mod list;
mod name;
mod name_addr;
mod numbers;
mod privacy;
mod rack;
mod reason;
mod replaces;
mod session_expires;
mod tokens;
mod via;

pub use contact::Contacts;
pub use content::MediaType;
pub(crate) use content::content_length;
pub use cseq::CSeq;
pub use digest::{Algorithm, Challenge, Credentials, DigestChallenge, DigestCredentials};
pub use list::Headers;
pub use name::HeaderName;
pub use name_addr::NameAddr;
pub use rack::RAck;
pub use reason::Reason;
pub use replaces::Replaces;
pub use session_expires::{Refresher, SessionExpires};
pub use via::{Via, ViaTransport};
