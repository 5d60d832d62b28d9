//! Whom a leg believes: the answer to RTP bleed, where a stranger who sprays ports steals or poisons a call.
//!
//! The address that signalling named is believed at once. Another source may only stand in for it, as NAT makes necessary:
//! from where the peer's signalling comes, after two packets in sequence; from elsewhere only in the first seconds after the
//! signalling spoke, after more. Whoever is latched stays: a source is replaced only by one that has more right, while
//! everything is young or after the old one fell silent; and whenever signalling renegotiates.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use moment::Moment;
use rtp::{Header, SeqNo, Ssrc};

/// How long after signalling spoke a source that nothing vouches for may be latched.
const STRANGER_WINDOW: Duration = Duration::from_secs(10);
/// How long after latching a source with more right may still take over.
const TAKEOVER_WINDOW: Duration = Duration::from_secs(5);
/// How long the latched source must be silent before one with as much right may follow it.
const SILENCE: Duration = Duration::from_secs(2);
/// Packets in sequence that a source at the signalling's address must send (RFC 3550 appendix A.1).
const PROBATION_KNOWN: u8 = 2;
/// Packets in sequence that a stranger must send: 100 ms of a stream, which a spray of ports does not hold.
const PROBATION_STRANGER: u8 = 5;

/// How long a candidate must pause before one with as much right is counted in its place: ten packets, so that whoever sprays
/// between them keeps nobody from proving itself.
const CANDIDATE_PAUSE: Duration = Duration::from_millis(200);

/// How much right a source has, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Right {
    Stranger,
    Signalling,
    Signalled,
}

/// Why a packet is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The source is on probation; its next packets may be believed.
    Probation,
    /// The source has no right to be heard.
    Stranger,
}

/// The rules for one leg's sources and who is believed now.
#[derive(Clone, Debug)]
pub struct Latch {
    signalled: SocketAddr,
    signalling: Option<IpAddr>,
    symmetric: bool,
    /// Packets prove by themselves that they are the peer's, wherever they come from.
    keyed: bool,
    opened: Moment,
    source: Option<Source>,
    candidate: Option<Candidate>,
    strangers: u64,
    /// Somebody was latched of whom nobody was told.
    is_news: bool,
}

#[derive(Clone, Copy, Debug)]
struct Source {
    addr: SocketAddr,
    right: Right,
    since: Moment,
    heard: Moment,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    addr: SocketAddr,
    right: Right,
    ssrc: Ssrc,
    seq: SeqNo,
    in_sequence: u8,
    /// When its last packet in sequence came.
    heard: Moment,
}

impl Latch {
    /// Opens the latch for the address that signalling named.
    pub fn new(now: Moment, signalled: SocketAddr, signalling: Option<IpAddr>, symmetric: bool) -> Self {
        Self {
            signalled,
            signalling,
            symmetric,
            keyed: false,
            opened: now,
            source: None,
            candidate: None,
            strangers: 0,
            is_news: false,
        }
    }

    /// Goes on after a restart: with the source that was latched before it, where that was another than the one that signalling
    /// named. Nobody whom nothing vouches for gets another chance.
    pub fn resume(&mut self, now: Moment, source: Option<SocketAddr>) {
        self.opened = Moment::ZERO;
        self.source = source.map(|addr| {
            let right = self.right(addr).unwrap_or(Right::Stranger);
            Source { addr, right, since: Moment::ZERO, heard: now }
        });
    }

    /// Tells once who was latched, where that is another than the one that signalling named.
    #[inline]
    pub(crate) fn take_news(&mut self) -> Option<SocketAddr> {
        if !std::mem::take(&mut self.is_news) {
            return None;
        }
        self.source.map(|source| source.addr).filter(|addr| self.symmetric && *addr != self.signalled)
    }

    /// Says whether only packets that were made with the peer's key are judged. Whoever has it is no stranger, yet may be one
    /// who sends the peer's own packets from elsewhere: a source that is heard is still not left for one that is not.
    pub fn set_keyed(&mut self, keyed: bool) {
        self.keyed = keyed;
    }

    /// Signalling spoke again. A new address starts over; the same one leaves the source as it is, so that hold and resume
    /// behind NAT lose nothing, but lets another one prove itself if that falls silent.
    pub fn renegotiate(
        &mut self,
        now: Moment,
        signalled: SocketAddr,
        signalling: Option<IpAddr>,
        symmetric: bool,
    ) {
        if (signalled, symmetric) != (self.signalled, self.symmetric) {
            self.source = None;
        }
        (self.signalled, self.signalling, self.symmetric) = (signalled, signalling, symmetric);
        (self.opened, self.candidate) = (now, None);
    }

    /// Judges a packet's source. `fits` says whether its payload type is one that was agreed.
    #[inline]
    pub fn judge(
        &mut self,
        now: Moment,
        from: SocketAddr,
        header: &Header,
        fits: bool,
    ) -> Result<(), Rejection> {
        if let Some(source) = &mut self.source
            && source.addr == from
        {
            source.heard = now;
            return Ok(());
        }
        let verdict = self.challenge(now, from, header, fits);
        if verdict == Err(Rejection::Stranger) {
            self.strangers = self.strangers.saturating_add(1);
        }
        verdict
    }

