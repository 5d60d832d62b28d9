use std::collections::HashSet;

use crate::{Fault, Heard, MAX_OVERHEAD, MAX_STREAMS, MasterKey, Position, Receiver, Sender, Suite};

const SSRC: u32 = 0x1234_5678;

fn key(suite: Suite) -> MasterKey {
    let bytes: Vec<u8> = (0..46).map(|n| n * 5 + 1).collect();
    MasterKey::new(suite, &bytes[..suite.key_bytes() + suite.salt_bytes()]).unwrap()
}

/// A packet of twenty bytes of payload, with a source list and an extension.
fn rtp(ssrc: u32, seq: u16, payload: u8) -> Vec<u8> {
    let mut packet = vec![0x91, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 9, 9, 9, 9, 0xbe, 0xde, 0, 1, 7, 7, 7, 7];
    packet[2..4].copy_from_slice(&seq.to_be_bytes());
    packet[8..12].copy_from_slice(&ssrc.to_be_bytes());
    packet.extend([payload; 20]);
    packet
}

fn rtcp(ssrc: u32) -> Vec<u8> {
    let mut packet = vec![0x80, 201, 0, 1, 0, 0, 0, 0, 0x81, 202, 0, 1, 5, 5, 5, 5];
    packet[4..8].copy_from_slice(&ssrc.to_be_bytes());
    packet
}

fn with_room(packet: &[u8]) -> Vec<u8> {
    let mut buffer = packet.to_vec();
    buffer.resize(packet.len() + MAX_OVERHEAD, 0xee);
    buffer
}

fn protect(sender: &mut Sender, packet: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut buffer = with_room(packet);
    let len = sender.protect_rtp(&mut buffer, packet.len())?;
    buffer.truncate(len);
    Ok(buffer)
}

fn protect_rtcp(sender: &mut Sender, packet: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut buffer = with_room(packet);
    let len = sender.protect_rtcp(&mut buffer, packet.len())?;
    buffer.truncate(len);
    Ok(buffer)
}

fn open(receiver: &mut Receiver, packet: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut buffer = packet.to_vec();
    let len = receiver.unprotect_rtp(&mut buffer)?;
    buffer.truncate(len);
    Ok(buffer)
}

fn open_rtcp(receiver: &mut Receiver, packet: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut buffer = packet.to_vec();
    let len = receiver.unprotect_rtcp(&mut buffer)?;
    buffer.truncate(len);
    Ok(buffer)
}

#[test]
fn what_is_protected_is_opened_again_over_rollovers_loss_and_disorder() {
    for suite in Suite::ALL {
        let (mut sender, mut receiver) = (Sender::new(&key(suite), SSRC), Receiver::new(&key(suite)));
        // Every 1,000th number, three turns long, and each pair in the wrong order.
        let seqs: Vec<u16> = (0..200_u32).map(|n| (30_000 + (n ^ 1) * 1000) as u16).collect();
        for seq in seqs {
            let packet = rtp(SSRC, seq, seq as u8);
            match protect(&mut sender, &packet) {
                Ok(sent) => {
                    assert_eq!(sent.len(), packet.len() + suite.rtp_tag_bytes());
                    assert_eq!(sent[..24], packet[..24], "the header stays in clear");
                    assert_ne!(sent[24..44], packet[24..]);
                    assert_eq!(open(&mut receiver, &sent), Ok(packet), "{suite:?} {seq}");
                }
                Err(fault) => assert_eq!(fault, Fault::Repeated, "a thousand behind is too late"),
            }
        }
        assert!(sender.position().rtp > 3 << 16, "{suite:?}");
        let report = rtcp(SSRC);
        let sent = protect_rtcp(&mut sender, &report).unwrap();
        assert_eq!(sent.len(), report.len() + 4 + suite.rtcp_tag_bytes());
        assert_eq!(open_rtcp(&mut receiver, &sent), Ok(report));
    }
}

