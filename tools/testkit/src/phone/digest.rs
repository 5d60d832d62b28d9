//! A phone's answer to a digest challenge (RFC 2617, MD5, qop=auth), written apart from the exchange's own so that both
//! must agree.

use md5::{Digest, Md5};
use sip_msg::{Challenge, DigestChallenge, HeaderName, Request, Response, Status};

/// Who the phone says that it is.
#[derive(Clone, Debug)]
pub struct Account {
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
}

/// Puts the credentials that a 401 or 407 asks for into a request; false where it asks for nothing that we know.
pub(super) fn authorize(request: &mut Request, account: &Account, refusal: &Response, cnonce: &str) -> bool {
    let (name, challenges) = match refusal.status {
        Status::UNAUTHORIZED => (HeaderName::Authorization, refusal.headers.www_authenticate()),
        _ => (HeaderName::ProxyAuthorization, refusal.headers.proxy_authenticate()),
    };
    let challenge = challenges.ok().into_iter().flatten().find_map(|challenge| match challenge {
        Challenge::Digest(digest) => Some(digest),
        Challenge::Other(_) => None,
    });
    let Some(challenge) = challenge else { return false };
    request.headers.set(name, credentials(request, account, &challenge, cnonce));
    true
}

fn credentials(request: &Request, account: &Account, challenge: &DigestChallenge, cnonce: &str) -> String {
    let (uri, DigestChallenge { realm, nonce, .. }) = (request.uri.to_string(), challenge);
    let Account { username, password } = account;
    let ha1 = hex(&format!("{username}:{realm}:{password}"));
    let ha2 = hex(&format!("{}:{uri}", request.method));
    let has_qop = challenge.qop.iter().any(|qop| &**qop == "auth");
    let response = match has_qop {
        true => hex(&format!("{ha1}:{nonce}:00000001:{cnonce}:auth:{ha2}")),
        false => hex(&format!("{ha1}:{nonce}:{ha2}")),
    };
    let mut text = format!(
        "Digest username=\"{username}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\", algorithm=MD5"
    );
    if has_qop {
        text.push_str(&format!(", qop=auth, nc=00000001, cnonce=\"{cnonce}\""));
    }
    if let Some(opaque) = &challenge.opaque {
        text.push_str(&format!(", opaque=\"{opaque}\""));
    }
    text
}

fn hex(text: &str) -> String {
    Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 2617 section 3.5, with its own values.
    #[test]
    fn the_rfcs_example_comes_out() {
        let ha1 = hex("Mufasa:testrealm@host.com:Circle Of Life");
        let ha2 = hex("GET:/dir/index.html");
        let response = hex(&format!("{ha1}:dcd98b7102dd2f0e8b11d0f600bfb0c093:00000001:0a4f113b:auth:{ha2}"));
        assert_eq!(response, "6629fae49393a05397450978507c4ef1");
    }
}
