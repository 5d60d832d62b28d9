//! What storage keeps besides the configuration: call records, registrations, and counted changes.

mod binding;
mod cdr;
mod revision;

pub use binding::{Binding, BindingOwner};
pub use cdr::{CallStatus, CallTimes, Cdr, CdrId, HangupBy, LegMedia, Outcome, Party};
pub use revision::Revision;
