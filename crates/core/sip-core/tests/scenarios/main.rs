//! Two endpoints, scripted peers and a bad network between them, on a fake clock: one scenario a test.

// Functions that tests share are tests too, which clippy cannot see.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod answer;
mod calls;
mod cancel;
mod early;
mod fork;
mod monitoring;
mod network;
mod peer;
mod reliable;
mod session;
mod trunks;
mod world;
