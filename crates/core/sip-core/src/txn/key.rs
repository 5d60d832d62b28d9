//! What makes two messages one transaction: RFC 3261 sections 17.1.3 and 17.2.3, and 8.2.2.2 for merged requests.
//!
//! A key is text: its parts joined by a line feed, which no header value can hold.

use sip_msg::{HeaderName, Method, Request, Response, Via};

/// What a branch of RFC 3261 begins with; one without it, or with nothing behind it, is RFC 2543's.
pub(crate) const BRANCH_COOKIE: &str = "z9hG4bK";

/// The key of a server transaction. ACK and CANCEL have that of their INVITE where `method` says so.
pub(crate) fn server_key(request: &Request, via: &Via, method: &Method) -> String {
    match via.branch().filter(|branch| is_unique(branch)) {
        Some(branch) => {
            let port = via.port.map(|port| port.to_string()).unwrap_or_default();
            format!("{branch}\n{}\n{port}\n{method}", via.host)
        }
        None => rfc2543_key(request, method),
    }
}

/// RFC 2543 has no unique branch. The To tag is left out: an ACK has one where its INVITE has none.
fn rfc2543_key(request: &Request, method: &Method) -> String {
    let headers = &request.headers;
    let field = |name: &HeaderName| headers.get(name).unwrap_or_default();
    let from_tag = headers.from().ok();
    let tag = from_tag.as_ref().and_then(|from| from.tag()).unwrap_or_default();
    let number = headers.cseq().map_or(0, |cseq| cseq.number);
    let (uri, call_id, via) = (&request.uri, field(&HeaderName::CallId), field(&HeaderName::Via));
    format!("2543\n{uri}\n{tag}\n{call_id}\n{number}\n{via}\n{method}")
}

/// The key of a client transaction.
pub(crate) fn client_key(branch: &str, method: &Method) -> String {
    format!("{branch}\n{method}")
}

/// The key of the client transaction that a response is for; nothing where its top Via has no branch.
pub(crate) fn response_key(response: &Response) -> Option<String> {
    let via = response.headers.via().ok()?;
    let cseq = response.headers.cseq().ok()?;
    Some(client_key(via.branch()?, &cseq.method))
}

/// What two copies of one request have in common that came by different ways; nothing for one within a dialog.
pub(crate) fn merge_key(request: &Request) -> Option<String> {
    let headers = &request.headers;
    let from = headers.from().ok()?;
    let tag = from.tag()?;
    if headers.to().ok()?.tag().is_some() {
        return None;
    }
    let call_id = headers.get(&HeaderName::CallId)?;
    Some(format!("{call_id}\n{tag}\n{}", headers.get(&HeaderName::CSeq)?))
}

fn is_unique(branch: &str) -> bool {
    let cookie = branch.get(..BRANCH_COOKIE.len());
    // RFC 4475 section 3.2.1: the bare cookie is not unique.
    cookie.is_some_and(|cookie| cookie.eq_ignore_ascii_case(BRANCH_COOKIE))
        && branch.len() > BRANCH_COOKIE.len()
}

#[cfg(test)]
mod tests {
    use sip_msg::Uri;

    use super::*;

    fn request(method: Method, via: &str, from_tag: &str) -> Request {
        let mut request = Request::new(method.clone(), Uri::parse("sip:101@192.0.2.1").unwrap());
        request.headers.push(HeaderName::Via, via);
        request.headers.push(HeaderName::From, format!("<sip:a@192.0.2.2>;tag={from_tag}"));
        request.headers.push(HeaderName::To, "<sip:101@192.0.2.1>");
        request.headers.push(HeaderName::CallId, "c1");
        request.headers.push(HeaderName::CSeq, format!("1 {method}"));
        request
    }

    fn key(request: &Request, as_method: Method) -> String {
        server_key(request, &request.headers.via().unwrap(), &as_method)
    }

    /// RFC 3261 section 17.2.3: branch, sent-by and method; ACK matches its INVITE.
    #[test]
    fn branch_sent_by_and_method_make_the_key() {
        let via = "SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKa";
        let invite = key(&request(Method::Invite, via, "1"), Method::Invite);
        assert_eq!(key(&request(Method::Ack, via, "1"), Method::Invite), invite);
        assert_ne!(key(&request(Method::Cancel, via, "1"), Method::Cancel), invite);
        let elsewhere = "SIP/2.0/UDP 192.0.2.3;branch=z9hG4bKa";
        assert_ne!(key(&request(Method::Invite, elsewhere, "1"), Method::Invite), invite);
    }

    /// RFC 4475 section 3.2.1: two clients with the bare cookie are not one.
    #[test]
    fn bare_cookie_is_matched_the_old_way() {
        let via = "SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK";
        let one = key(&request(Method::Options, via, "1"), Method::Options);
        assert_eq!(key(&request(Method::Options, via, "1"), Method::Options), one);
        assert_ne!(key(&request(Method::Options, via, "2"), Method::Options), one);
    }

    #[test]
    fn request_within_a_dialog_is_never_merged() {
        let mut asked = request(Method::Invite, "SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKa", "1");
        assert!(merge_key(&asked).is_some());
        asked.headers.set(HeaderName::To, "<sip:101@192.0.2.1>;tag=x");
        assert_eq!(merge_key(&asked), None);
    }
}
