//! What storage keeps besides the configuration: call records, registrations, and counted changes.

mod binding;
mod cdr;
mod quality;
mod revision;
mod stop;

pub use binding::{Binding, BindingOwner};
pub use cdr::{
    CallStatus, CallTimes, Cdr, CdrId, Direction, HangupBy, LegEncryption, LegMedia, Outcome, Party,
};
pub use quality::{HeardLevel, LegQuality, QualitySample};
pub use revision::Revision;
pub use stop::{Charged, Passed, Past, PastCalls, Payer, Stop, StopChange, StopOf};
