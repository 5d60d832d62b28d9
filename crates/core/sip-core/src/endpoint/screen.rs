//! What is judged of a request before anybody is asked who they are: its method, URI scheme, Require, Content-Type and
//! Accept (RFC 3261 sections 8.2.1 to 8.2.3; section 8.2 names the order).
//!
//! Pure: the answer depends on the request and its transport alone, so it needs no state and is the same for everybody.

use sip_msg::{HeaderName, Method, Request, Response, Status, Uri};

use crate::{
    flow::Transport,
    leg::{ALLOW, SDP, SUPPORTED},
};

/// Returns the refusal that a request deserves.
pub(crate) fn screen(request: &Request, transport: Transport) -> Result<(), Box<Response>> {
    scheme(request, transport)?;
    method(request)?;
    require(request)?;
    body(request)?;
    accept(request)
}

/// Section 8.2.2.1. A sips URI means TLS on every hop (section 26.2.2), so it is understood over TLS only.
fn scheme(request: &Request, transport: Transport) -> Result<(), Box<Response>> {
    match &request.uri {
        Uri::Sip(uri) if !uri.secure || transport == Transport::Tls => Ok(()),
        Uri::Tel(_) => Ok(()),
        Uri::Sip(_) | Uri::Other(_) => refuse(request, Status::UNSUPPORTED_URI_SCHEME),
    }
}

/// Section 8.2.1. What belongs to subscriptions is refused in the words of RFC 6665.
fn method(request: &Request) -> Result<(), Box<Response>> {
    match request.method {
        Method::Invite
        | Method::Ack
        | Method::Bye
        | Method::Cancel
        | Method::Options
        | Method::Register
        | Method::Update
        | Method::Prack
        | Method::Info => Ok(()),
        Method::Subscribe | Method::Publish => refuse(request, Status::BAD_EVENT),
        Method::Notify => refuse(request, Status::CALL_DOES_NOT_EXIST),
        Method::Refer | Method::Message => {
            refuse_with(request, Status::METHOD_NOT_ALLOWED, HeaderName::Allow, ALLOW)
        }
        Method::Other(_) => refuse_with(request, Status::NOT_IMPLEMENTED, HeaderName::Allow, ALLOW),
    }
}

/// Section 8.2.2.3. Proxy-Require is for proxies, which we are not.
fn require(request: &Request) -> Result<(), Box<Response>> {
    let Ok(required) = request.headers.require() else { return refuse(request, Status::BAD_REQUEST) };
    let known = |tag: &str| match request.method {
        Method::Register => tag.eq_ignore_ascii_case("path"),
        _ => SUPPORTED.split(", ").any(|ours| ours.eq_ignore_ascii_case(tag)),
    };
    let unknown: Vec<&str> = required.into_iter().filter(|tag| !known(tag)).collect();
    match unknown.is_empty() {
        true => Ok(()),
        false => refuse_with(request, Status::BAD_EXTENSION, HeaderName::Unsupported, &unknown.join(", ")),
    }
}

/// Section 8.2.3. Bodies of other methods are not looked at.
fn body(request: &Request) -> Result<(), Box<Response>> {
    let negotiates = matches!(request.method, Method::Invite | Method::Update | Method::Prack);
    if !negotiates || request.body.is_empty() {
        return Ok(());
    }
    let headers = &request.headers;
    let optional = headers.get(&HeaderName::ContentDisposition).is_some_and(|text| {
        text.split(';').any(|param| param.trim().eq_ignore_ascii_case("handling=optional"))
    });
    let plain = headers
        .get(&HeaderName::ContentEncoding)
        .is_none_or(|text| text.trim().eq_ignore_ascii_case("identity"));
    match headers.content_type() {
        Ok(Some(media)) if media.is_sdp() && plain => Ok(()),
        Ok(_) if optional => Ok(()),
        Ok(Some(media)) if media.is_sdp() => {
            refuse_with(request, Status::UNSUPPORTED_MEDIA_TYPE, HeaderName::AcceptEncoding, "identity")
        }
        Ok(_) => refuse_with(request, Status::UNSUPPORTED_MEDIA_TYPE, HeaderName::Accept, SDP),
        Err(_) => refuse(request, Status::BAD_REQUEST),
    }
}

