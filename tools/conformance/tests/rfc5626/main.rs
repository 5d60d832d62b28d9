//! RFC 5626, connections that clients open: here the ping alone.

// Functions that tests share are tests too, which clippy cannot see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod section_4_4_1;
