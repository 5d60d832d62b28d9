//! What the peer says: requests of its own, requests within a call, and answers.

use crate::{OFFER, Text};

/// The request of a method outside of any dialog, from the peer to extension 101.
pub fn request(method: &str) -> Text {
    Text::new(
        &format!("{method} sip:101@10.77.0.1 SIP/2.0"),
        &[
            ("Via", &format!("SIP/2.0/UDP 10.77.0.2:5060;branch=z9hG4bK-1-{method}")),
            ("Max-Forwards", "70"),
            ("From", "\"Bob\" <sip:bob@10.77.0.2>;tag=bob"),
            ("To", "<sip:101@10.77.0.1>"),
            ("Call-ID", "call-1@10.77.0.2"),
            ("CSeq", &format!("1 {method}")),
        ],
    )
}

/// An INVITE with an offer.
pub fn invite() -> Text {
    request("INVITE").add("Contact", "<sip:bob@10.77.0.2:5060>").with_sdp(OFFER)
}

/// A REGISTER of the line alice.
pub fn register() -> Text {
    request("REGISTER")
        .to_uri("sip:10.77.0.1")
        .set("From", "<sip:alice@10.77.0.1>;tag=alice")
        .set("To", "<sip:alice@10.77.0.1>")
        .add("Contact", "<sip:alice@10.77.0.2:5060>")
}

/// A request of the peer within the dialog that a response to its INVITE made.
pub fn within(response: &Text, method: &str, number: u32) -> Text {
    request(method)
        .to_uri(between(response.field("Contact"), '<', '>'))
        .set("Via", &format!("SIP/2.0/UDP 10.77.0.2:5060;branch=z9hG4bK-{number}-{method}"))
        .set("From", response.field("From"))
        .set("To", response.field("To"))
        .set("Call-ID", response.field("Call-ID"))
        .set("CSeq", &format!("{number} {method}"))
}

/// The ACK of a response to an INVITE of the peer: in a transaction of its own where it is a 2xx, in the INVITE's where it
/// is a refusal.
pub fn ack(response: &Text) -> Text {
    let number = response.cseq();
    if response.code() < 300 {
        return within(response, "ACK", number);
    }
    request("ACK")
        .set("Via", response.field("Via"))
        .set("From", response.field("From"))
        .set("To", response.field("To"))
        .set("Call-ID", response.field("Call-ID"))
        .set("CSeq", &format!("{number} ACK"))
}

/// The peer's answer to a request of ours.
pub fn answer(request: &Text, code: u16, tag: &str) -> Text {
    let to = match request.field("To") {
        known if known.contains(";tag=") => known.to_owned(),
        open => format!("{open};tag={tag}"),
    };
    let mut answer = Text::new(&format!("SIP/2.0 {code} Said"), &[]);
    for via in request.all("Via") {
        answer = answer.add("Via", via);
    }
    answer
        .add("From", request.field("From"))
        .add("To", &to)
        .add("Call-ID", request.field("Call-ID"))
        .add("CSeq", request.field("CSeq"))
        .add("Contact", "<sip:bob@10.77.0.2:5060>")
}

fn between(text: &str, open: char, close: char) -> &str {
    let inner = text.split_once(open).map_or(text, |(_, rest)| rest);
    inner.split_once(close).map_or(inner, |(inner, _)| inner)
}
