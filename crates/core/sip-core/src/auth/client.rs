//! Answers challenges (RFC 3261 section 22.2 and 22.3): 401 and 407, the first one that we support, once per request and
//! again only where the answer was right and its nonce too old. Nonces are used again, counted, by later requests.

use model::{DigestAlgorithm, Secret};
use sip_msg::{Challenge, DigestChallenge, DigestCredentials, HeaderName, Request, Response, Status};

use super::{
    digest::{Counted, Proof},
    spoken,
};
use crate::chance::Chance;

/// What one peer has asked for, kept between requests to it.
#[derive(Debug, Default)]
pub(crate) struct ClientAuth {
    sessions: Vec<Session>,
}

/// The name and password that we prove to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Login<'a> {
    /// The digest user.
    pub(crate) username: &'a str,
    /// Its password.
    pub(crate) password: &'a Secret,
}

/// What one request has answered so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attempts {
    server: bool,
    proxy: bool,
    renewals: u8,
}

/// What to do about a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    /// Send the request again: it has new credentials and is to get a new branch and CSeq.
    Retry,
    /// The password is wrong, or we support nothing of what is asked.
    GiveUp,
}

/// One nonce in use.
#[derive(Debug)]
struct Session {
    asker: Asker,
    algorithm: DigestAlgorithm,
    challenge: DigestChallenge,
    count: u32,
}

/// Who asks: it decides the headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asker {
    Server,
    Proxy,
}

impl ClientAuth {
    /// Adds credentials for every nonce that is in use, so that the peer need not ask again.
    pub(crate) fn authorize(&mut self, request: &mut Request, login: Login<'_>, chance: &mut Chance) {
        request.headers.remove(&HeaderName::Authorization);
        request.headers.remove(&HeaderName::ProxyAuthorization);
        for session in &mut self.sessions {
            let credentials = session.credentials(request, login, chance);
            request.headers.push(session.asker.answer_header(), credentials.to_string());
        }
    }

    /// Takes a challenge to a request, and gives the request its credentials where the challenge can be answered.
    pub(crate) fn answer(
        &mut self,
        attempts: &mut Attempts,
        challenge: &Response,
        request: &mut Request,
        login: Login<'_>,
        chance: &mut Chance,
    ) -> Reply {
        let Some(asker) = Asker::of(challenge.status) else { return Reply::GiveUp };
        let asked = supported(challenge, asker);
        // A new challenge of a realm replaces what we had for it, and so does one that we cannot answer.
        let realm = asked.as_ref().map(|(_, digest)| digest.realm.clone());
        self.sessions.retain(|session| {
            session.asker != asker || realm.as_ref().is_some_and(|realm| session.challenge.realm != *realm)
        });
        match asked {
            Some((algorithm, digest)) if attempts.admit(asker, digest.stale) => {
                if self.sessions.len() >= MAX_SESSIONS {
                    self.sessions.remove(0);
                }
                self.sessions.push(Session { asker, algorithm, challenge: digest, count: 0 });
                self.authorize(request, login, chance);
                Reply::Retry
            }
            _ => Reply::GiveUp,
        }
    }
}

impl Attempts {
    fn admit(&mut self, asker: Asker, stale: bool) -> bool {
        let answered = match asker {
            Asker::Server => &mut self.server,
            Asker::Proxy => &mut self.proxy,
        };
        if !std::mem::replace(answered, true) {
            return true;
        }
        self.renewals = self.renewals.saturating_add(1);
        stale && self.renewals <= MAX_RENEWALS
    }
}

impl Asker {
    fn of(status: Status) -> Option<Self> {
        match status {
            Status::UNAUTHORIZED => Some(Self::Server),
            Status::PROXY_AUTHENTICATION_REQUIRED => Some(Self::Proxy),
            _ => None,
        }
    }

    const fn challenge_header(self) -> HeaderName {
        match self {
            Self::Server => HeaderName::WwwAuthenticate,
            Self::Proxy => HeaderName::ProxyAuthenticate,
        }
    }

    const fn answer_header(self) -> HeaderName {
        match self {
            Self::Server => HeaderName::Authorization,
            Self::Proxy => HeaderName::ProxyAuthorization,
        }
    }
}

