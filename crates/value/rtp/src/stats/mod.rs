//! What a receiver counts about a stream (RFC 3550 section 6.4 and appendix A).

mod jitter;
mod sequence;

pub use self::{
    jitter::Jitter,
    sequence::{Loss, Sequence, Verdict},
};
