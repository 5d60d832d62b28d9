//! The RTCP of one leg (RFC 3550 section 6): a report every five seconds, and what the peer's reports tell.

use std::{net::SocketAddr, time::Duration};

use moment::Moment;
use rtp::{
    Ssrc,
    rtcp::{Compound, NtpTime, ReportBlock, RtcpPacket, SenderInfo, ShortNtp, Writer, round_trip},
};

use super::{inbound::Inbound, outbound::Outbound};

/// The least interval of reports (section 6.2).
pub(crate) const INTERVAL: Duration = Duration::from_secs(5);
/// Room for a report with one block, a name and a farewell.
const REPORT_BYTES: usize = 128;

/// The reporting state of a leg.
#[derive(Clone, Debug)]
pub(crate) struct Control {
    next: Moment,
    /// The stamp of the peer's last sender report, and when it came.
    last_sr: Option<(ShortNtp, Moment)>,
    round_trip: Option<Duration>,
    lost_tx: u64,
    /// How many packets had been sent at the last report: a sender report needs new ones.
    reported: u32,
    has_reported: bool,
    source: Option<SocketAddr>,
}

impl Control {
    /// Starts reporting; the first report comes after half an interval and a part that `ssrc` decides, so that the reports
    /// of many calls do not fall on the same instant.
    pub(crate) fn new(now: Moment, ssrc: Ssrc) -> Self {
        let spread = INTERVAL / 2 * (ssrc.0 % 256) / 256;
        let next = now + INTERVAL / 2 + spread;
        Self {
            next,
            last_sr: None,
            round_trip: None,
            lost_tx: 0,
            reported: 0,
            has_reported: false,
            source: None,
        }
    }

    pub(crate) fn deadline(&self) -> Moment {
        self.next
    }

    pub(crate) fn round_trip(&self) -> Option<Duration> {
        self.round_trip
    }

    pub(crate) fn lost_tx(&self) -> u64 {
        self.lost_tx
    }

    /// Whether the peer may have heard of us: who never sent a packet says no farewell (section 6.3.7).
    pub(crate) fn is_known(&self, tx: &Outbound) -> bool {
        self.has_reported || tx.counts().0 > 0
    }

    /// Where the peer's RTCP came from.
    pub(crate) fn source(&self) -> Option<SocketAddr> {
        self.source
    }

    /// Takes a compound packet of the peer.
    pub(crate) fn hear(&mut self, now: Moment, from: SocketAddr, bytes: &[u8], own: Ssrc) {
        let Ok(compound) = Compound::parse(bytes) else { return };
        self.source = Some(from);
        for packet in compound {
            let reports = match packet {
                RtcpPacket::SenderReport { info, reports, .. } => {
                    self.last_sr = Some((info.ntp.short(), now));
                    reports
                }
                RtcpPacket::ReceiverReport { reports, .. } => reports,
                RtcpPacket::SourceDescription { .. } | RtcpPacket::Bye { .. } | RtcpPacket::Other { .. } => {
                    continue;
                }
            };
            let Some(block) = reports.about(own) else { continue };
            self.lost_tx = u64::from(block.cumulative_lost.max(0).unsigned_abs());
            let trip = round_trip(
                NtpTime::from_unix_micros(now.as_micros()),
                block.last_sr,
                block.delay_since_last_sr,
            );
            self.round_trip = trip.or(self.round_trip);
        }
    }

    /// Writes the report that is due, and hands it to `send`.
    pub(crate) fn report(
        &mut self,
        now: Moment,
        rx: &mut Inbound,
        tx: &Outbound,
        is_last: bool,
        send: impl FnOnce(&[u8]),
    ) {
        self.next = now + INTERVAL;
        let block = rx.ssrc().map(|ssrc| self.block(now, ssrc, rx));
        let ((packets, bytes), ssrc) = (tx.counts(), tx.ssrc());
        let mut buffer = [0; REPORT_BYTES];
        let mut writer = Writer::new(&mut buffer);
        if packets == self.reported {
            writer.receiver_report(ssrc, block.as_ref());
        } else {
            let ntp = NtpTime::from_unix_micros(now.as_micros());
            writer.sender_report(
                ssrc,
                &SenderInfo { ntp, timestamp: tx.clock(now), packets, bytes },
                block.as_ref(),
            );
        }
        self.reported = packets;
        self.has_reported = true;
        writer.cname(ssrc, name(ssrc).as_slice());
        if is_last {
            writer.bye(ssrc);
        }
        send(writer.finish());
    }

    fn block(&self, now: Moment, ssrc: Ssrc, rx: &mut Inbound) -> ReportBlock {
        let loss = rx.report();
        let (last_sr, delay_since_last_sr) = self
            .last_sr
            .map(|(stamp, heard)| (stamp, ShortNtp::from_duration(now.since(heard))))
            .unwrap_or_default();
        ReportBlock {
            ssrc,
            fraction_lost: loss.fraction,
            cumulative_lost: loss.cumulative,
            extended_max: rx.extended_max(),
            jitter: rx.jitter_ticks(),
            last_sr,
            delay_since_last_sr,
        }
    }
}

/// A canonical name that tells nothing about the person (RFC 7022): the hexadecimal digits of the stream's own number.
fn name(ssrc: Ssrc) -> [u8; 8] {
    let mut digits = [0; 8];
    for (at, digit) in digits.iter_mut().rev().enumerate() {
        let nibble = (ssrc.0 >> (4 * at)) & 0xf;
        *digit = char::from_digit(nibble, 16).map_or(b'0', |digit| digit as u8);
    }
    digits
}