impl Session {
    fn credentials(&mut self, request: &Request, login: Login<'_>, chance: &mut Chance) -> DigestCredentials {
        let asked = &self.challenge;
        let uri = request.uri.to_string();
        let counted = (!asked.qop.is_empty()).then(|| {
            self.count = self.count.saturating_add(1);
            (format!("{:08x}", self.count), chance.token())
        });
        let proof = Proof {
            algorithm: self.algorithm,
            username: login.username,
            realm: &asked.realm,
            method: request.method.as_str(),
            uri: &uri,
            nonce: &asked.nonce,
            qop: counted.as_ref().map(|(nc, cnonce)| Counted { nc, cnonce }),
        };
        let response = proof.response(login.password.expose()).to_string();
        let (nc, cnonce) = match counted {
            Some((_, cnonce)) => (Some(self.count), Some(cnonce.into())),
            None => (None, None),
        };
        DigestCredentials {
            username: login.username.into(),
            realm: asked.realm.clone(),
            nonce: asked.nonce.clone(),
            response: response.into(),
            algorithm: asked.algorithm.clone(),
            qop: nc.map(|_| "auth".into()),
            cnonce,
            nc,
            opaque: asked.opaque.clone(),
            uri: uri.into(),
        }
    }
}

/// RFC 8760 section 2.4: the first challenge that we support, in the order of the server. One that cannot be read is
/// passed over like one that we don't support.
fn supported(response: &Response, asker: Asker) -> Option<(DigestAlgorithm, DigestChallenge)> {
    let header = asker.challenge_header();
    let mut asked = response.headers.all(&header).filter_map(|value| Challenge::parse(value).ok());
    asked.find_map(|challenge| match challenge {
        Challenge::Digest(digest) => {
            let answerable =
                digest.qop.is_empty() || digest.qop.iter().any(|qop| qop.eq_ignore_ascii_case("auth"));
            let algorithm = spoken(digest.algorithm.as_ref()).filter(|_| answerable)?;
            Some((algorithm, digest))
        }
        Challenge::Other(_) => None,
    })
}

/// How often one request may learn that its nonce was too old; a server that says so for ever is broken.
const MAX_RENEWALS: u8 = 2;

/// Nonces kept per peer: its own and those of the proxies before it.
const MAX_SESSIONS: usize = 4;

#[cfg(test)]
mod tests {
    use sip_msg::{Credentials, Method, Uri};

    use super::*;

    fn request() -> Request {
        Request::new(Method::Register, Uri::parse("sip:b.example").unwrap())
    }

    fn challenged(status: Status, values: &[&str]) -> Response {
        let mut response = Response::new(status);
        let header = Asker::of(status).unwrap().challenge_header();
        values.iter().for_each(|value| response.headers.push(header.clone(), *value));
        response
    }

    fn sent(request: &Request, header: &HeaderName) -> DigestCredentials {
        match Credentials::parse(request.headers.get(header).unwrap()).unwrap() {
            Credentials::Digest(digest) => digest,
            Credentials::Other(scheme) => panic!("{scheme}"),
        }
    }

    struct Client {
        auth: ClientAuth,
        attempts: Attempts,
        chance: Chance,
        password: Secret,
        request: Request,
    }

    impl Client {
        fn new() -> Self {
            Self {
                auth: ClientAuth::default(),
                attempts: Attempts::default(),
                chance: Chance::new([8; 32]),
                password: Secret::new("pass"),
                request: request(),
            }
        }

        fn answer(&mut self, response: &Response) -> Reply {
            let login = Login { username: "xivo-trunk", password: &self.password };
            self.auth.answer(&mut self.attempts, response, &mut self.request, login, &mut self.chance)
        }

        fn next_request(&mut self) {
            self.attempts = Attempts::default();
            self.request = request();
            let login = Login { username: "xivo-trunk", password: &self.password };
            self.auth.authorize(&mut self.request, login, &mut self.chance);
        }
    }

    const MD5: &str = r#"Digest realm="r", nonce="n1", qop="auth", algorithm=MD5"#;

    #[test]
    fn a_challenge_is_answered_with_the_right_digest() {
        let mut client = Client::new();
        assert_eq!(client.answer(&challenged(Status::UNAUTHORIZED, &[MD5])), Reply::Retry);
        let sent = sent(&client.request, &HeaderName::Authorization);
        assert_eq!((&*sent.username, &*sent.uri, sent.nc), ("xivo-trunk", "sip:b.example", Some(1)));
        let proof = Proof {
            algorithm: DigestAlgorithm::Md5,
            username: "xivo-trunk",
            realm: "r",
            method: "REGISTER",
            uri: "sip:b.example",
            nonce: "n1",
            qop: Some(Counted { nc: "00000001", cnonce: sent.cnonce.as_deref().unwrap() }),
        };
        assert!(proof.response("pass").is(&sent.response));
    }

