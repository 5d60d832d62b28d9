//! Posts to a webhook: one request, no redirect, to an address that was looked at after it was resolved.

use std::{net::IpAddr, sync::Arc};

use hmac::{Hmac, KeyInit, Mac};
use model::Network;
use sha2::Sha256;
use ureq::{
    Agent, Error,
    config::Config,
    http::Uri,
    tls::{PemItem, RootCerts, TlsConfig, parse_pem},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

use crate::{Failure, PATIENCE, inside::is_inside, roots};

/// A webhook.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Where it is.
    pub url: String,
    /// What its body is signed with: HMAC-SHA256, in hexadecimal, in `X-Strowger-Signature: sha256=...`.
    pub secret: Option<String>,
    /// Networks inside that it may be in.
    pub allowed: Vec<Network>,
}

/// The header of the signature.
const SIGNATURE: &str = "X-Strowger-Signature";

impl Webhook {
    /// Posts a JSON body, and waits for the answer.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn post(&self, body: &str) -> Result<(), Failure> {
        let mut request = self.agent().post(&self.url).header("Content-Type", "application/json");
        if let Some(secret) = &self.secret {
            request = request.header(SIGNATURE, format!("sha256={}", signature(secret, body)));
        }
        match request.send(body) {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(Failure::Status(answer.status().as_u16())),
            Err(Error::Other(error)) => match error.downcast::<Inside>() {
                Ok(inside) => Err(Failure::Inside(inside.0)),
                Err(error) => Err(Failure::Webhook(error.to_string())),
            },
            Err(error) => Err(Failure::Webhook(error.to_string())),
        }
    }

    fn agent(&self) -> Agent {
        let bundle = roots::bundle();
        let known = parse_pem(&bundle).filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        });
        let known: Vec<_> = known.collect();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&known))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .tls_config(tls)
            .user_agent("strowger")
            .build();
        Agent::with_parts(config, DefaultConnector::default(), Outside { allowed: self.allowed.clone() })
    }
}

/// Signs a body.
fn signature(secret: &str, body: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        unreachable!("HMAC takes a key of any length")
    };
    mac.update(body.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Resolves names to addresses outside. What is resolved here is what is connected to: a second answer of the DNS changes nothing.
#[derive(Debug)]
struct Outside {
    allowed: Vec<Network>,
}

/// The address inside that a name leads to.
#[derive(Debug)]
struct Inside(IpAddr);

impl std::fmt::Display for Inside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is inside", self.0)
    }
}

impl std::error::Error for Inside {}

impl Resolver for Outside {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let is_refused =
            |ip: IpAddr| is_inside(ip) && !self.allowed.iter().any(|network| network.contains(ip));
        match found.iter().map(std::net::SocketAddr::ip).find(|ip| is_refused(*ip)) {
            Some(inside) => Err(Error::Other(Box::new(Inside(inside)))),
            None => Ok(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    use super::*;

    fn webhook(url: &str, allowed: &[&str]) -> Webhook {
        let allowed = allowed.iter().map(|network| Network::parse(network).unwrap()).collect();
        Webhook { url: url.to_owned(), secret: Some("key".to_owned()), allowed }
    }

    /// Answers one request, and gives what it said.
    fn receiver(answer: &'static str) -> (String, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let thread = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let (mut heard, mut some) = (vec![], [0; 1024]);
            while !heard.ends_with(b"{\"a\":1}") {
                let read = stream.read(&mut some).unwrap();
                heard.extend_from_slice(&some[..read]);
            }
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8(heard).unwrap()
        });
        (url, thread)
    }

    #[test]
    fn no_way_of_writing_an_address_inside_is_posted_to() {
        for url in [
            "http://127.0.0.1:1/",
            "http://localhost:1/",
            "http://[::1]:1/",
            "http://169.254.169.254/latest/meta-data",
            "http://10.0.0.1/",
            "http://0x7f000001:1/",
            "http://2130706433:1/",
            "http://[::ffff:127.0.0.1]:1/",
            "http://0:1/",
        ] {
            match webhook(url, &[]).post("{}") {
                Err(Failure::Inside(_)) => {}
                // What the resolver does not take for an address is no name either.
                Err(Failure::Webhook(error))
                    if url.contains("0x7f") || url.contains("2130") || url.ends_with("0:1/") =>
                {
                    assert!(!error.contains("refused"), "{url}: {error}");
                }
                other => panic!("{url}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_is_allowed_gets_the_body_with_its_signature() {
        let (url, heard) = receiver("HTTP/1.1 204 No Content\r\n\r\n");
        webhook(&url, &["127.0.0.0/8"]).post("{\"a\":1}").unwrap();
        let heard = heard.join().unwrap();
        let expected = format!("sha256={}", signature("key", "{\"a\":1}"));
        assert!(heard.to_lowercase().contains(&format!("x-strowger-signature: {expected}")), "{heard}");
        // RFC 4231's second test case.
        assert_eq!(
            signature("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_redirect_is_not_followed() {
        let (url, heard) =
            receiver("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
        let answer = webhook(&url, &["127.0.0.0/8"]).post("{\"a\":1}");
        assert!(matches!(answer, Err(Failure::Status(302))), "{answer:?}");
        drop(heard.join());
    }
}