    /// Where our packets go: to the source, where the leg is symmetric and has one, else where signalling says.
    pub fn target(&self) -> SocketAddr {
        self.source.filter(|_| self.symmetric).map_or(self.signalled, |source| source.addr)
    }

    /// Whether an address may speak for the peer in RTCP: it is that of the source, or signalling named it.
    pub fn trusts(&self, ip: IpAddr) -> bool {
        self.source.map_or(self.signalling == Some(ip), |source| source.addr.ip() == ip)
            || self.signalled.ip() == ip
    }

    /// How many packets came from those who have no right to be heard.
    pub fn strangers(&self) -> u64 {
        self.strangers
    }

    /// Judges a source that is not the latched one.
    fn challenge(
        &mut self,
        now: Moment,
        from: SocketAddr,
        header: &Header,
        fits: bool,
    ) -> Result<(), Rejection> {
        let right = self.right(from).filter(|_| fits).ok_or(Rejection::Stranger)?;
        if !self.may_take(now, right) {
            return Err(Rejection::Stranger);
        }
        if right < Right::Signalled && !self.proves(now, from, header, right) {
            return Err(Rejection::Probation);
        }
        self.candidate = None;
        self.is_news = true;
        self.source = Some(Source { addr: from, right, since: now, heard: now });
        Ok(())
    }

    /// The right of an address; none where the leg is not symmetric and the address not the peer's. A peer that is not
    /// symmetric may send from another port than the one where it listens.
    fn right(&self, from: SocketAddr) -> Option<Right> {
        if from == self.signalled || (!self.symmetric && from.ip() == self.signalled.ip()) {
            Some(Right::Signalled)
        } else if !self.symmetric {
            None
        } else if self.keyed || from.ip() == self.signalled.ip() || Some(from.ip()) == self.signalling {
            Some(Right::Signalling)
        } else {
            Some(Right::Stranger)
        }
    }

    fn may_take(&self, now: Moment, right: Right) -> bool {
        let is_young = now.since(self.opened) < STRANGER_WINDOW;
        match &self.source {
            None => right > Right::Stranger || is_young,
            Some(source) => {
                let is_silent = now.since(source.heard) >= SILENCE;
                let is_fresh = now.since(source.since) < TAKEOVER_WINDOW;
                right > Right::Stranger
                    && ((right > source.right && is_fresh) || (right >= source.right && is_silent))
            }
        }
    }

    /// Counts packets in sequence of one candidate at a time. A rival displaces it only by more right, or when it has paused.
    fn proves(&mut self, now: Moment, from: SocketAddr, header: &Header, right: Right) -> bool {
        let mut next =
            Candidate { addr: from, right, ssrc: header.ssrc, seq: header.seq, in_sequence: 1, heard: now };
        if let Some(known) = &self.candidate {
            if known.addr != from && known.right >= right && now.since(known.heard) < CANDIDATE_PAUSE {
                return false;
            }
            if known.addr == from && known.ssrc == header.ssrc && header.seq == known.seq.next() {
                next.in_sequence = known.in_sequence.saturating_add(1);
            } else if known.addr == from {
                // Packets out of sequence do not keep a rival away.
                next.heard = known.heard;
            }
        }
        self.candidate = Some(next);
        next.in_sequence >= if right == Right::Stranger { PROBATION_STRANGER } else { PROBATION_KNOWN }
    }
}

#[cfg(test)]
mod tests {
    use rtp::{Pt, Timestamp};

    use super::*;

    const PHONE: &str = "192.0.2.10:4000";
    const BEHIND_NAT: &str = "198.51.100.7:31000";
    const STRANGER: &str = "203.0.113.66:666";

    fn latch(symmetric: bool) -> Latch {
        Latch::new(Moment::ZERO, addr(PHONE), Some(addr(BEHIND_NAT).ip()), symmetric)
    }

