//! What storage keeps besides the configuration: call records, registrations, and who changed what.

mod audit;
mod binding;
mod cdr;

pub use audit::{AuditRow, Revision};
pub use binding::{Binding, BindingOwner};
pub use cdr::{CallStatus, CallTimes, Cdr, CdrId, HangupBy, LegMedia, Outcome, Party};
