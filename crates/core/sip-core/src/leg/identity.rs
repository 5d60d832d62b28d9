//! Who is shown as calling: From, P-Asserted-Identity (RFC 3325), Privacy (RFC 3323) and Diversion (RFC 5806).
//!
//! P-Asserted-Identity and Diversion are read from, and written to, parties that are trusted; who is, others decide.

use sip_msg::{HeaderName, Headers, Host, NameAddr, Request, SipUri, Uri};

use crate::port::Caller;

/// Most diversions that are read from one call; more is a forwarding loop.
const MAX_DIVERSIONS: usize = 10;

/// How a caller is shown to one peer.
#[derive(Debug)]
pub(crate) struct Shown<'a> {
    /// The caller.
    pub(crate) caller: &'a Caller,
    /// The user part of From, in the number's place.
    pub(crate) from_user: Option<&'a str>,
    /// The host part of our identities.
    pub(crate) host: Host,
    /// Our tag.
    pub(crate) tag: &'a str,
    /// How much the peer is told.
    pub(crate) trust: Trust,
}

/// How much a peer may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// A phone of ours: it sees who calls, but not who asked to be hidden.
    Phone,
    /// A trunk of our trust domain: it is told all, and keeps to Privacy.
    Domain,
    /// Any other trunk: From alone.
    Stranger,
}

impl Shown<'_> {
    /// Writes From, and the identity headers that the peer may see.
    pub(crate) fn write(&self, headers: &mut Headers, diversion: &[NameAddr]) {
        headers.push(HeaderName::From, self.from().to_string());
        let Caller { number, private, .. } = self.caller;
        let asserts = match self.trust {
            Trust::Phone => !private,
            Trust::Domain => true,
            Trust::Stranger => false,
        };
        if asserts && !number.is_empty() {
            headers.push(HeaderName::PAssertedIdentity, self.address(number).to_string());
        }
        if *private {
            headers.push(HeaderName::Privacy, "id");
        }
        if self.trust != Trust::Stranger {
            for by in diversion {
                headers.push(HeaderName::Diversion, by.to_string());
            }
        }
    }

    fn from(&self) -> NameAddr {
        let mut from = match (self.caller.private, self.from_user) {
            // RFC 3323 section 4.1.1.3. A provider that knows us by our From user still needs it.
            (true, None) => anonymous(),
            (true, Some(user)) => {
                let mut from = NameAddr::new(SipUri::of_user(user, self.host.clone()).into());
                from.display = Some("Anonymous".into());
                from
            }
            (false, user) => self.address(user.unwrap_or(&self.caller.number)),
        };
        from.set_tag(self.tag);
        from
    }

    fn address(&self, user: &str) -> NameAddr {
        let uri = match user {
            "" => SipUri::new(self.host.clone()),
            user => SipUri::of_user(user, self.host.clone()),
        };
        let mut address = NameAddr::new(uri.into());
        address.display = Some(self.caller.name.as_str()).filter(|name| !name.is_empty()).map(Box::from);
        address
    }
}

fn anonymous() -> NameAddr {
    let host = Host::Name("anonymous.invalid".into());
    let mut from = NameAddr::new(SipUri::of_user("anonymous", host).into());
    from.display = Some("Anonymous".into());
    from
}

/// Reads who calls: by the word of a trusted party (P-Asserted-Identity), else as From says.
pub(crate) fn caller(request: &Request, trusted: bool) -> Caller {
    let headers = &request.headers;
    let asserted = headers.p_asserted_identity().ok().filter(|_| trusted).and_then(|list| {
        // RFC 3325 section 9.1: at most one sip and one tel URI; either names the caller.
        list.into_iter().find(|identity| matches!(identity.uri, Uri::Sip(_) | Uri::Tel(_)))
    });
    let Some(shown) = asserted.or_else(|| headers.from().ok()) else { return Caller::default() };
    let hidden =
        |value: &&str| ["id", "user", "header", "full"].iter().any(|p| p.eq_ignore_ascii_case(value));
    let private = headers.privacy().is_ok_and(|values| values.iter().any(hidden)) || is_anonymous(&shown);
    let number = shown.uri.user().filter(|_| !is_anonymous(&shown)).unwrap_or_default().to_owned();
    let name = shown.display.filter(|_| !number.is_empty()).map(String::from).unwrap_or_default();
    Caller { name, number, private }
}

/// Reads who diverted the call, where the party is trusted to say so.
pub(crate) fn diversion(request: &Request, trusted: bool) -> Vec<NameAddr> {
    let mut told = request.headers.diversion().ok().filter(|_| trusted).unwrap_or_default();
    told.truncate(MAX_DIVERSIONS);
    told
}

fn is_anonymous(address: &NameAddr) -> bool {
    let host = address.uri.as_sip().map(|uri| uri.host.to_string());
    host.is_some_and(|host| host.eq_ignore_ascii_case("anonymous.invalid"))
}

#[cfg(test)]
mod tests {
    use sip_msg::Method;

    use super::*;

    fn alice(private: bool) -> Caller {
        Caller { name: "Alice Lab".to_owned(), number: "201".to_owned(), private }
    }

    fn told(caller: &Caller, from_user: Option<&str>, trust: Trust) -> Request {
        let host = Host::parse("192.0.2.1").unwrap();
        let mut request = Request::new(Method::Invite, Uri::parse("sip:101@192.0.2.2").unwrap());
        let diversion = [NameAddr::parse("<sip:300@192.0.2.1>;reason=no-answer").unwrap()];
        Shown { caller, from_user, host, tag: "t", trust }.write(&mut request.headers, &diversion);
        request
    }

    #[test]
    fn phone_sees_caller_but_not_one_who_hides() {
        let open = told(&alice(false), None, Trust::Phone);
        assert_eq!(caller(&open, false), alice(false));
        assert!(open.headers.has(&HeaderName::PAssertedIdentity));
        let hidden = told(&alice(true), None, Trust::Phone);
        assert_eq!(caller(&hidden, true), Caller { private: true, ..Caller::default() });
        assert!(!hidden.headers.has(&HeaderName::PAssertedIdentity));
    }

    /// RFC 3325 section 7: within the trust domain the identity travels with `Privacy: id`.
    #[test]
    fn trusted_trunk_is_told_who_hides() {
        let request = told(&alice(true), None, Trust::Domain);
        assert_eq!(caller(&request, true), alice(true));
        assert_eq!(caller(&request, false).number, "");
        assert_eq!(diversion(&request, true).len(), 1);
    }

    #[test]
    fn stranger_gets_from_alone_and_is_not_believed() {
        let request = told(&alice(false), Some("account"), Trust::Stranger);
        assert_eq!(caller(&request, true).number, "account");
        assert_eq!(diversion(&request, true), []);
        let liar = told(&alice(false), Some("account"), Trust::Domain);
        assert_eq!(caller(&liar, false).number, "account");
        assert_eq!(caller(&liar, true).number, "201");
        assert_eq!(diversion(&liar, false), []);
    }

    #[test]
    fn number_with_odd_characters_is_escaped_and_comes_back() {
        let odd = Caller { name: "A \"B\" C".to_owned(), number: "a b@c;d".to_owned(), private: false };
        let request = told(&odd, None, Trust::Stranger);
        assert_eq!(caller(&request, false), odd);
    }
}
