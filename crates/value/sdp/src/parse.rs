//! Reads a session description from a message body (RFC 8866 section 9).
//!
//! Tolerant where phones are careless: bare LF or CR, missing `s=` or `t=`, unknown lines, text that is not UTF-8. Strict on
//! what a call is built from: version, origin, addresses, ports and `m=` lines. Bounded in every direction.

use std::{error::Error, fmt, net::IpAddr, str::FromStr};

use crate::{
    Attribute, Crypto, Direction, Fmtp, Kind, Media, Origin, Protocol, RtcpAddress, RtpMap, Session, Timing,
    crypto::MAX_CRYPTO,
};

/// Longest description that is read; a WebRTC offer with every candidate stays under a third of it.
pub const MAX_BODY_BYTES: usize = 32 * 1024;
/// Most lines; a description of `MAX_MEDIA` streams with twenty attributes each stays under it.
pub const MAX_LINES: usize = 512;
/// Most streams; each costs an `m=` line in our answer.
pub const MAX_MEDIA: usize = 16;
/// Most formats of one stream; RTP has 128 numbers, and nobody offers half of them.
pub const MAX_FORMATS: usize = 64;

/// A description that cannot be read, and where it goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadSdp {
    /// The line, counted from 1, empty ones apart; 0 where the whole is at fault.
    pub line: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Longer than [`MAX_BODY_BYTES`], or past one of the other limits.
    TooLarge,
    /// No `v=0` at its start.
    Version,
    /// The `o=` line is missing or has not its six fields.
    Origin,
    /// A `c=` line without an address that can be used.
    Connection,
    /// An `m=` line without kind, port, transport and format.
    Media,
    /// An attribute that has a meaning for us holds nonsense.
    Attribute,
}

impl fmt::Display for BadSdp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.fault {
            Fault::TooLarge => "session description too large",
            Fault::Version => "no v=0 at the start",
            Fault::Origin => "bad or missing o= line",
            Fault::Connection => "c= line without an IP address",
            Fault::Media => "bad m= line",
            Fault::Attribute => "bad attribute value",
        };
        if self.line == 0 { f.write_str(what) } else { write!(f, "{what} (line {})", self.line) }
    }
}

impl Error for BadSdp {}

impl Session {
    /// Reads a description from a body.
    pub fn parse(body: &[u8]) -> Result<Self, BadSdp> {
        if body.len() > MAX_BODY_BYTES {
            return Err(BadSdp { line: 0, fault: Fault::TooLarge });
        }
        let text = String::from_utf8_lossy(body);
        let lines = text.split(['\r', '\n']).map(str::trim_ascii_end).filter(|line| !line.is_empty());
        let mut reader = Reader::default();
        for (index, line) in lines.enumerate() {
            reader.line(index, line).map_err(|fault| BadSdp { line: index.saturating_add(1), fault })?;
        }
        reader.finish().map_err(|fault| BadSdp { line: 0, fault })
    }
}

impl FromStr for Session {
    type Err = BadSdp;

    fn from_str(text: &str) -> Result<Self, BadSdp> {
        Self::parse(text.as_bytes())
    }
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    origin: Option<Origin>,
    name: String,
    connection: Option<IpAddr>,
    times: Vec<Timing>,
    direction: Option<Direction>,
    attributes: Vec<Attribute>,
    media: Vec<Media>,
}

impl Reader {
    fn line(&mut self, index: usize, line: &str) -> Result<(), Fault> {
        if index >= MAX_LINES {
            return Err(Fault::TooLarge);
        }
        // A line that is not `x=...` is no line of ours; RFC 8866 section 5 lets a parser ignore what it does not know.
        let Some((kind, value)) = line.split_once('=') else {
            return if index == 0 { Err(Fault::Version) } else { Ok(()) };
        };
        match (index, kind) {
            (0, "v") if value.trim_ascii() == "0" => {}
            (0, _) => return Err(Fault::Version),
            (_, "o") if self.media.is_empty() => self.origin = Some(origin(value)?),
            (_, "s") if self.media.is_empty() => self.name = value.to_owned(),
            (_, "t") if self.media.is_empty() => self.times.extend(timing(value)),
            (_, "c") => self.connection(value)?,
            (_, "m") if self.media.len() >= MAX_MEDIA => return Err(Fault::TooLarge),
            (_, "m") => self.media.push(media(value)?),
            (_, "a") => self.attribute(value)?,
            _ => {}
        }
        Ok(())
    }

