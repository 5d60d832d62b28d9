//! RTP, RTCP and telephone events: the parts of a packet are parts of the input, and a rewritten packet still reads.

use rtp::rtcp::Compound;
use rtp::stats::Sequence;
use rtp::telephone_event::EventReceiver;
use rtp::{Packet, SeqNo};

/// Reads the bytes as a packet of each kind, then as the numbers of a stream.
pub(crate) fn run(data: &[u8]) {
    packet(data);
    if let Ok(compound) = Compound::parse(data) {
        assert!(compound.count() <= data.len() / 4, "each packet of a compound has four bytes at least");
    }
    let mut heard = Sequence::new();
    for pair in data.as_chunks::<2>().0 {
        heard.observe(SeqNo(u16::from_be_bytes(*pair)));
    }
    heard.loss();
    heard.report();
}

fn packet(data: &[u8]) {
    let Ok(packet) = Packet::parse(data) else { return };
    let words = packet.extension.map_or(0, |extension| extension.words.len() + 4);
    let parts = 12 + packet.csrc.len() + words + packet.payload.len() + usize::from(packet.padding);
    assert_eq!(parts, data.len(), "every byte belongs to one part");

    let mut copy = data.to_vec();
    assert!(packet.header.rewrite(&mut copy));
    assert_eq!(Packet::parse(&copy), Ok(packet), "a header written over itself changes nothing");
    EventReceiver::default().hear(packet.header.ssrc, packet.header.timestamp, packet.payload);
}