/// An answer that the caller cannot read is none (RFC 4475 section 3.3.15).
fn accept(request: &Request) -> Result<(), Box<Response>> {
    if request.method != Method::Invite {
        return Ok(());
    }
    match request.headers.accept() {
        Ok(Some(ranges)) if !ranges.iter().any(|range| range.covers("application", "sdp")) => {
            refuse(request, Status::NOT_ACCEPTABLE)
        }
        Ok(_) => Ok(()),
        Err(_) => refuse(request, Status::BAD_REQUEST),
    }
}

fn refuse(request: &Request, status: Status) -> Result<(), Box<Response>> {
    Err(Box::new(request.response(status)))
}

fn refuse_with(
    request: &Request,
    status: Status,
    name: HeaderName,
    value: &str,
) -> Result<(), Box<Response>> {
    let mut response = request.response(status);
    response.headers.push(name, value);
    Err(Box::new(response))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: Method, uri: &str, fields: &[(HeaderName, &str)], body: &str) -> Request {
        let mut request = Request::new(method, Uri::parse(uri).unwrap());
        for (name, value) in fields {
            request.headers.push(name.clone(), *value);
        }
        request.body = body.into();
        request
    }

    fn status(request: &Request) -> u16 {
        screen(request, Transport::Udp).map_or_else(|refusal| refusal.status.code(), |()| 200)
    }

    #[test]
    fn each_fault_has_its_status() {
        let sip = "sip:101@192.0.2.1";
        let sdp = (HeaderName::ContentType, "application/sdp; charset=utf-8");
        for (expected, method, uri, fields, body) in [
            (200, Method::Invite, sip, vec![sdp.clone()], "v=0"),
            (200, Method::Invite, "tel:+33123456789", vec![], ""),
            (416, Method::Invite, "sips:101@192.0.2.1", vec![], ""),
            (416, Method::Options, "soap.beep://192.0.2.103:3002", vec![], ""),
            (501, Method::Other("DANCE".into()), sip, vec![], ""),
            (405, Method::Message, sip, vec![], "hello"),
            (489, Method::Subscribe, sip, vec![], ""),
            (481, Method::Notify, sip, vec![], ""),
            (420, Method::Options, sip, vec![(HeaderName::Require, "100rel, magic")], ""),
            (200, Method::Invite, sip, vec![(HeaderName::Require, "100rel")], ""),
            (200, Method::Options, sip, vec![(HeaderName::ProxyRequire, "magic")], ""),
            (200, Method::Register, sip, vec![(HeaderName::Require, "path")], ""),
            (415, Method::Invite, sip, vec![(HeaderName::ContentType, "text/plain")], "x"),
            (415, Method::Invite, sip, vec![], "x"),
            (415, Method::Invite, sip, vec![sdp.clone(), (HeaderName::ContentEncoding, "gzip")], "x"),
            (200, Method::Info, sip, vec![(HeaderName::ContentType, "application/dtmf-relay")], "Signal=1"),
            (406, Method::Invite, sip, vec![(HeaderName::Accept, "text/nothing-at-all")], ""),
            (200, Method::Invite, sip, vec![(HeaderName::Accept, "application/*")], ""),
        ] {
            let asked = request(method, uri, &fields, body);
            assert_eq!(status(&asked), expected, "{asked:?}");
        }
    }

    /// RFC 3261 section 26.2.2.
    #[test]
    fn a_sips_uri_is_understood_over_tls_only() {
        let asked = request(Method::Invite, "sips:101@192.0.2.1", &[], "");
        let refused = |transport| screen(&asked, transport).err().map(|refusal| refusal.status.code());
        assert_eq!(
            [Transport::Udp, Transport::Tcp, Transport::Tls].map(refused),
            [Some(416), Some(416), None]
        );
    }

    #[test]
    fn refused_extensions_are_named() {
        let fields = [(HeaderName::Require, "100rel, one"), (HeaderName::Require, "two")];
        let asked = request(Method::Options, "sip:a@b.c", &fields, "");
        let refusal = screen(&asked, Transport::Udp).unwrap_err();
        assert_eq!(refusal.headers.get(&HeaderName::Unsupported), Some("one, two"));
    }

    /// RFC 3261 section 8.2: the order of judgement.
    #[test]
    fn scheme_comes_before_require_and_require_before_the_body() {
        let fields = [(HeaderName::Require, "magic"), (HeaderName::ContentType, "text/plain")];
        assert_eq!(status(&request(Method::Invite, "isbn:1", &fields, "x")), 416);
        assert_eq!(status(&request(Method::Invite, "sip:a@b.c", &fields, "x")), 420);
    }
}
