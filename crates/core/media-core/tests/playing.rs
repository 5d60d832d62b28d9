//! What a peer hears without another leg, and what RTCP tells.

mod world;

use std::{sync::Arc, time::Duration};

use dsp::{
    codec::Codec as Dsp,
    tone::{Pattern, Signal, Zone},
};
use media_core::{Event, Source, join};
use rtp::{
    Packet, Ssrc,
    rtcp::{Compound, RtcpPacket},
};
use sdp::Codec;
use world::{ALICE, BOB, Badness, Phone, World, codec, settings, speak};

fn playing(dsp: Dsp, source: Source) -> World {
    let mut world = World::new(settings(ALICE, codec(dsp)), settings(BOB, codec(dsp)));
    let now = world.now;
    world.legs[0].play(now, source);
    world
}

fn mean_square(pcm: &[i16]) -> f64 {
    pcm.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / pcm.len().max(1) as f64
}

#[test]
fn the_echo_sends_the_peer_its_own_packets_and_keys() {
    let mut world = playing(Dsp::Gsm, Source::Echo);
    let mut phone = Phone::new(Dsp::Gsm);
    let spoken: Vec<_> = (0..5).map(|_| phone.speak()).collect();
    spoken.iter().for_each(|bytes| world.packet(0, ALICE, bytes));
    let heard = world.sent_to(0);
    assert!(
        spoken
            .iter()
            .zip(&heard)
            .all(|(bytes, heard)| Packet::parse(bytes).unwrap().payload == heard.payload)
    );
    assert_eq!((heard.len(), world.sent_to(1).len()), (5, 0), "who hears itself is heard by nobody else");
}

#[test]
fn the_milliwatt_has_its_level_in_every_codec() {
    for dsp in Dsp::ALL {
        let mut world = playing(dsp, Source::Milliwatt);
        world.run(Duration::from_secs(2));
        let pcm = world.audio_to(0, dsp);
        assert_eq!(pcm.len() / dsp.frame_samples(), 101, "{dsp:?}");
        let share = mean_square(&pcm[pcm.len() / 2..]) / (dsp::tone::PEAK_0_DBM0.powi(2) / 2.0);
        assert!((0.8..1.2).contains(&share), "{dsp:?}: {share}");
    }
}

#[test]
fn ringback_has_its_cadence() {
    let mut world = playing(Dsp::Pcmu, Source::Tone(Pattern::of(Zone::France, Signal::Ringback)));
    world.run(Duration::from_secs(5));
    let pcm = world.audio_to(0, Dsp::Pcmu);
    assert!(mean_square(&pcm[..8000]) > 1e5);
    assert!(mean_square(&pcm[2 * 8000..4 * 8000]) < 100.0);
}

#[test]
fn an_announcement_is_heard_once_and_its_end_is_told() {
    let audio: Arc<[i16]> = vec![8000; 1600].into();
    let mut world = playing(Dsp::G722, Source::Announcement { audio, is_looped: false });
    world.run(Duration::from_secs(1));
    assert_eq!(world.sent_to(0).len(), 10);
    assert_eq!(world.heard.events, [(0, Event::Finished)]);
    world.run(Duration::from_secs(1));
    assert_eq!(world.sent_to(0).len(), 10);
}

#[test]
fn the_stream_goes_on_from_ringback_to_the_other_leg() {
    let mut world = playing(Dsp::Pcmu, Source::Milliwatt);
    world.run(Duration::from_secs(1));
    let before = world.sent_to(0).len();
    let [a, b] = &mut world.legs;
    join(a, b);
    let bytes = Phone::new(Dsp::Pcmu).speak();
    world.packet(1, BOB, &bytes);
    let sent = world.sent_to(0);
    assert_eq!(sent.len(), before + 1);
    let (last, joined) = (sent[before - 1].header, sent[before].header);
    assert_eq!((joined.ssrc, joined.seq.since(last.seq), joined.marker), (last.ssrc, 1, true));
}

