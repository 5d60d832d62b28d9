//! Answers "where does this dialled number go, and why?" from a configuration snapshot.
//!
//! Pure: no clock, no IO, no SIP; the same question has the same answer and the same trace, whether a real call asks or an
//! administrator who wonders. It decides where a call goes, never whether there is room for it: limits are `calls`' business.

mod ask;
mod decision;
mod destination;
mod outgoing;
pub mod pattern;
mod router;
mod search;
pub mod trace;

pub use ask::{Ask, Caller};
pub use decision::{CallerIdToSend, Decision, NoRoute, Play, TrunkRoute, UserRoute};
pub use destination::{DIALLED_MAX, HOPS_MAX};
pub use outgoing::{Rewritten, rewrite};
pub use pattern::match_patterns;
pub use router::Router;
pub use trace::Trace;
