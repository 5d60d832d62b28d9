//! Section 13.3: the called side.

use conformance::{Subject, ack, invite};

/// 13.3.1.1: who rings for long says so every minute, because proxies give an INVITE up after three.
#[test]
fn long_ringing_is_repeated_every_minute() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.ring(leg);
    subject.pass(185_000);
    let starts = subject.starts();
    assert_eq!(starts.iter().filter(|start| start.contains(" 180 ")).count(), 4, "{starts:?}");
}

/// 13.3.1.4: the 2xx is resent after T1, then ever later up to T2, until its ACK comes.
#[test]
fn answer_is_resent_with_growing_gaps_until_its_ack() {
    let mut subject = Subject::new();
    let leg = subject.arrived(&invite());
    subject.all_sent();
    subject.answer(leg);
    let begin = subject.now;
    subject.pass(12_000);
    let sent = subject.all_sent();
    let times: Vec<u128> = sent.iter().map(|sent| sent.at.since(begin).as_millis()).collect();
    assert_eq!(times, [0, 500, 1500, 3500, 7500, 11_500]);
    subject.hear(&ack(&sent[0].text));
    subject.pass(60_000);
    assert!(subject.wire.is_empty());
}

/// 13.3.1.4: also over a transport that delivers by itself, because a proxy may have lost it elsewhere.
#[test]
fn answer_is_resent_over_tcp_too() {
    let mut subject = Subject::new();
    subject.hear_over_tcp(&invite().set("Via", "SIP/2.0/TCP 10.77.0.2:5060;branch=z9hG4bK-1"));
    let leg = subject.incoming();
    subject.answer(leg);
    subject.pass(1_000);
    let starts = subject.starts();
    assert_eq!(starts.iter().filter(|start| start.contains(" 200 ")).count(), 2, "{starts:?}");
}
