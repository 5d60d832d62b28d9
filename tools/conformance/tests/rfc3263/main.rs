//! RFC 3263, which server a request goes to.

// Functions that tests share are tests too, which clippy cannot see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod section_4_2;
mod section_4_3;
