//! The loop that feeds an [`calls::Exchange`] and does what it asks for.
//!
//! One engine is one thread: batch in, `handle`, batch out, sleep to the deadline. It owns the sockets of signalling and speaks
//! to the media workers and to the database's writer through queues; nothing here waits for either. Doors hold a
//! [`Handle`].

mod config;
mod dispatch;
mod handle;
mod mask;
mod media;
mod proofs;
mod run;
mod settings;
mod sounds;
mod start;
mod trail;
mod translate;
mod wire;

pub use calls::{
    Answered, CallEvent, CallId, CallView, Exchange, Hearing, HelpCalled, LegBegun, LegView, MediaReport,
    TEST_TONE_DBM0, TestEnd, TestId, Tested, ToneHeard, Usage,
};
pub use config::Config;
pub use handle::{Gone, Handle};
pub use mask::masked;
pub use media_io::Clock;
pub use model::Network;
pub use net::{ClientTls, Identity, Interface, ServerTls, TlsError, interfaces};
pub use sip_core::{
    Ban, Counters, Departure, Failure, Hop, LastAnswer, NoAnswer, Party, ProbeAnswer, ProbeId, Probed, Reach,
    RegistrationState, RegistrationStatus, SIP_PORT, SIPS_PORT, TlsFault, TlsFaultKind, Transport,
    TrunkStatus, Why,
};
pub use sounds::{SoundFacts, sound_facts};
pub use start::{Start, StartError, Tls, start};
pub use trail::{KeptCall, KeptMessage};
