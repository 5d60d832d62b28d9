//! Who is behind a request: a line or a trunk by digest, or a static trunk without a password by its address.
//!
//! Who cannot tell gets a challenge, and it is the same for an unknown user and a wrong password, at the cost of the same
//! digest. The From header alone never identifies anybody. Responses carry no To tag yet; the endpoint adds it.

use model::{Addressing, DigestAlgorithm, Secret, Snapshot, Trunk};
use moment::Moment;
use sip_msg::{
    Credentials, DigestChallenge, DigestCredentials, HeaderName, Method, Request, Response, Status, Uri,
};

use super::{
    digest::{Counted, Proof},
    nonce::{Nonces, Standing},
    on_the_wire, spoken,
};
use crate::{chance::Chance, flow::Flow, identify::Sources, port::Party};

/// Judges requests; keeps nothing but the key of its nonces and the counts of those in use.
pub(crate) struct Authenticator {
    nonces: Nonces,
}

/// What a request deserves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The party has proved itself.
    Known(Party),
    /// It must prove itself first; the answer is to be sent without any state (RFC 3261 section 8.2.7).
    Challenge {
        /// The challenge.
        response: Box<Response>,
        /// It answered an earlier challenge that was sent to its very source, with a password that is not the account's, or for
        /// an account that nobody has.
        is_guess: bool,
    },
}

/// Where a request stands: what judging needs beside it.
struct Hearing<'a> {
    now: Moment,
    request: &'a Request,
    flow: &'a Flow,
    snapshot: &'a Snapshot,
    sources: &'a Sources,
}

/// Why somebody is asked.
#[derive(Clone, Copy)]
struct Asking {
    /// The password was right, the nonce is not good any more.
    stale: bool,
    is_guess: bool,
}

impl Asking {
    const FIRST: Self = Self { stale: false, is_guess: false };
}

/// Somebody with a password.
struct Account<'a> {
    party: Party,
    password: &'a Secret,
    algorithms: &'a [DigestAlgorithm],
}

impl Authenticator {
    /// Draws the key of the nonces.
    pub(crate) fn new(chance: &mut Chance) -> Self {
        Self { nonces: Nonces::new(chance) }
    }

    /// Finds out who is behind a request outside of any dialog.
    pub(crate) fn judge(
        &mut self,
        now: Moment,
        request: &Request,
        flow: &Flow,
        snapshot: &Snapshot,
        sources: &Sources,
    ) -> Verdict {
        let hearing = Hearing { now, request, flow, snapshot, sources };
        let realm = snapshot.general().realm.as_str();
        match credentials(request, realm) {
            Some(credentials) => self.by_digest(&hearing, &credentials),
            None => self.by_source(&hearing),
        }
    }

    /// A trunk without a password is known by its address, except where it wants to register.
    fn by_source(&mut self, hearing: &Hearing<'_>) -> Verdict {
        match hearing.trunk_by_source() {
            Some(trunk) if trunk.auth.password.is_none() => Verdict::Known(Party::Trunk(trunk.id)),
            Some(trunk) => self.challenge(hearing, &trunk.auth.digest, Asking::FIRST),
            None => {
                let claimed =
                    hearing.claimed_user().and_then(|user| hearing.account(&user).map(|a| a.algorithms));
                self.challenge(hearing, claimed.unwrap_or(&USUAL), Asking::FIRST)
            }
        }
    }

    fn by_digest(&mut self, hearing: &Hearing<'_>, credentials: &DigestCredentials) -> Verdict {
        let account = hearing.account(&credentials.username);
        let algorithms = account.as_ref().map_or(&USUAL[..], |account| account.algorithms);
        // An unknown user costs a digest too, so that nobody can tell by the time who exists.
        let password = account.as_ref().map_or(NOBODYS, |account| account.password.expose());
        let right = is_right(hearing.request, credentials, password, algorithms);
        let nonce = self.nonces.standing(hearing.now, hearing.flow.remote.ip(), &credentials.nonce);
        let is_guess = matches!(nonce, Standing::Fresh(_));
        match account {
            Some(account) if right => {
                match nonce {
                    // Without qop (RFC 2069) nothing is counted, so a nonce is good for one request.
                    Standing::Fresh(serial)
                        if self.nonces.count(hearing.now, serial, credentials.nc.unwrap_or(1)) =>
                    {
                        Verdict::Known(account.party)
                    }
                    // A replayed count is answered like an old nonce: phones that never count only pay a round trip.
                    Standing::Fresh(_) | Standing::Stale => {
                        self.challenge(hearing, algorithms, Asking { stale: true, is_guess: false })
                    }
                }
            }
            // Its address speaks for a trunk without a password, whatever name it may bear elsewhere.
            None => match hearing.trunk_by_source() {
                Some(trunk) if trunk.auth.password.is_none() => Verdict::Known(Party::Trunk(trunk.id)),
                Some(_) | None => self.challenge(hearing, algorithms, Asking { stale: false, is_guess }),
            },
            Some(_) => self.challenge(hearing, algorithms, Asking { stale: false, is_guess }),
        }
    }

