//! Checks the exchange against the RFCs, clause by clause: `tests/rfc3261/section_17_1_1.rs` holds what section 17.1.1 of
//! RFC 3261 asks, and each test says above itself which sentence it checks. `docs/rfc.md` has the whole list.
//!
//! The [`Subject`] is driven from outside, by bytes in and bytes out. [`Text`] reads and writes messages without our own
//! parser, so that a fault of the parser cannot hide itself.

// A broken expectation is how a test speaks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod calls;
mod subject;
mod text;
mod words;

pub use calls::{ANSWER, OFFER};
pub use subject::{PEER, Sent, Subject, US};
pub use text::Text;
pub use words::{ack, answer, invite, register, request, within};