    /// RFC 8760 section 2.4: the first one that the client supports.
    #[test]
    fn the_first_supported_challenge_is_answered() {
        let mut client = Client::new();
        let offers = [
            "Basic realm=\"r\"",
            "Digest broken",
            r#"Digest realm="r", nonce="a", qop="auth", algorithm=MD5-sess"#,
            r#"Digest realm="r", nonce="b", qop="auth-int", algorithm=SHA-256"#,
            r#"Digest realm="r", nonce="c", qop="auth-int,auth", algorithm=SHA-512-256"#,
            MD5,
        ];
        assert_eq!(client.answer(&challenged(Status::UNAUTHORIZED, &offers)), Reply::Retry);
        let sent = sent(&client.request, &HeaderName::Authorization);
        assert_eq!((&*sent.nonce, sent.response.len()), ("c", 64));
    }

    /// RFC 2069: no qop in the challenge, so none, no nc and no cnonce in the answer.
    #[test]
    fn an_old_server_gets_an_old_answer() {
        let mut client = Client::new();
        let old = challenged(Status::UNAUTHORIZED, &[r#"Digest realm="r", nonce="n", opaque="o""#]);
        assert_eq!(client.answer(&old), Reply::Retry);
        let sent = sent(&client.request, &HeaderName::Authorization);
        assert_eq!((sent.qop, sent.nc, sent.cnonce, sent.algorithm), (None, None, None, None));
        assert_eq!(sent.opaque.as_deref(), Some("o"));
    }

    #[test]
    fn a_proxy_and_the_server_behind_it_are_both_answered() {
        let mut client = Client::new();
        let proxy = challenged(
            Status::PROXY_AUTHENTICATION_REQUIRED,
            &[r#"Digest realm="p", nonce="np", qop="auth""#],
        );
        assert_eq!(client.answer(&proxy), Reply::Retry);
        assert_eq!(client.answer(&challenged(Status::UNAUTHORIZED, &[MD5])), Reply::Retry);
        assert_eq!(&*sent(&client.request, &HeaderName::Authorization).nonce, "n1");
        assert_eq!(&*sent(&client.request, &HeaderName::ProxyAuthorization).nonce, "np");
    }

    #[test]
    fn a_wrong_password_is_tried_once() {
        let mut client = Client::new();
        assert_eq!(client.answer(&challenged(Status::UNAUTHORIZED, &[MD5])), Reply::Retry);
        let again = challenged(Status::UNAUTHORIZED, &[r#"Digest realm="r", nonce="n2", qop="auth""#]);
        assert_eq!(client.answer(&again), Reply::GiveUp);
        client.next_request();
        assert!(
            !client.request.headers.has(&HeaderName::Authorization),
            "a nonce that was refused is not used again"
        );
    }

    /// RFC 3261 section 22.3 and RFC 7616 section 3.3: stale=true says that the digest was right.
    #[test]
    fn a_stale_nonce_is_renewed_a_few_times() {
        let mut client = Client::new();
        assert_eq!(client.answer(&challenged(Status::UNAUTHORIZED, &[MD5])), Reply::Retry);
        let stale =
            challenged(Status::UNAUTHORIZED, &[r#"Digest realm="r", nonce="n2", qop="auth", stale=true"#]);
        for _ in 0..MAX_RENEWALS {
            assert_eq!(client.answer(&stale), Reply::Retry);
        }
        assert_eq!(client.answer(&stale), Reply::GiveUp);
    }

    #[test]
    fn later_requests_use_the_nonce_again_and_count() {
        let mut client = Client::new();
        client.answer(&challenged(Status::UNAUTHORIZED, &[MD5]));
        client.next_request();
        assert_eq!(sent(&client.request, &HeaderName::Authorization).nc, Some(2));
        let expired = challenged(Status::UNAUTHORIZED, &[r#"Digest realm="r", nonce="n2", qop="auth""#]);
        assert_eq!(client.answer(&expired), Reply::Retry, "not every server says stale");
        let sent = sent(&client.request, &HeaderName::Authorization);
        assert_eq!((&*sent.nonce, sent.nc), ("n2", Some(1)));
    }

    #[test]
    fn what_is_no_challenge_is_not_answered() {
        let mut client = Client::new();
        assert_eq!(client.answer(&Response::new(Status::FORBIDDEN)), Reply::GiveUp);
        assert_eq!(client.answer(&challenged(Status::UNAUTHORIZED, &[])), Reply::GiveUp);
    }
}