    fn connection(&mut self, value: &str) -> Result<(), Fault> {
        let mut words = value.split_ascii_whitespace();
        let (Some("IN"), Some("IP4" | "IP6"), Some(word)) = (words.next(), words.next(), words.next()) else {
            return Err(Fault::Connection);
        };
        // A multicast address may be followed by a time to live and a count.
        let addr = word.split('/').next().unwrap_or(word).parse().map_err(|_| Fault::Connection)?;
        match self.media.last_mut() {
            Some(media) => media.connection = Some(addr),
            None => self.connection = Some(addr),
        }
        Ok(())
    }

    fn attribute(&mut self, line: &str) -> Result<(), Fault> {
        let (name, value) = match line.split_once(':') {
            Some((name, value)) => (name, Some(value.trim_ascii())),
            None => (line, None),
        };
        let direction = Direction::from_attribute(name).filter(|_| value.is_none());
        let other = || Attribute { name: name.to_owned(), value: value.map(str::to_owned) };
        let Some(media) = self.media.last_mut() else {
            match direction {
                Some(direction) => self.direction = Some(direction),
                // A key belongs to a stream (RFC 4568 section 4); one that stands here is nobody's, and is not kept.
                None if name == "crypto" => {}
                None => self.attributes.push(other()),
            }
            return Ok(());
        };
        match (name, value) {
            _ if direction.is_some() => media.direction = direction,
            ("rtpmap", Some(value)) if is_rtp(&media.protocol) => media.rtpmaps.push(rtpmap(value)?),
            ("fmtp", Some(value)) => media.fmtps.extend(fmtp(value)),
            ("ptime", Some(value)) => media.ptime_ms = milliseconds(value),
            ("maxptime", Some(value)) => media.maxptime_ms = milliseconds(value),
            ("rtcp", Some(value)) => media.rtcp.address = Some(rtcp(value)?),
            ("rtcp-mux", None) => media.rtcp.mux = true,
            ("crypto", value) => crypto(media, value.unwrap_or_default()),
            _ => media.attributes.push(other()),
        }
        Ok(())
    }

    fn finish(self) -> Result<Session, Fault> {
        let Self { origin, name, connection, times, direction, attributes, media } = self;
        let origin =
            origin.ok_or(if media.is_empty() && name.is_empty() { Fault::Version } else { Fault::Origin })?;
        Ok(Session { origin, name, connection, times, direction, attributes, media })
    }
}

/// Numbers that are none, or too long for us, become 0: they only matter for telling two editions apart.
fn origin(value: &str) -> Result<Origin, Fault> {
    let mut words = value.split_ascii_whitespace();
    let mut word = || words.next().ok_or(Fault::Origin);
    let username = word()?.to_owned();
    let session_id = word()?.parse().unwrap_or(0);
    let version = word()?.parse().unwrap_or(0);
    let (_, _, address) = (word()?, word()?, word()?.to_owned());
    Ok(Origin { username, session_id, version, address })
}

fn timing(value: &str) -> Option<Timing> {
    let (start, stop) = value.trim_ascii().split_once(' ')?;
    Some(Timing { start: start.parse().ok()?, stop: stop.trim_ascii().parse().ok()? })
}

fn media(value: &str) -> Result<Media, Fault> {
    let mut words = value.split_ascii_whitespace();
    let (Some(kind), Some(port), Some(protocol)) = (words.next(), words.next(), words.next()) else {
        return Err(Fault::Media);
    };
    // `port/number` asks for several ports in a row; the first is the stream.
    let port = port.split('/').next().unwrap_or(port).parse().map_err(|_| Fault::Media)?;
    let mut media = Media::new(Kind::from_word(kind), port, Protocol::from_word(protocol));
    media.formats = words.map(str::to_owned).take(MAX_FORMATS.saturating_add(1)).collect();
    match media.formats.len() {
        0 => Err(Fault::Media),
        count if count > MAX_FORMATS => Err(Fault::TooLarge),
        _ => Ok(media),
    }
}

