//! The loop that feeds an [`calls::Exchange`] and does what it asks for.
//!
//! One engine is one thread: batch in, `handle`, batch out, sleep to the deadline. It owns the sockets of signalling and speaks
//! to the media workers and to the database's writer through queues; nothing here waits for either. Doors hold a
//! [`Handle`].

mod config;
mod dispatch;
mod handle;
mod media;
mod run;
mod settings;
mod start;
mod translate;
mod wire;

pub use calls::{CallEvent, CallId, CallView, Exchange, LegView, MediaReport};
pub use config::Config;
pub use handle::{Gone, Handle};
pub use media_io::Clock;
pub use model::Network;
pub use sip_core::{LastAnswer, Party, Reach, RegistrationState, RegistrationStatus, TrunkStatus};
pub use start::{Start, StartError, start};
