//! Cuts a stream into messages (RFC 3261 section 18.3) and keep-alives (RFC 5626 section 3.5.1).
//!
//! Decides where a message ends and nothing else. Where that cannot be told any more the stream is lost: the connection is
//! to be closed, since whatever follows could be read as a message that nobody sent.

use std::fmt;

use crate::header::content_length;
use crate::lex::is_token_byte;
use crate::message::section::{self, Fields};
use crate::{Flaw, HeaderName, MESSAGE_MAX};

/// Most octets that wait to be cut. A caller that takes all frames after each push stays under one message and one read.
const BUFFER_MAX: usize = 4 * MESSAGE_MAX;

/// What stands in a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// The octets of one message, for [`Message::parse`](crate::Message::parse).
    Message(Vec<u8>),
    /// A double CR LF: the peer wants one CR LF back. A single one in front of a message is a stray line end (RFC 3261
    /// section 7.5); we send no keep-alives, so it answers none of ours.
    KeepAlive,
}

/// Why a stream cannot be cut any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FramingError {
    /// What came does not begin like SIP, or a line of the head is no header.
    NotSip,
    /// A head or a message larger than we read.
    TooLarge,
    /// No Content-Length, which is mandatory on streams.
    NoContentLength,
    /// A Content-Length that is no number, or two that differ.
    BadContentLength,
}

impl fmt::Display for FramingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSip => "not SIP",
            Self::TooLarge => "message too large",
            Self::NoContentLength => "no Content-Length",
            Self::BadContentLength => "bad Content-Length",
        })
    }
}

impl std::error::Error for FramingError {}

/// The octets of one connection that are not yet a message.
#[derive(Debug, Default)]
pub struct Framer {
    buffer: Vec<u8>,
    /// Where the first octet that is not yet cut stands.
    start: usize,
    /// How far the end of a head was looked for, so that slow peers cost no second look.
    searched: usize,
    /// Length of the message whose head was read, where its body is awaited.
    awaited: Option<usize>,
    /// Whether one CR LF came since the last frame: half of a keep-alive, whose other half may take another packet.
    half_keep_alive: bool,
    /// The error that ended the stream.
    lost: Option<FramingError>,
}

impl Framer {
    /// Starts at the first octet of a connection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what was read. After an error everything is dropped.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.lost.is_some() {
            return;
        }
        self.buffer.drain(..self.start);
        self.searched = self.searched.saturating_sub(self.start);
        self.start = 0;
        if self.buffer.len().saturating_add(bytes.len()) > BUFFER_MAX {
            self.lost = Some(FramingError::TooLarge);
            return;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Cuts off the next frame; nothing where more octets are needed. An error stays: close the connection.
    // Not an Iterator: "nothing yet" is no end, and more frames follow it.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Frame>, FramingError> {
        if let Some(error) = self.lost {
            return Err(error);
        }
        let frame = self.cut();
        self.lost = frame.as_ref().err().copied();
        frame
    }

    /// Says whether no octets wait, so that a silent peer owes us nothing.
    pub fn is_empty(&self) -> bool {
        self.waiting().is_empty()
    }

    /// The octets of the message at fault after an error. Its head may still be good enough to be answered
    /// ([`Malformed::answer`](crate::Malformed)) before the connection is closed.
    pub fn at_fault(&self) -> &[u8] {
        match self.lost {
            Some(_) => self.waiting(),
            None => &[],
        }
    }

    fn waiting(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or(&[])
    }

    fn cut(&mut self) -> Result<Option<Frame>, FramingError> {
        if self.awaited.is_none() {
            if self.keep_alive()? {
                return Ok(Some(Frame::KeepAlive));
            }
            self.awaited = self.message_length()?;
        }
        let Some(length) = self.awaited else { return Ok(None) };
        let Some(message) = self.waiting().get(..length).map(<[u8]>::to_vec) else {
            return Ok(None);
        };
        self.awaited = None;
        self.half_keep_alive = false;
        self.advance(length);
        Ok(Some(Frame::Message(message)))
    }

    /// Passes over line ends between messages; tells whether two of them made a keep-alive.
    fn keep_alive(&mut self) -> Result<bool, FramingError> {
        while self.waiting().starts_with(b"\r\n") {
            self.advance(2);
            self.half_keep_alive = !self.half_keep_alive;
            if !self.half_keep_alive {
                return Ok(true);
            }
        }
        match self.waiting() {
            [] | [b'\r'] => Ok(false),
            [first, ..] if is_token_byte(*first) => Ok(false),
            _ => Err(FramingError::NotSip),
        }
    }

    /// How long the message is whose head is there in full.
    fn message_length(&mut self) -> Result<Option<usize>, FramingError> {
        let Some(head) = self.head_length() else {
            return match self.waiting().len() {
                0..=MESSAGE_MAX => Ok(None),
                _ => Err(FramingError::TooLarge),
            };
        };
        let body = body_length(self.waiting().get(..head).unwrap_or(&[]))?;
        match head.checked_add(body) {
            Some(length) if length <= MESSAGE_MAX => Ok(Some(length)),
            _ => Err(FramingError::TooLarge),
        }
    }

    /// How long the head is, its empty line included.
    fn head_length(&mut self) -> Option<usize> {
        let from = self.searched.max(self.start);
        let found = self.buffer.get(from..).and_then(|new| memchr::memmem::find(new, b"\r\n\r\n"));
        // The last three octets may be the beginning of the empty line.
        self.searched = self.buffer.len().saturating_sub(3);
        found.map(|at| from + at + 4 - self.start)
    }

    fn advance(&mut self, length: usize) {
        self.start += length;
        self.searched = self.start;
    }
}

