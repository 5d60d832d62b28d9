//! Makes compound packets in the caller's buffer (RFC 3550 section 6.1).

use super::{BYE, RECEIVER_REPORT, ReportBlock, SENDER_REPORT, SOURCE_DESCRIPTION, SenderInfo};
use crate::Ssrc;

/// Longest canonical name (section 6.5): its length is one byte.
const MAX_CNAME: usize = 255;

/// Appends packets to a buffer. A packet that does not fit is left out, so what is written is always whole.
#[derive(Debug)]
pub struct Writer<'b> {
    buffer: &'b mut [u8],
    length: usize,
}

impl<'b> Writer<'b> {
    /// Starts an empty compound.
    pub fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, length: 0 }
    }

    /// Adds a sender report, with at most one block.
    pub fn sender_report(&mut self, ssrc: Ssrc, info: &SenderInfo, block: Option<&ReportBlock>) -> &mut Self {
        let [high, low] = [(info.ntp.0 >> 32) as u32, (info.ntp.0 & 0xffff_ffff) as u32];
        let own = [ssrc.0, high, low, info.timestamp.0, info.packets, info.bytes];
        self.packet(SENDER_REPORT, &own, block)
    }

    /// Adds a receiver report, with at most one block.
    pub fn receiver_report(&mut self, ssrc: Ssrc, block: Option<&ReportBlock>) -> &mut Self {
        self.packet(RECEIVER_REPORT, &[ssrc.0], block)
    }

    /// Adds the source description with its canonical name, cut at 255 bytes.
    pub fn cname(&mut self, ssrc: Ssrc, cname: &[u8]) -> &mut Self {
        let cname = cname.get(..MAX_CNAME).unwrap_or(cname);
        // Two bytes before the name and at least one zero behind it, up to a whole word.
        let words = 1 + (2 + cname.len() + 1).div_ceil(4);
        let Some(body) = self.reserve(0x81, SOURCE_DESCRIPTION, words) else { return self };
        body.fill(0);
        let (head, text) = body.split_at_mut(6);
        let [s0, s1, s2, s3] = ssrc.0.to_be_bytes();
        head.copy_from_slice(&[s0, s1, s2, s3, 1, u8::try_from(cname.len()).unwrap_or(u8::MAX)]);
        text.iter_mut().zip(cname).for_each(|(to, from)| *to = *from);
        self
    }

    /// Adds the farewell of a source.
    pub fn bye(&mut self, ssrc: Ssrc) -> &mut Self {
        if let Some(body) = self.reserve(0x81, BYE, 1) {
            body.copy_from_slice(&ssrc.0.to_be_bytes());
        }
        self
    }

    /// The bytes so far.
    pub fn finish(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }

    fn packet(&mut self, kind: u8, own: &[u32], block: Option<&ReportBlock>) -> &mut Self {
        let block = block.map(ReportBlock::words);
        let words = own.iter().chain(block.iter().flatten());
        let count = if block.is_some() { 0x81 } else { 0x80 };
        let Some(body) = self.reserve(count, kind, words.clone().count()) else { return self };
        let (chunks, _) = body.as_chunks_mut::<4>();
        chunks.iter_mut().zip(words).for_each(|(to, word)| *to = word.to_be_bytes());
        self
    }

    /// Writes the head of a packet and returns its body, or `None` where the buffer is too short.
    fn reserve(&mut self, first: u8, kind: u8, words: usize) -> Option<&mut [u8]> {
        let end = self.length.checked_add(4)?.checked_add(words.checked_mul(4)?)?;
        let (head, body) = self.buffer.get_mut(self.length..end)?.split_first_chunk_mut::<4>()?;
        let [l0, l1] = u16::try_from(words).ok()?.to_be_bytes();
        *head = [first, kind, l0, l1];
        self.length = end;
        Some(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Timestamp,
        rtcp::{Compound, NotRtcp, NtpTime, RtcpPacket, ShortNtp, is_rtcp},
    };

    const BLOCK: ReportBlock = ReportBlock {
        ssrc: Ssrc(9),
        fraction_lost: 64,
        cumulative_lost: -5,
        extended_max: 0x1_0005,
        jitter: 80,
        last_sr: ShortNtp(0x1234),
        delay_since_last_sr: ShortNtp(0x10),
    };
    const INFO: SenderInfo =
        SenderInfo { ntp: NtpTime(0x0102_0304_0506_0708), timestamp: Timestamp(160), packets: 3, bytes: 480 };

    fn compound() -> Vec<u8> {
        let mut buffer = [0xff; 200];
        let mut writer = Writer::new(&mut buffer);
        writer.sender_report(Ssrc(1), &INFO, Some(&BLOCK)).cname(Ssrc(1), b"alice").bye(Ssrc(1));
        writer.finish().to_vec()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let bytes = compound();
        assert!(is_rtcp(&bytes));
        let packets: Vec<_> = Compound::parse(&bytes).unwrap().collect();
        let RtcpPacket::SenderReport { ssrc, info, reports } = packets[0] else { panic!("{packets:?}") };
        assert_eq!(
            (ssrc, info, reports.about(Ssrc(9)), reports.about(Ssrc(1))),
            (Ssrc(1), INFO, Some(BLOCK), None)
        );
        assert_eq!(packets[1], RtcpPacket::SourceDescription { ssrc: Ssrc(1), cname: Some(b"alice") });
        assert_eq!(packets[2], RtcpPacket::Bye { ssrc: Ssrc(1) });
    }

    #[test]
    fn a_receiver_report_may_have_nothing_to_say() {
        let mut buffer = [0; 64];
        let mut writer = Writer::new(&mut buffer);
        let bytes = writer.receiver_report(Ssrc(1), None).finish();
        assert_eq!(bytes, [0x80, 201, 0, 1, 0, 0, 0, 1]);
        let Some(RtcpPacket::ReceiverReport { reports, .. }) = Compound::parse(bytes).unwrap().next() else {
            panic!("no receiver report")
        };
        assert_eq!(reports.iter().count(), 0);
    }

    #[test]
    fn names_of_any_length_end_with_a_zero_at_a_whole_word() {
        for length in 0..300 {
            let mut buffer = [0; 400];
            let mut writer = Writer::new(&mut buffer);
            let bytes = writer.receiver_report(Ssrc(1), None).cname(Ssrc(1), &vec![b'x'; length]).finish();
            assert_eq!(bytes.len() % 4, 0);
            let Some(RtcpPacket::SourceDescription { cname: Some(cname), .. }) =
                Compound::parse(bytes).unwrap().nth(1)
            else {
                panic!("no name")
            };
            assert_eq!(cname.len(), length.min(MAX_CNAME));
        }
    }

    #[test]
    fn what_does_not_fit_is_left_out_whole() {
        let mut buffer = [0; 16];
        let mut writer = Writer::new(&mut buffer);
        assert_eq!(writer.receiver_report(Ssrc(1), None).cname(Ssrc(1), b"alice").finish().len(), 8);
    }

    /// RFC 3550 appendix A.2.
    #[test]
    fn a_compound_that_does_not_add_up_is_refused() {
        let bytes = compound();
        for cut in (0..bytes.len()).filter(|cut| ![52, 68].contains(cut)) {
            assert_eq!(Compound::parse(&bytes[..cut]).err(), Some(NotRtcp), "{cut}");
        }
        assert!(Compound::parse(&bytes[52..]).is_err(), "a compound starts with a report");
        assert!(Compound::parse(&[0x80, 201, 0, 0].repeat(17)).is_err(), "too many packets");
        let mut padded = bytes.clone();
        padded[0] |= 0x20;
        assert!(Compound::parse(&padded).is_err(), "only the last packet may be padded");
    }

    #[test]
    fn a_count_that_lies_leaves_the_packet_out() {
        let mut bytes = compound();
        bytes[0] = 0x9f;
        let packets: Vec<_> = Compound::parse(&bytes).unwrap().collect();
        assert!(matches!(packets[0], RtcpPacket::SourceDescription { .. }));
    }
}