/// A line that cannot be used is passed over (RFC 4568 section 5.1.2), and so are those past [`MAX_CRYPTO`]. The key of neither
/// is kept.
fn crypto(media: &mut Media, value: &str) {
    if media.crypto.len().saturating_add(media.passed_over.len()) >= MAX_CRYPTO {
        return;
    }
    match Crypto::parse(value) {
        Ok(crypto) => media.crypto.push(crypto),
        Err(why) => media.passed_over.push(why),
    }
}

fn is_rtp(protocol: &Protocol) -> bool {
    !matches!(protocol, Protocol::Udptl)
}

fn rtpmap(value: &str) -> Result<RtpMap, Fault> {
    let (pt, encoding) = value.split_once(' ').ok_or(Fault::Attribute)?;
    let pt = pt.parse().ok().filter(|pt| *pt <= 127).ok_or(Fault::Attribute)?;
    let mut parts = encoding.trim_ascii().split('/');
    let name = parts.next().filter(|name| !name.is_empty() && !name.contains(' ')).ok_or(Fault::Attribute)?;
    let clock_hz =
        parts.next().and_then(|hz| hz.parse().ok()).filter(|hz| *hz > 0).ok_or(Fault::Attribute)?;
    let channels = parts.next().and_then(|count| count.parse().ok()).filter(|count| *count > 0).unwrap_or(1);
    Ok(RtpMap { pt, name: name.to_owned(), clock_hz, channels })
}

fn fmtp(value: &str) -> Option<Fmtp> {
    let (format, parameters) = value.split_once(' ')?;
    Some(Fmtp { format: format.to_owned(), parameters: parameters.trim_ascii().to_owned() })
}

/// Some phones write `20.0`; a value that is no time at all is as good as none.
fn milliseconds(value: &str) -> Option<u16> {
    value.split('.').next()?.trim_ascii().parse().ok().filter(|ms| *ms > 0)
}