#[test]
fn a_packet_that_was_changed_anywhere_is_not_believed_and_leaves_no_trace() {
    for suite in Suite::ALL {
        let (mut sender, mut receiver) = (Sender::new(&key(suite), SSRC), Receiver::new(&key(suite)));
        let sent = protect(&mut sender, &rtp(SSRC, 7, 1)).unwrap();
        let report = protect_rtcp(&mut sender, &rtcp(SSRC)).unwrap();
        for at in 0..sent.len() * 8 {
            let mut forged = sent.clone();
            forged[at / 8] ^= 1 << (at % 8);
            assert!(open(&mut receiver, &forged).is_err(), "{suite:?} bit {at}");
        }
        for at in 0..report.len() * 8 {
            let mut forged = report.clone();
            forged[at / 8] ^= 1 << (at % 8);
            assert!(open_rtcp(&mut receiver, &forged).is_err(), "{suite:?} bit {at} of RTCP");
        }
        for cut in 0..sent.len() {
            assert!(open(&mut receiver, &sent[..cut]).is_err());
        }
        assert_eq!(receiver.heard().count(), 0);
        assert!(open(&mut receiver, &sent).is_ok() && open_rtcp(&mut receiver, &report).is_ok());
    }
}

#[test]
fn a_packet_in_clear_or_under_another_key_is_not_believed() {
    let suite = Suite::AesCm128Sha1Tag80;
    let mut receiver = Receiver::new(&key(suite));
    assert_eq!(open(&mut receiver, &rtp(SSRC, 1, 1)), Err(Fault::Forged));
    let other = MasterKey::new(suite, &[9; 30]).unwrap();
    let sent = protect(&mut Sender::new(&other, SSRC), &rtp(SSRC, 1, 1)).unwrap();
    assert_eq!(open(&mut receiver, &sent), Err(Fault::Forged));
}

#[test]
fn a_packet_that_comes_again_is_not_heard_again() {
    for suite in Suite::ALL {
        let (mut sender, mut receiver) = (Sender::new(&key(suite), SSRC), Receiver::new(&key(suite)));
        let sent = protect(&mut sender, &rtp(SSRC, 7, 1)).unwrap();
        let report = protect_rtcp(&mut sender, &rtcp(SSRC)).unwrap();
        assert!(open(&mut receiver, &sent).is_ok() && open_rtcp(&mut receiver, &report).is_ok());
        assert_eq!(open(&mut receiver, &sent), Err(Fault::Repeated));
        assert_eq!(open_rtcp(&mut receiver, &report), Err(Fault::Repeated));
    }
}

/// Whoever sends two packets under one number has one of them dropped: they would lie under the same keystream.
#[test]
fn no_number_is_used_twice_whatever_the_sender_is_given() {
    let mut sender = Sender::new(&key(Suite::AesGcm128), SSRC);
    assert!(protect(&mut sender, &rtp(SSRC, 7, 1)).is_ok());
    assert_eq!(protect(&mut sender, &rtp(SSRC, 7, 2)), Err(Fault::Repeated));
    assert_eq!(protect(&mut sender, &rtp(SSRC + 1, 8, 2)), Err(Fault::OtherStream));
    assert_eq!(protect_rtcp(&mut sender, &rtcp(SSRC + 1)), Err(Fault::OtherStream));
    let mut tight = rtp(SSRC, 9, 1);
    let len = tight.len();
    assert_eq!(sender.protect_rtp(&mut tight, len), Err(Fault::NoRoom));
}

/// The keystream of a packet of zeros is what was added to it.
fn keystream(sender: &mut Sender, seq: u16) -> Option<Vec<u8>> {
    protect(sender, &rtp(SSRC, seq, 0)).ok().map(|sent| sent[24..44].to_vec())
}

