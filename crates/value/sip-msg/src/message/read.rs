//! Reads one message. A broken request is read on to its end, so that its sender can be answered.

use super::section::{self, Fields};
use super::{MESSAGE_MAX, Message, Request, Response, answer, check};
use crate::malformed::{Flaw, Malformed};
use crate::{BadSyntax, HeaderName, Headers, Method, Status, Uri};

/// Fields that a usual message has; more make the list grow.
const USUAL_FIELDS: usize = 20;

/// A start line that was understood.
enum StartLine<'a> {
    Request(Method, Uri),
    Response(Status, &'a str),
}

/// The head of a message.
struct Head {
    headers: Headers,
    /// Where the body starts, if the head ends.
    body: Option<usize>,
    /// The first thing wrong with a line, and where.
    flaw: Option<(Flaw, usize)>,
}

/// Reads a datagram.
pub(super) fn message(bytes: &[u8]) -> Result<Message, Malformed> {
    let skipped = section::leading_line_ends(bytes);
    let (line, next) = match bytes.get(skipped..).and_then(section::start_line) {
        Some((line, length)) => (line, skipped + length),
        None => return Err(Malformed { flaw: Flaw::StartLine, offset: Some(skipped), answer: None }),
    };
    let head = head(bytes, next);
    let text = std::str::from_utf8(line).unwrap_or("");
    let start = start_line(text).map_err(|flaw| (flaw, Some(skipped)));
    let judged = start.and_then(|start| Ok((judge(bytes, &start, &head)?, start)));
    match judged {
        Ok((body, start)) => Ok(assemble(start, head.headers, body.to_vec())),
        Err((flaw, offset)) => {
            let answer = match may_be_answered(text) {
                true => answer::to_broken(&head.headers, flaw.status()),
                false => None,
            };
            Err(Malformed { flaw, offset, answer })
        }
    }
}

/// Judges all that was read; the body where nothing is wrong.
fn judge<'a>(bytes: &'a [u8], start: &StartLine<'_>, head: &Head) -> Result<&'a [u8], (Flaw, Option<usize>)> {
    if bytes.len() > MESSAGE_MAX {
        return Err((Flaw::TooLarge, None));
    }
    if let Some((flaw, offset)) = &head.flaw {
        return Err((flaw.clone(), Some(*offset)));
    }
    let rest = head.body.and_then(|at| bytes.get(at..)).ok_or((Flaw::Unterminated, None))?;
    let judged = match start {
        StartLine::Request(method, _) => check::request(method, &head.headers),
        StartLine::Response(..) => check::response(&head.headers),
    };
    let length = judged.and_then(|()| check::body_length(&head.headers, rest.len()));
    Ok(rest.get(..length.map_err(|flaw| (flaw, None))?).unwrap_or(rest))
}

fn assemble(start: StartLine<'_>, headers: Headers, body: Vec<u8>) -> Message {
    match start {
        StartLine::Request(method, uri) => Message::Request(Request { method, uri, headers, body }),
        StartLine::Response(status, reason) => {
            Message::Response(Response { status, reason: reason.into(), headers, body })
        }
    }
}

fn head(bytes: &[u8], at: usize) -> Head {
    let mut fields = Fields::new(bytes, at);
    let mut headers = Headers::with_capacity(USUAL_FIELDS);
    let mut first_flaw = None;
    for field in fields.by_ref() {
        let read = field.and_then(|field| {
            let name = HeaderName::from_bytes(field.name).ok_or((Flaw::HeaderLine, field.offset))?;
            Ok((name, field.value().map_err(|flaw| (flaw, field.offset))?))
        });
        match read {
            Ok((name, value)) => headers.push_raw(name, value.into()),
            Err(flaw) => first_flaw = first_flaw.or(Some(flaw)),
        }
    }
    Head { headers, body: fields.body(), flaw: first_flaw }
}

/// Responses are never answered, nor is an ACK (RFC 3261 section 17.1.1.3), however broken.
fn may_be_answered(line: &str) -> bool {
    !is_status_line(line) && line.split(' ').next() != Some("ACK")
}

fn is_status_line(line: &str) -> bool {
    line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("SIP/"))
}

/// RFC 3261 sections 7.1 and 7.2. Exactly one space stands between the parts: a second one would end up in a URI that is
/// passed on (RFC 4475 sections 3.1.2.8 to 3.1.2.10).
fn start_line(line: &str) -> Result<StartLine<'_>, Flaw> {
    let (first, rest) = line.split_once(' ').ok_or(Flaw::StartLine)?;
    if is_status_line(line) {
        version(first)?;
        // The space behind the code is forgiven where no phrase follows.
        let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
        return Ok(StartLine::Response(status(code)?, reason));
    }
    let (uri, last) = rest.rsplit_once(' ').ok_or(Flaw::StartLine)?;
    let method = Method::parse(first).map_err(|_| Flaw::StartLine)?;
    version(last)?;
    Ok(StartLine::Request(method, request_uri(uri)?))
}

fn version(text: &str) -> Result<(), Flaw> {
    if text.eq_ignore_ascii_case("SIP/2.0") {
        return Ok(());
    }
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let other = is_status_line(text)
        && text
            .get(4..)
            .and_then(|v| v.split_once('.'))
            .is_some_and(|(major, minor)| number(major) && number(minor));
    Err(if other { Flaw::Version } else { Flaw::StartLine })
}

fn status(code: &str) -> Result<Status, Flaw> {
    let digits = code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
    code.parse().ok().filter(|_| digits).and_then(Status::new).ok_or(Flaw::StartLine)
}

/// RFC 3261 section 19.1.1: a Request-URI carries no header fields; turning them into real ones would let anybody route
/// through us (RFC 4475 section 3.1.2.11).
fn request_uri(text: &str) -> Result<Uri, Flaw> {
    let uri = Uri::parse(text).map_err(Flaw::RequestUri)?;
    match &uri {
        Uri::Sip(sip) if !sip.headers.is_empty() => Err(Flaw::RequestUri(BadSyntax("Request-URI"))),
        Uri::Sip(_) | Uri::Tel(_) | Uri::Other(_) => Ok(uri),
    }
}