fn rtcp(value: &str) -> Result<RtcpAddress, Fault> {
    let mut words = value.split_ascii_whitespace();
    let port = words.next().and_then(|port| port.parse().ok()).ok_or(Fault::Attribute)?;
    let addr = words.nth(2).map(|addr| addr.parse().map_err(|_| Fault::Attribute)).transpose()?;
    Ok(RtcpAddress { port, addr })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: &str = "v=0\r\no=alice 2890844526 2890844527 IN IP4 host.example\r\ns=call\r\nc=IN IP4 192.0.2.7\r\n\
        t=0 0\r\na=tool:x\r\nm=audio 49170 RTP/AVP 0 97\r\nc=IN IP6 2001:db8::1\r\na=rtpmap:0 PCMU/8000\r\n\
        a=rtpmap:97 opus/48000/2\r\na=fmtp:97 useinbandfec=1\r\na=ptime:20\r\na=maxptime:60\r\na=rtcp:49180\r\na=rtcp-mux\r\n\
        a=ssrc:1 cname:x\r\na=sendonly\r\n";

    fn fault(text: &str) -> (usize, Fault) {
        let bad = Session::parse(text.as_bytes()).unwrap_err();
        (bad.line, bad.fault)
    }

    #[test]
    fn what_is_read_is_printed_back() {
        assert_eq!(CALL.parse::<Session>().unwrap().to_string(), CALL);
    }

    #[test]
    fn a_stream_is_read_field_by_field() {
        let session: Session = CALL.parse().unwrap();
        let media = &session.media[0];
        assert_eq!((&media.kind, media.port, &media.protocol), (&Kind::Audio, 49_170, &Protocol::RtpAvp));
        assert_eq!(session.address_of(media), Some("2001:db8::1".parse().unwrap()));
        assert_eq!(
            media.rtpmaps[1],
            RtpMap { pt: 97, name: "opus".to_owned(), clock_hz: 48_000, channels: 2 }
        );
        assert_eq!((media.ptime_ms, media.maxptime_ms, media.rtcp.mux), (Some(20), Some(60), true));
        assert_eq!(media.attributes[0].name, "ssrc");
        assert_eq!(session.direction_of(media), Direction::SendOnly);
    }

    #[test]
    fn careless_phones_are_understood() {
        let text = "v=0\no=- x y IN IP4 h\n\nb=AS:64\nnonsense\nk=clear:z\nm=audio 4000/2 RTP/AVP 0\nc=IN IP4 224.1.1.1/127/3\na=ptime:20.0\n";
        let session: Session = text.parse().unwrap();
        assert_eq!((session.origin.session_id, session.times.len(), session.media[0].port), (0, 0, 4000));
        assert_eq!(session.media[0].connection, Some("224.1.1.1".parse().unwrap()));
        assert_eq!(session.media[0].ptime_ms, Some(20));
        assert!(session.to_string().contains("\r\ns=-\r\nt=0 0\r\n"));
    }

    #[test]
    fn text_that_is_no_utf8_is_read_and_a_lone_cr_ends_a_line() {
        let session = Session::parse(b"v=0\ro=- 1 1 IN IP4 h\rs=caf\xe9\ra=x:\xff\xfe\r").unwrap();
        assert_eq!(session.name, "caf\u{fffd}");
        assert_eq!(session.attributes.len(), 1);
    }

    #[test]
    fn what_a_call_is_built_from_must_be_right() {
        let head = "v=0\r\no=- 1 1 IN IP4 h\r\n";
        assert_eq!(fault(""), (0, Fault::Version));
        assert_eq!(fault("v=1\r\n"), (1, Fault::Version));
        assert_eq!(fault("<html>"), (1, Fault::Version));
        assert_eq!(fault("v=0\r\ns=-\r\n"), (0, Fault::Origin));
        assert_eq!(fault("v=0\r\no=- 1 1 IN IP4\r\n"), (2, Fault::Origin));
        assert_eq!(fault(&format!("{head}c=IN IP4 phone.example\r\n")), (3, Fault::Connection));
        assert_eq!(fault(&format!("{head}m=audio 70000 RTP/AVP 0\r\n")), (3, Fault::Media));
        assert_eq!(fault(&format!("{head}m=audio -1 RTP/AVP 0\r\n")), (3, Fault::Media));
        assert_eq!(fault(&format!("{head}m=audio 4000 RTP/AVP\r\n")), (3, Fault::Media));
        for value in ["128 X/8000", "96 X", "96 X/0", "96", "96 /8000", "x X/8000"] {
            let text = format!("{head}m=audio 4000 RTP/AVP 96\r\na=rtpmap:{value}\r\n");
            assert_eq!(fault(&text), (4, Fault::Attribute), "{value}");
        }
    }

    #[test]
    fn size_is_bounded_in_every_direction() {
        let head = "v=0\r\no=- 1 1 IN IP4 h\r\n";
        let media = "m=audio 4000 RTP/AVP 0\r\n";
        assert!(Session::parse(format!("{head}{}", media.repeat(MAX_MEDIA)).as_bytes()).is_ok());
        assert_eq!(fault(&format!("{head}{}", media.repeat(MAX_MEDIA + 1))).1, Fault::TooLarge);
        assert_eq!(fault(&format!("{head}{}", "a=x\r\n".repeat(MAX_LINES))).1, Fault::TooLarge);
        assert_eq!(
            fault(&format!("{head}m=audio 1 RTP/AVP{}\r\n", " 0".repeat(MAX_FORMATS + 1))).1,
            Fault::TooLarge
        );
        assert_eq!(fault(&" ".repeat(MAX_BODY_BYTES + 1)), (0, Fault::TooLarge));
    }

    /// One notion of white space for splitting and trimming, or a word changes when it comes to stand last. Found by fuzzing.
    #[test]
    fn a_vertical_tab_is_part_of_its_word_wherever_it_stands() {
        let session = Session::parse(b"v=0\r\no=- 1 1 IN IP4 a\x0b\r\n").unwrap();
        assert_eq!(session.origin.address, "a\u{b}");
        let again = Session::parse(session.to_string().as_bytes()).unwrap();
        assert_eq!(again.origin, session.origin);
    }
}
