//! The test world: whole exchanges, scripted phones and a bad network in one process, on a fake clock.
//!
//! A [`World`] is a product feature: a bug that was found in the field becomes a seed and a scenario in `tests/`. Nothing
//! here opens a port or waits: 32 s of silence pass in microseconds, and the same seed gives the same storm.

// A broken expectation is how a test world speaks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod chance;
mod dns;
mod media;
mod net;
mod phone;
mod plan;
mod site;
mod world;

pub use chance::Chance;
pub use dns::Dns;
pub use media::{FakeMedia, Heard, Stream};
pub use net::{Arrival, Datagram, Filter, Network, Weather};
pub use phone::{Account, Manners, Phone, PhoneCall, Reaction, State};
pub use plan::{PASSWORD, Plan, dynamic_trunk, provider, registering, static_trunk};
pub use site::Site;
pub use world::{Seen, World};
