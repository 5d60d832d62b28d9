//! RTP sockets and the threads that own them.
//!
//! A [`Pool`] is the signalling's end: it hands out ports that workers have opened beforehand, passes orders on through
//! wait-free rings, and brings facts back. A worker owns its sockets and its legs alone: no lock and no allocation for a
//! packet. What becomes of a packet is decided in `media-core`.

mod clock;
mod order;
mod pair;
mod pool;
mod sounds;
mod worker;

pub use clock::Clock;
pub use order::{Carried, Fact, Hears, Order, StreamId};
pub use pool::{Pool, PoolConfig};
pub use sounds::{SoundError, load, playable};
