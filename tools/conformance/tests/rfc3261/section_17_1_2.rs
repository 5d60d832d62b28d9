//! Section 17.1.2: the client transaction of other requests.

use conformance::{Subject, answer};
use sip_msg::Status;

fn times(subject: &mut Subject, begin: moment::Moment) -> Vec<u128> {
    subject.all_sent().iter().map(|sent| sent.at.since(begin).as_millis()).collect()
}

/// 17.1.2.2: timer E doubles from T1 up to T2; timer F ends it after 32 s.
#[test]
fn unanswered_bye_is_resent_up_to_every_4_seconds_for_32() {
    let mut subject = Subject::new();
    let (leg, _) = subject.connected();
    let begin = subject.now;
    subject.end(leg, Status::OK);
    subject.pass(60_000);
    let expected = [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500];
    assert_eq!(times(&mut subject, begin), expected);
}

/// 17.1.2.2: a final answer ends the resending; for T4 its copies are absorbed.
#[test]
fn answered_bye_is_not_resent() {
    let mut subject = Subject::new();
    let (leg, _) = subject.connected();
    subject.end(leg, Status::OK);
    let bye = subject.request("BYE");
    subject.hear(&answer(&bye, 200, "peer"));
    subject.hear(&answer(&bye, 200, "peer"));
    assert_eq!(subject.endpoint.counters().unmatched, 0);
    subject.pass(60_000);
    assert!(subject.wire.is_empty());
}
