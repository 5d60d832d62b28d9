//! SQLite on one writer thread: the configuration with its revisions, the audit, what is registered with us, the call log, and who may
//! come in.
//!
//! Nothing on the call path waits for this crate: rows are handed over through a bounded queue and written in batches.
//! What the configuration's rules are is not known here; `model` decides, storage keeps.

mod administrators;
mod audit;
mod backup;
mod bindings;
mod cdrs;
mod directory;
mod error;
mod figures;
mod history;
mod journal;
mod migrate;
mod nouns;
mod reader;
mod secrets;
mod sessions;
mod settings;
mod stops;
mod store;
mod tokens;
mod writer;

pub use administrators::{AdministratorChange, KeptAdministrator};
pub use audit::{AuditEntry, AuditRow, RecordQuery};
pub use backup::{Backup, BackupContents, BackupMade, RestoredAccess, Spared};
pub use cdrs::{COUNTED_MAX, CdrFilter, CdrHead, CdrPage, CdrQuery};
pub use directory::TEMPORARY;
pub use error::Error;
pub use history::{HistoryRow, NounEdit};
pub use journal::Journal;
pub use nouns::{Author, Written};
pub use reader::Reader;
pub use sessions::{KeptSession, NewSession};
pub use store::{Loaded, Store};
pub use tokens::KeptToken;