    fn addr(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    /// Sends `count` packets in sequence, 20 ms apart, and returns how many were believed.
    fn send(latch: &mut Latch, start_ms: u64, from: &str, count: u16) -> usize {
        let packets = (0..count).map(|n| {
            let header = Header {
                marker: false,
                pt: Pt::from_low_bits(0),
                seq: SeqNo(65_534).plus(n),
                timestamp: Timestamp(0),
                ssrc: Ssrc(1),
            };
            latch.judge(Moment::from_unix_ms(start_ms + u64::from(n) * 20), addr(from), &header, true)
        });
        packets.filter(Result::is_ok).count()
    }

    #[test]
    fn the_signalled_address_is_believed_at_once() {
        let mut latch = latch(true);
        assert_eq!(send(&mut latch, 60_000, PHONE, 1), 1);
        assert_eq!(latch.target(), addr(PHONE));
    }

    #[test]
    fn nat_is_believed_after_two_packets_however_late_it_starts() {
        let mut latch = latch(true);
        assert_eq!(send(&mut latch, 60_000, BEHIND_NAT, 10), 9);
        assert_eq!(latch.target(), addr(BEHIND_NAT));
        assert_eq!(latch.strangers(), 0);
    }

    #[test]
    fn a_stranger_is_believed_only_in_the_first_seconds_and_after_five_packets() {
        let mut early = latch(true);
        assert_eq!(send(&mut early, 0, STRANGER, 10), 6);
        let mut late = latch(true);
        assert_eq!(send(&mut late, 11_000, STRANGER, 10), 0);
        assert_eq!(late.strangers(), 10);
    }

    /// A packet of a peer behind NAT every 20 ms, and between any two of them one of a spray from `rival`, out of sequence.
    /// Returns how many of the peer's were believed.
    fn send_beside_a_spray(latch: &mut Latch, peer: &str, rival: &str) -> usize {
        let header = |seq: u16, ssrc| Header {
            marker: false,
            pt: Pt::from_low_bits(0),
            seq: SeqNo(seq),
            timestamp: Timestamp(0),
            ssrc: Ssrc(ssrc),
        };
        let believed = (0..100_u16).filter(|n| {
            let at = Moment::from_unix_ms(u64::from(*n) * 20);
            let ours = latch.judge(at, addr(peer), &header(*n, 1), true).is_ok();
            let spray = latch.judge(at, addr(rival), &header(n.wrapping_mul(977), 2), true);
            assert!(spray.is_err());
            ours
        });
        believed.count()
    }

    #[test]
    fn a_spray_keeps_no_peer_away() {
        assert!(send_beside_a_spray(&mut latch(true), BEHIND_NAT, STRANGER) >= 98);
        // Neither one whose media come from where nobody said: it has no more right than the spray.
        assert!(send_beside_a_spray(&mut latch(true), "198.51.100.99:31000", STRANGER) >= 80);
    }

    #[test]
    fn a_spray_never_proves_itself() {
        let mut latch = latch(true);
        for _ in 0..100 {
            assert_eq!(send(&mut latch, 0, STRANGER, 3), 0);
        }
        assert_eq!(latch.target(), addr(PHONE));
    }

    #[test]
    fn a_latched_source_stays_against_strangers_even_when_silent() {
        let mut latch = latch(true);
        send(&mut latch, 0, BEHIND_NAT, 5);
        assert_eq!(send(&mut latch, 200, STRANGER, 50), 0);
        assert_eq!(send(&mut latch, 9_000, STRANGER, 50), 0);
        assert_eq!(latch.target(), addr(BEHIND_NAT));
        assert_eq!(latch.strangers(), 100);
    }

    #[test]
    fn the_peer_takes_back_what_a_stranger_latched_first() {
        let mut latch = latch(true);
        assert_eq!(send(&mut latch, 0, STRANGER, 6), 2);
        assert_eq!(send(&mut latch, 1_000, PHONE, 1), 1);
        assert_eq!(send(&mut latch, 1_020, STRANGER, 50), 0);
        assert_eq!(latch.target(), addr(PHONE));
    }

    #[test]
    fn a_new_port_of_the_peer_is_followed_only_after_silence() {
        let mut latch = latch(true);
        send(&mut latch, 0, BEHIND_NAT, 5);
        assert_eq!(send(&mut latch, 500, "198.51.100.7:32000", 5), 0);
        assert_eq!(send(&mut latch, 5_000, "198.51.100.7:32000", 5), 4);
    }

    #[test]
    fn a_new_signalled_address_starts_over_and_the_same_one_does_not() {
        let mut latch = latch(true);
        send(&mut latch, 0, BEHIND_NAT, 5);
        latch.renegotiate(Moment::from_unix_ms(1_000), addr(PHONE), Some(addr(BEHIND_NAT).ip()), true);
        assert_eq!(latch.target(), addr(BEHIND_NAT));
        latch.renegotiate(Moment::from_unix_ms(1_000), addr("192.0.2.99:5000"), None, true);
        assert_eq!(latch.target(), addr("192.0.2.99:5000"));
        assert_eq!(send(&mut latch, 1_100, "192.0.2.99:5000", 1), 1);
    }

    #[test]
    fn without_symmetry_only_the_peers_address_is_heard_and_its_port_never_followed() {
        let mut latch = latch(false);
        assert_eq!(send(&mut latch, 0, BEHIND_NAT, 20), 0);
        assert_eq!(send(&mut latch, 0, "192.0.2.10:4002", 2), 2);
        assert_eq!(latch.target(), addr(PHONE));
    }

    #[test]
    fn a_payload_type_that_was_not_agreed_does_not_latch() {
        let mut latch = latch(true);
        let header = Header {
            marker: false,
            pt: Pt::from_low_bits(34),
            seq: SeqNo(1),
            timestamp: Timestamp(0),
            ssrc: Ssrc(1),
        };
        assert_eq!(latch.judge(Moment::ZERO, addr(PHONE), &header, false), Err(Rejection::Stranger));
    }
}
