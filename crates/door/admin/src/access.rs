//! What deciding who may do what, and when, needs to remember while the exchange runs.

use std::sync::Mutex;

use crate::{backoff::Backoff, hashing::Hashing, trunk_test::Turns};

/// The memory of the door.
#[derive(Debug, Default)]
pub(crate) struct Access {
    /// One change of the administrators at a time: whether somebody is the last is judged against what the one before left.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// Where passwords are hashed.
    pub(crate) hashing: Hashing,
    /// Who typed wrong passwords.
    pub(crate) backoff: Mutex<Backoff>,
    /// Whose turn it is to test a trunk.
    pub(crate) tests: Turns,
    /// The SHA-256 of what the set-up link ends with.
    pub(crate) setup: Mutex<Option<[u8; 32]>>,
}