/// Reads the Content-Length of a whole head, by the same lines that the parser will see.
fn body_length(head: &[u8]) -> Result<usize, FramingError> {
    let (_, at) = section::start_line(head).ok_or(FramingError::NotSip)?;
    let mut length = None;
    let mut fields = Fields::new(head, at);
    for field in fields.by_ref() {
        let field = field.map_err(|(flaw, _)| lost_by(&flaw))?;
        if HeaderName::from_bytes(field.name) != Some(HeaderName::ContentLength) {
            continue;
        }
        let value = field.value().map_err(|_| FramingError::BadContentLength)?;
        let read = content_length(&value).map_err(|_| FramingError::BadContentLength)?;
        if length.is_some_and(|other| other != read) {
            return Err(FramingError::BadContentLength);
        }
        length = Some(read);
    }
    match fields.body() {
        Some(body) if body == head.len() => length.ok_or(FramingError::NoContentLength),
        _ => Err(FramingError::NotSip),
    }
}

/// Which error a line of the head is that cannot be read.
fn lost_by(flaw: &Flaw) -> FramingError {
    match matches!(flaw, Flaw::TooManyHeaders | Flaw::HeaderTooLong) {
        true => FramingError::TooLarge,
        false => FramingError::NotSip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: &[u8] = b"OPTIONS sip:a@h SIP/2.0\r\nX: y\r\nl:\r\n 3\r\n\r\nabc";

    fn framed(bytes: &[u8]) -> (Vec<Frame>, Result<Option<Frame>, FramingError>) {
        let mut framer = Framer::new();
        framer.push(bytes);
        drain(&mut framer)
    }

    fn drain(framer: &mut Framer) -> (Vec<Frame>, Result<Option<Frame>, FramingError>) {
        let mut frames = vec![];
        loop {
            match framer.next() {
                Ok(Some(frame)) => frames.push(frame),
                end => return (frames, end),
            }
        }
    }

    /// What is cut does not depend on how the octets arrive.
    #[test]
    fn frames_come_out_whole_however_they_are_cut() {
        let stream = [OPTIONS, b"\r\n\r\n", OPTIONS, b"\r\n", OPTIONS, b"\r\n\r\n"].concat();
        let message = || Frame::Message(OPTIONS.to_vec());
        let expected = [message(), Frame::KeepAlive, message(), message(), Frame::KeepAlive];
        for size in 1..=stream.len() {
            let mut framer = Framer::new();
            let mut cut = vec![];
            for piece in stream.chunks(size) {
                framer.push(piece);
                let (frames, end) = drain(&mut framer);
                assert_eq!(end, Ok(None));
                cut.extend(frames);
            }
            assert_eq!(cut, expected, "in pieces of {size}");
            assert!(framer.is_empty());
        }
    }

    /// RFC 5626 section 3.5.1: two line ends ask for one.
    #[test]
    fn two_line_ends_are_a_keep_alive_and_one_is_none() {
        assert_eq!(framed(b"\r\n\r\n"), (vec![Frame::KeepAlive], Ok(None)));
        assert_eq!(framed(b"\r\n\r\n\r\n\r\n\r\n").0, [Frame::KeepAlive, Frame::KeepAlive]);
        for half in [&b"\r\n"[..], b"\r", b"\r\n\r"] {
            assert_eq!(framed(half), (vec![], Ok(None)), "{half:?}");
        }
    }

    /// A line end before a message and one behind it are no question: a message lies between them.
    #[test]
    fn line_ends_on_both_sides_of_a_message_are_no_keep_alive() {
        let stream = [b"\r\n", OPTIONS, b"\r\n"].concat();
        assert_eq!(framed(&stream), (vec![Frame::Message(OPTIONS.to_vec())], Ok(None)));
    }

    /// RFC 3261 section 18.3 and RFC 4475 sections 3.1.2.3 and 3.3.9.
    #[test]
    fn a_stream_is_lost_where_the_end_of_a_message_is_not_known() {
        let with = |length: &str| format!("OPTIONS sip:a@h SIP/2.0\r\n{length}\r\n");
        let cases = [
            (with(""), FramingError::NoContentLength),
            (with("l: -999\r\n"), FramingError::BadContentLength),
            (with("l: 1\r\nContent-Length: 2\r\n"), FramingError::BadContentLength),
            (with("l: 9999999999\r\n"), FramingError::BadContentLength),
            (with("l: 65536\r\n"), FramingError::TooLarge),
            (with("l: 1\nl: 2\r\n"), FramingError::NotSip),
            (with(&"X: y\r\n".repeat(1000)), FramingError::TooLarge),
            ("\u{16}\u{3}\u{1}".into(), FramingError::NotSip),
            ("\n".into(), FramingError::NotSip),
            ("\rx".into(), FramingError::NotSip),
            ("\r\n\n".into(), FramingError::NotSip),
            (with("no colon\r\nl: 0\r\n"), FramingError::NotSip),
            ("x".repeat(MESSAGE_MAX + 1), FramingError::TooLarge),
            ("x".repeat(BUFFER_MAX + 1), FramingError::TooLarge),
        ];
        for (stream, error) in cases {
            assert_eq!(framed(stream.as_bytes()), (vec![], Err(error)), "{:.60}", stream);
        }
    }

    #[test]
    fn after_an_error_nothing_is_read_but_the_message_at_fault_is_kept() {
        let mut framer = Framer::new();
        framer.push(b"OPTIONS sip:a@h SIP/2.0\r\nl: x\r\n\r\n");
        assert!(framer.at_fault().is_empty());
        assert_eq!(framer.next(), Err(FramingError::BadContentLength));
        framer.push(OPTIONS);
        assert_eq!(framer.next(), Err(FramingError::BadContentLength));
        assert!(framer.at_fault().ends_with(b"l: x\r\n\r\n"));
    }

    /// RFC 3261 section 18.3 bounds nothing, so we do: a message of the largest size is cut, one octet more is not.
    #[test]
    fn the_largest_message_is_cut_and_a_larger_one_is_not() {
        let sized = |length: usize| {
            let head = format!("OPTIONS sip:a@h SIP/2.0\r\nl: {:05}\r\n\r\n", length - 37);
            assert_eq!(head.len(), 37);
            [head.as_bytes(), &vec![b'x'; length - 37]].concat()
        };
        let largest = sized(MESSAGE_MAX);
        assert_eq!(framed(&largest), (vec![Frame::Message(largest.clone())], Ok(None)));
        assert_eq!(framed(&sized(MESSAGE_MAX + 1)), (vec![], Err(FramingError::TooLarge)));
    }

    /// RFC 4475 section 3.1.2.2: a body that never comes is waited for; how long, the connection decides.
    #[test]
    fn a_body_that_has_not_come_is_waited_for() {
        assert_eq!(framed(b"OPTIONS sip:a@h SIP/2.0\r\nl: 9999\r\n\r\nabc"), (vec![], Ok(None)));
    }
}
