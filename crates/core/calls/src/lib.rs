//! The B2BUA: calls made of legs, joined by media, explained by their route.
//!
//! An [`Exchange`] owns the SIP endpoint and every call. It decides who rings, what is tried next, what both sides hear
//! and what the call log says. It never sees a packet: media are ordered ([`MediaOrder`]) and reported ([`MediaFact`]).

mod call;
mod exchange;
mod limits;
mod load;
mod media;
mod port;
mod work;

pub use exchange::Exchange;
pub use limits::Usage;
pub use media::{
    Audio, Hearing, MediaFact, MediaId, MediaOrder, MediaReport, Sound, TEST_TONE_DBM0, ToneHeard,
};
pub use port::{
    Action, Answered, CallEvent, CallId, CallView, Command, HelpCalled, Input, LegBegun, LegView, TestCall,
    TestEnd, TestId, Tested,
};
