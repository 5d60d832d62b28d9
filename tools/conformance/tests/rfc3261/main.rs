//! RFC 3261, SIP. One file is one section; its tests say above themselves what the section asks.

// Functions that tests share are tests too, which clippy cannot see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod section_11_2;
mod section_12_1;
mod section_12_2;
mod section_13_2;
mod section_13_3;
mod section_14_1;
mod section_14_2;
mod section_15_1;
mod section_17_1_1;
mod section_17_1_2;
mod section_17_1_3;
mod section_17_2_1;
mod section_17_2_2;
mod section_17_2_3;
mod section_18_1;
mod section_18_2;
mod section_22_1;
mod section_26_2;
mod section_8_1_1;
mod section_8_1_3;
mod section_8_2;
mod section_8_2_2;
mod section_8_2_6;
mod section_8_2_7;
mod section_9_1;
mod section_9_2;
