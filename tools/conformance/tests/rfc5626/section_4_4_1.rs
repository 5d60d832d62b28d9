//! Section 4.4.1: the double line end keeps a connection or a NAT open. The answer over TCP is the shell's.

use conformance::{PEER, Subject, US};
use sip_core::{Flow, Transport};

/// A datagram of line ends is no message, and not counted as a broken one.
#[test]
fn datagram_of_line_ends_is_no_fault() {
    let mut subject = Subject::new();
    let flow = Flow {
        transport: Transport::Udp,
        local: US.parse().unwrap(),
        remote: PEER.parse().unwrap(),
        conn: None,
    };
    for ping in [&b"\r\n\r\n"[..], b"\r\n", b"\0", b""] {
        subject.hear_bytes(flow, ping);
    }
    assert!(subject.wire.is_empty());
    assert_eq!(subject.endpoint.counters().malformed, 0);
}