#[test]
fn keys_that_we_press_are_events_and_the_audio_of_the_other_leg_waits() {
    let mut world = World::new(settings(ALICE, Codec::pcmu()), settings(BOB, Codec::pcmu()));
    let now = world.now;
    assert!(world.legs[1].press(now, '9', 100) && !world.legs[1].press(now, 'x', 100));
    speak(&mut world, &mut Phone::new(Dsp::Pcmu), 50, Badness::default(), 1);
    let sent = world.sent_to(1);
    let events = sent.iter().filter(|packet| packet.header.pt.number() == 101).count();
    assert_eq!(events, 7);
    assert!((30..50).contains(&(sent.len() - events)));
    assert!(sent.windows(2).all(|pair| pair[1].header.seq.since(pair[0].header.seq) == 1));
}

/// RFC 3550 section 6.4.
#[test]
fn each_side_gets_a_report_every_five_seconds_that_counts_its_loss() {
    let mut world = World::new(settings(ALICE, Codec::pcmu()), settings(BOB, Codec::pcmu()));
    let mut phone = Phone::new(Dsp::Pcmu);
    speak(&mut world, &mut phone, 1000, Badness { loss_percent: 10, ..Badness::default() }, 3);
    let to = |leg| world.heard.reports.iter().filter(move |report| report.0 == leg);
    assert_eq!((to(0).count(), to(1).count()), (4, 4));
    assert!(to(0).all(|report| report.1 == world::addr("192.0.2.10:4001")));
    let last = &to(0).next_back().unwrap().2;
    let Some(RtcpPacket::ReceiverReport { ssrc, reports }) = Compound::parse(last).unwrap().next() else {
        panic!("alice was sent nothing, so her report is a receiver's")
    };
    let block = reports.about(Ssrc(phone.ssrc)).unwrap();
    assert_eq!(ssrc, Ssrc(0xa));
    assert!((70..130).contains(&block.cumulative_lost), "{block:?}");
    let report = world.legs[0].report();
    assert!(
        (70..130).contains(&report.lost_rx) && report.mos.is_some_and(|mos| (2.0..4.0).contains(&mos)),
        "{report:?}"
    );
    let to_bob = &to(1).next_back().unwrap().2;
    assert!(matches!(Compound::parse(to_bob).unwrap().next(), Some(RtcpPacket::SenderReport { .. })));
}

/// RFC 3550 section 6.4.1, figure 2: the peer answers our report 70 ms after it got it, 30 ms away each way.
#[test]
fn the_round_trip_is_measured_from_the_peers_report() {
    let mut world = World::new(settings(ALICE, Codec::pcmu()), settings(BOB, Codec::pcmu()));
    speak(&mut world, &mut Phone::new(Dsp::Pcmu), 300, Badness::default(), 1);
    let index = world.heard.reports.iter().rposition(|report| report.0 == 1).unwrap();
    let Some(RtcpPacket::SenderReport { ssrc, info, .. }) =
        Compound::parse(&world.heard.reports[index].2).unwrap().next()
    else {
        panic!("no sender report")
    };
    let sent = rtp::rtcp::NtpTime::from_unix_micros(world.now.as_micros());
    let away = rtp::rtcp::ShortNtp(sent.short().0.wrapping_sub(info.ntp.short().0)).duration();
    let block = rtp::rtcp::ReportBlock {
        ssrc,
        cumulative_lost: 12,
        last_sr: info.ntp.short(),
        delay_since_last_sr: rtp::rtcp::ShortNtp::from_duration(away + Duration::from_millis(10)),
        ..Default::default()
    };
    let mut buffer = [0; 64];
    let mut writer = rtp::rtcp::Writer::new(&mut buffer);
    let bytes = writer.receiver_report(Ssrc(5), Some(&block)).finish();
    let now = world.now + Duration::from_millis(70);
    world.legs[1].handle_rtcp(now, world::addr(world::STRANGER), &mut bytes.to_vec());
    assert_eq!(world.legs[1].report().round_trip, None, "a stranger's report is not believed");
    world.legs[1].handle_rtcp(now, world::addr("192.0.2.20:5001"), &mut bytes.to_vec());
    let report = world.legs[1].report();
    assert!(report.round_trip.is_some_and(|trip| trip.as_millis().abs_diff(60) <= 1), "{report:?}");
    assert_eq!(report.lost_tx, 12);
}
