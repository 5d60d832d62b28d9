//! The loop that feeds an [`calls::Exchange`] and does what it asks for.
//!
//! One engine is one thread: batch in, `handle`, batch out, sleep to the deadline. It owns the sockets of signalling and speaks
//! to the media workers and to the database's writer through queues; nothing here waits for either. Doors hold a
//! [`Handle`].

mod clock;
mod config;
mod dispatch;
mod handle;
mod media;
mod run;
mod start;
mod translate;

pub use calls::{CallEvent, CallId, CallView, Exchange, LegView};
pub use clock::Clock;
pub use config::Config;
pub use handle::{Gone, Handle};
pub use start::{StartError, start};
