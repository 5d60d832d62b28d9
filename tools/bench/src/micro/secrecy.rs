//! What encryption adds to a packet: protecting it and opening it again, which is what an exchange does between two
//! encrypted legs.

use anyhow::{Context as _, Result};
use rtp::{Header, Pt, SeqNo, Ssrc, Timestamp};
use srtp::{MAX_OVERHEAD, MasterKey, Receiver, Sender, Suite};

use super::clock::{Clock, Spread};

/// 20 ms of PCMU behind its header.
const PACKET: usize = Header::LEN + 160;

/// The suite that all phones have.
pub(super) fn counter_mode(clock: &Clock) -> Result<Spread> {
    both_ways(clock, Suite::AesCm128Sha1Tag80)
}

/// The one that we offer first.
pub(super) fn gcm(clock: &Clock) -> Result<Spread> {
    both_ways(clock, Suite::AesGcm256)
}

fn both_ways(clock: &Clock, suite: Suite) -> Result<Spread> {
    let key = MasterKey::new(suite, &vec![7; suite.key_bytes() + suite.salt_bytes()])?;
    let (mut sender, mut receiver) = (Sender::new(&key, 1), Receiver::new(&key));
    let (mut buffer, mut seq) = ([0; PACKET + MAX_OVERHEAD], SeqNo(0));
    let mut one = || {
        seq = seq.next();
        let pt = Pt::from_low_bits(0);
        Header { marker: false, pt, seq, timestamp: Timestamp(0), ssrc: Ssrc(1) }.write(&mut buffer)?;
        let len = sender.protect_rtp(&mut buffer, PACKET).ok()?;
        receiver.unprotect_rtp(buffer.get_mut(..len)?).ok()
    };
    one().context("the packet comes back")?;
    Ok(clock.time(one))
}
