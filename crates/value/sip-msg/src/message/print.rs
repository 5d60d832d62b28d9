//! Writes messages: full header names, CR LF, and a Content-Length that is always ours.

use std::io::Write;

use super::{Request, Response};
use crate::{HeaderName, Headers};

/// Room for the start line and Content-Length, past which the buffer would grow once.
const START_LINE_ROOM: usize = 256;

pub(super) fn request(request: &Request) -> Vec<u8> {
    let mut out = buffer(&request.headers, &request.body);
    // Writing to a Vec cannot fail.
    let _ = write!(out, "{} {} SIP/2.0\r\n", request.method, request.uri);
    finish(out, &request.headers, &request.body)
}

pub(super) fn response(response: &Response) -> Vec<u8> {
    let mut out = buffer(&response.headers, &response.body);
    let _ = write!(out, "SIP/2.0 {} ", response.status);
    // A phrase of our own making must not end the line early.
    out.extend(response.reason.bytes().map(|b| if matches!(b, b'\r' | b'\n') { b' ' } else { b }));
    out.extend_from_slice(b"\r\n");
    finish(out, &response.headers, &response.body)
}

fn buffer(headers: &Headers, body: &[u8]) -> Vec<u8> {
    let fields: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    Vec::with_capacity(START_LINE_ROOM + fields + body.len())
}

fn finish(mut out: Vec<u8>, headers: &Headers, body: &[u8]) -> Vec<u8> {
    for (name, value) in headers.iter().filter(|(name, _)| **name != HeaderName::ContentLength) {
        out.extend_from_slice(name.as_str().as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(value.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    let _ = write!(out, "Content-Length: {}\r\n\r\n", body.len());
    out.extend_from_slice(body);
    out
}