/// A sender that was written down, went on, and was restored from what had been written: it begins beyond everything that it
/// can have used, and its receiver follows it.
#[test]
fn a_restored_sender_uses_no_keystream_twice_and_is_followed() {
    for suite in Suite::ALL {
        let (mut sender, mut receiver) = (Sender::new(&key(suite), SSRC), Receiver::new(&key(suite)));
        let mut used = HashSet::new();
        let mut seq = 65_000_u16;
        for _ in 0..300 {
            used.insert(keystream(&mut sender, seq).unwrap());
            assert!(
                open(&mut receiver, &protect(&mut sender, &rtp(SSRC, seq.wrapping_add(1), 0)).unwrap())
                    .is_ok()
            );
            seq = seq.wrapping_add(2);
        }
        let written = sender.position();
        // It goes on over the rollover before it dies.
        for _ in 0..500 {
            used.insert(keystream(&mut sender, seq).unwrap());
            let report = protect_rtcp(&mut sender, &rtcp(SSRC)).unwrap();
            assert!(open_rtcp(&mut receiver, &report).is_ok());
            seq = seq.wrapping_add(1);
        }
        let mut restored = Sender::new(&key(suite), SSRC);
        let from = written.ahead_by(1000);
        restored.resume_at(from);
        // Whatever number it is given, nothing comes out that was used before.
        for back in 0..2000_u16 {
            if let Some(made) = keystream(&mut restored, from.seq().wrapping_sub(back)) {
                assert!(used.insert(made), "{suite:?}: a keystream was used twice, {back} back");
            }
        }
        for ahead in 1..500_u16 {
            let packet = rtp(SSRC, from.seq().wrapping_add(ahead), 3);
            let sent = protect(&mut restored, &packet).unwrap();
            assert_eq!(open(&mut receiver, &sent), Ok(packet), "{suite:?}");
        }
        let report = protect_rtcp(&mut restored, &rtcp(SSRC)).unwrap();
        assert!(open_rtcp(&mut receiver, &report).is_ok());
    }
}

#[test]
fn a_leap_is_always_less_than_half_a_turn() {
    let far = Position { rtp: 100, rtcp: 7 }.ahead_by(u16::MAX);
    assert_eq!((far.rtp, far.rtcp), (100 + 32_767, 7 + 32_767));
}

#[test]
fn a_restored_receiver_finds_the_rollover_and_hears_nothing_old() {
    let suite = Suite::AesCm128Sha1Tag80;
    let (mut sender, mut receiver) = (Sender::new(&key(suite), SSRC), Receiver::new(&key(suite)));
    let old = protect(&mut sender, &rtp(SSRC, 65_535, 1)).unwrap();
    open(&mut receiver, &old).unwrap();
    open(&mut receiver, &protect(&mut sender, &rtp(SSRC, 5, 1)).unwrap()).unwrap();
    let heard: Vec<Heard> = receiver.heard().collect();
    assert_eq!(heard, [Heard { ssrc: SSRC, rtp: Some(65_541), rtcp: None }]);
    let mut restored = Receiver::new(&key(suite));
    restored.resume_at(heard[0]);
    assert_eq!(open(&mut restored, &old), Err(Fault::Repeated));
    assert!(open(&mut restored, &protect(&mut sender, &rtp(SSRC, 900, 1)).unwrap()).is_ok());
}

#[test]
fn a_peer_may_change_its_source_and_memory_stays_bounded() {
    let suite = Suite::AesCm128Sha1Tag80;
    let mut receiver = Receiver::new(&key(suite));
    for ssrc in 1..=20 {
        let mut sender = Sender::new(&key(suite), ssrc);
        let sent = protect(&mut sender, &rtp(ssrc, 9, 1)).unwrap();
        assert!(open(&mut receiver, &sent).is_ok());
        assert_eq!(open(&mut receiver, &sent), Err(Fault::Repeated));
    }
    assert_eq!(receiver.heard().count(), MAX_STREAMS);
}

#[test]
fn keys_are_never_printed_and_their_length_is_judged() {
    let suite = Suite::AesGcm256;
    assert!(MasterKey::new(suite, &[65; 45]).is_err() && MasterKey::new(suite, &[65; 30]).is_err());
    let master = MasterKey::new(suite, &[65; 44]).unwrap();
    let shown = format!("{master:?} {:?} {:?}", Sender::new(&master, 1), Receiver::new(&master));
    assert!(!shown.contains("65") && !shown.contains("41"), "{shown}");
}
