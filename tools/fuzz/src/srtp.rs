//! SRTP: what nobody made with the key is never believed, changes nothing, and what we protect comes back as it was.

use srtp::{MAX_OVERHEAD, MasterKey, Receiver, Sender, Suite};

/// The first byte chooses the suite, the rest is a packet.
pub(crate) fn run(data: &[u8]) {
    let Some((first, packet)) = data.split_first() else { return };
    let Some(suite) = Suite::ALL.get(usize::from(*first) % Suite::ALL.len()).copied() else { return };
    let bytes = [0x5a; 46];
    let Some(key) = bytes.get(..suite.key_bytes() + suite.salt_bytes()) else { return };
    let Ok(master) = MasterKey::new(suite, key) else { return };
    let mut receiver = Receiver::new(&master);

    assert!(receiver.unprotect_rtp(&mut packet.to_vec()).is_err(), "nobody guesses a tag of 32 bits");
    assert!(receiver.unprotect_rtcp(&mut packet.to_vec()).is_err());
    assert_eq!(receiver.heard().count(), 0, "what is not believed leaves no trace");

    let ssrc = packet.get(8..12).and_then(<[u8]>::first_chunk).map(|ssrc| u32::from_be_bytes(*ssrc));
    protect_and_open(&master, ssrc, packet, &mut receiver);
}

fn protect_and_open(master: &MasterKey, ssrc: Option<u32>, packet: &[u8], receiver: &mut Receiver) {
    let mut buffer = packet.to_vec();
    buffer.resize(packet.len() + MAX_OVERHEAD, 0);
    let mut sender = Sender::new(master, ssrc.unwrap_or_default());
    if let Ok(len) = sender.protect_rtp(&mut buffer, packet.len()) {
        buffer.truncate(len);
        let opened = receiver.unprotect_rtp(&mut buffer);
        assert_eq!(opened, Ok(packet.len()));
        assert_eq!(buffer.get(..packet.len()), Some(packet));
        let mut again = packet.to_vec();
        again.resize(packet.len() + MAX_OVERHEAD, 0);
        assert!(sender.protect_rtp(&mut again, packet.len()).is_err(), "no index is used twice");
    }
}
