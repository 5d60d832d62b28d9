//! RFC 3581, answers through NAT.

// Functions that tests share are tests too, which clippy cannot see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod section_4;
