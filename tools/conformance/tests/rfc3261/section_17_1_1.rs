//! Section 17.1.1: the INVITE client transaction.

use conformance::{Subject, Text, answer};

/// 17.1.1.2: timer A doubles from T1; every copy is the same to the last byte.
#[test]
fn unanswered_invite_is_resent_as_it_was() {
    let mut subject = Subject::new();
    subject.call();
    let begin = subject.now;
    subject.pass(33_000);
    let sent = subject.all_sent();
    let times: Vec<u128> = sent.iter().map(|sent| sent.at.since(begin).as_millis()).collect();
    assert_eq!(times, [0, 500, 1500, 3500, 7500, 15_500, 31_500]);
    assert!(sent.iter().all(|copy| copy.text == sent[0].text));
}

/// 17.1.1.2: over TCP it is sent once.
#[test]
fn invite_over_tcp_is_sent_once() {
    let mut subject = Subject::over_tcp();
    subject.call();
    subject.pass(31_000);
    assert_eq!(subject.all_sent().len(), 1);
}

fn refused() -> (Subject, Text, Text) {
    let mut subject = Subject::new();
    subject.call();
    let invite = subject.request("INVITE");
    let refusal = answer(&invite, 486, "peer");
    subject.hear(&refusal);
    (subject, invite, refusal)
}

/// 17.1.1.3: the ACK of a refusal is built from the INVITE, its only Via included; To is the refusal's.
#[test]
fn ack_of_a_refusal_belongs_to_the_invites_transaction() {
    let (mut subject, invite, refusal) = refused();
    let ack = subject.request("ACK");
    assert_eq!(ack.uri(), invite.uri());
    for name in ["Call-ID", "From"] {
        assert_eq!(ack.field(name), invite.field(name));
    }
    assert_eq!(ack.field("To"), refusal.field("To"));
    assert_eq!(ack.all("Via"), [invite.field("Via")]);
    assert_eq!(ack.field("CSeq"), format!("{} ACK", invite.cseq()));
    assert!(ack.body.is_empty());
}

/// 17.1.1.2: for 32 s a refusal that comes again is acknowledged again, and told nobody.
#[test]
fn repeated_refusal_is_acknowledged_again_for_32_seconds() {
    let (mut subject, _, refusal) = refused();
    let first = subject.request("ACK");
    subject.events.clear();
    subject.pass(31_000);
    subject.hear(&refusal);
    assert_eq!(subject.request("ACK"), first);
    subject.pass(2_000);
    subject.hear(&refusal);
    assert!(subject.wire.is_empty() && subject.events.is_empty());
}
