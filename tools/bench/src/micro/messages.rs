//! SIP text: an INVITE of a phone, read and written, and the digest in it.

use anyhow::{Context as _, Result};
use md5::{Digest as _, Md5};
use sip_msg::{Credentials, Message};

use super::clock::{Clock, Spread};

/// As baresip and others send it after a challenge.
const INVITE: &str = "INVITE sip:**99101@192.0.2.1 SIP/2.0\r\n\
Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK4b43c2ff8.1;rport\r\n\
Max-Forwards: 70\r\n\
From: \"Alice\" <sip:alice@192.0.2.1>;tag=9fxced76sl\r\n\
To: <sip:**99101@192.0.2.1>\r\n\
Call-ID: 3848276298220188511@192.0.2.10\r\n\
CSeq: 2 INVITE\r\n\
Contact: <sip:alice@192.0.2.10:5060;transport=udp>\r\n\
Allow: INVITE,ACK,BYE,CANCEL,OPTIONS,NOTIFY,SUBSCRIBE,INFO,MESSAGE,UPDATE,REFER\r\n\
Supported: replaces,timer,100rel\r\n\
User-Agent: phone 4.2\r\n\
Authorization: Digest username=\"alice\", realm=\"strowger\", nonce=\"0000019a2f3c4d5e000000000000002ab3d1f0a9c8e7d6f5\", \
uri=\"sip:**99101@192.0.2.1\", response=\"6629fae49393a05397450978507c4ef1\", cnonce=\"0a4f113b\", nc=00000001, qop=auth, algorithm=MD5\r\n\
Content-Type: application/sdp\r\n\
Content-Length: 242\r\n\
\r\n\
v=0\r\no=- 1234567890 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 8 3 9 101\r\n\
a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:3 GSM/8000\r\na=rtpmap:9 G722/8000\r\na=rtpmap:101 telephone-event/8000\r\n\
a=ptime:20\r\n";

/// Bytes to headers and body.
pub(super) fn parse(clock: &Clock) -> Result<Spread> {
    read()?;
    Ok(clock.time(|| Message::parse(INVITE.as_bytes())))
}

/// And back.
pub(super) fn print(clock: &Clock) -> Result<Spread> {
    let message = read()?;
    Ok(clock.time(|| message.to_bytes()))
}

/// The check of credentials: the header's parameters, and the three hashes of RFC 7616 section 3.4.
pub(super) fn digest(clock: &Clock) -> Result<Spread> {
    let message = read()?;
    let headers = message.headers();
    response(headers).context("the INVITE has credentials")?;
    Ok(clock.time(|| response(headers)))
}

fn read() -> Result<Message> {
    Message::parse(INVITE.as_bytes()).ok().context("the INVITE is well-formed")
}

fn response(headers: &sip_msg::Headers) -> Option<String> {
    let credentials = headers.authorization().ok()?;
    let digest = credentials.iter().find_map(|one| match one {
        Credentials::Digest(digest) => Some(digest),
        Credentials::Other { .. } => None,
    })?;
    let ha1 = hash(&[&digest.username, &digest.realm, "secret"]);
    let ha2 = hash(&["INVITE", &digest.uri]);
    Some(hash(&[&ha1, &digest.nonce, "00000001", digest.cnonce.as_deref().unwrap_or_default(), "auth", &ha2]))
}

/// The MD5 of parts with colons between them, in hexadecimal digits.
pub(super) fn hash(parts: &[&str]) -> String {
    Md5::digest(parts.join(":")).iter().map(|byte| format!("{byte:02x}")).collect()
}