    fn challenge(
        &mut self,
        hearing: &Hearing<'_>,
        algorithms: &[DigestAlgorithm],
        asking: Asking,
    ) -> Verdict {
        let mut response = hearing.request.response(Status::UNAUTHORIZED);
        let nonce: Box<str> = self.nonces.issue(hearing.now, hearing.flow.remote.ip()).into();
        for algorithm in algorithms {
            let challenge = DigestChallenge {
                realm: hearing.snapshot.general().realm.as_str().into(),
                nonce: nonce.clone(),
                opaque: None,
                stale: asking.stale,
                algorithm: Some(on_the_wire(*algorithm)),
                qop: vec!["auth".into()],
            };
            response.headers.push(HeaderName::WwwAuthenticate, challenge.to_string());
        }
        Verdict::Challenge { response: Box::new(response), is_guess: asking.is_guess }
    }
}

impl std::fmt::Debug for Authenticator {
    /// Keeps the key of the nonces out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Authenticator")
    }
}

impl<'a> Hearing<'a> {
    /// The account that a digest user names: a line, or a trunk in use that may prove itself so.
    fn account(&self, username: &str) -> Option<Account<'a>> {
        if let Some(line) = self.snapshot.line_by_username(username) {
            return Some(Account {
                party: Party::Line(line.id),
                password: &line.password,
                algorithms: &line.digest,
            });
        }
        let by_name = self.snapshot.trunk_by_username(username).filter(|trunk| trunk.enabled);
        let trunk = by_name.or_else(|| self.peer(username))?;
        let password = trunk.auth.password.as_ref()?;
        Some(Account { party: Party::Trunk(trunk.id), password, algorithms: &trunk.auth.digest })
    }

    /// A peer is called and not heard of elsewhere: its digest counts only from its own address, or where that address is
    /// what it registers.
    fn peer(&self, username: &str) -> Option<&'a Trunk> {
        let mut trunks = self.snapshot.nouns().trunks.values();
        let peer = trunks.find(|trunk| trunk.enabled && trunk.digest_username() == username)?;
        let registers = peer.reach.addressing == Addressing::Dynamic;
        let at_home = registers || self.sources.at(self.flow.remote.ip()).any(|known| known == peer.id);
        at_home.then_some(peer)
    }

    fn trunk_by_source(&self) -> Option<&'a Trunk> {
        if self.request.method == Method::Register {
            return None;
        }
        self.sources.trunk_of(self.flow, &self.request.uri, self.snapshot)
    }

    /// Whom the request says that it is from: good enough to choose what to offer, and for nothing else.
    fn claimed_user(&self) -> Option<String> {
        let header = match self.request.method {
            Method::Register => self.request.headers.to(),
            _ => self.request.headers.from(),
        };
        header.ok()?.uri.user().map(str::to_owned)
    }
}

/// The account that a request says to be of, in its credentials for our realm.
pub(crate) fn username(request: &Request, realm: &str) -> Option<String> {
    credentials(request, realm).map(|credentials| credentials.username.to_string())
}

/// The first digest credentials for our realm. Those that cannot be read are as good as none (RFC 4475 section 3.3.7).
fn credentials(request: &Request, realm: &str) -> Option<DigestCredentials> {
    let read =
        request.headers.all(&HeaderName::Authorization).filter_map(|value| Credentials::parse(value).ok());
    read.filter_map(|credentials| match credentials {
        Credentials::Digest(digest) => Some(digest),
        Credentials::Other(_) => None,
    })
    .find(|digest| &*digest.realm == realm)
}

/// Tells whether the response is that of the password, by an algorithm that was offered, for this very request.
fn is_right(
    request: &Request,
    credentials: &DigestCredentials,
    password: &str,
    offered: &[DigestAlgorithm],
) -> bool {
    let algorithm = spoken(credentials.algorithm.as_ref());
    let nc = credentials.nc.map(|nc| format!("{nc:08x}"));
    let counted = nc.as_deref().zip(credentials.cnonce.as_deref()).map(|(nc, cnonce)| Counted { nc, cnonce });
    let qop = credentials.qop.as_deref();
    let proof = Proof {
        algorithm: algorithm.unwrap_or(DigestAlgorithm::Md5),
        username: &credentials.username,
        realm: &credentials.realm,
        method: request.method.as_str(),
        uri: &credentials.uri,
        nonce: &credentials.nonce,
        qop: qop.and(counted),
    };
    let right = proof.response(password).is(&credentials.response);
    let protected = qop.is_none_or(|qop| qop.eq_ignore_ascii_case("auth") && counted.is_some());
    let offered = algorithm.is_some_and(|algorithm| offered.contains(&algorithm));
    right & protected & offered & same_target(&credentials.uri, &request.uri)
}

/// RFC 7616 section 3.4.6: the digest is for this Request-URI. The user part decides where a request goes here; the host
/// does not, and routers on the way rewrite it, so only the user part must agree. SIPp and some phones sign the server's
/// address alone, whatever they dial.
fn same_target(digest_uri: &str, request_uri: &Uri) -> bool {
    Uri::parse(digest_uri).is_ok_and(|uri| uri.user().is_none() || uri.user() == request_uri.user())
}

/// What is offered where nobody wants anything else: one header, because common phones give up on two.
const USUAL: [DigestAlgorithm; 1] = [DigestAlgorithm::Md5];

/// The password that is tried for users who don't exist; a right guess of it is still nobody's.
const NOBODYS: &str = "nobody knows me";

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
