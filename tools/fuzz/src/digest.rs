//! Challenges and credentials, each as the value of its header.

use sip_msg::{Challenge, Credentials};

use crate::headers::stable;

/// Reads the bytes as both.
pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    stable(text, Challenge::parse);
    stable(text, Credentials::parse);
}
