//! RFC 4320, requests that are no INVITE.

// Functions that tests share are tests too, which clippy cannot see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod section_4;
