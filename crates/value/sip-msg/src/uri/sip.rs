//! sip and sips URIs (RFC 3261 section 19.1): read, printed, and compared by section 19.1.4.

use std::fmt;
use std::str::FromStr;

use super::{Uri, escape};
use crate::text::serde_as_text;
use crate::{BadSyntax, Host, Params};

/// Parameters that make two URIs differ where only one has them (RFC 3261 section 19.1.4).
const NEVER_IGNORED: [&str; 5] = ["user", "ttl", "method", "maddr", "transport"];

/// A sip or sips URI. All text is kept with its escapes undone and printed with those that it needs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SipUri {
    /// Whether the scheme is sips.
    pub secure: bool,
    /// Who is meant at the host; also what was dialled.
    pub user: Option<Box<str>>,
    /// A password in clear, which RFC 3261 advises against.
    pub password: Option<Box<str>>,
    /// Where.
    pub host: Host,
    /// The port, where one is written.
    pub port: Option<u16>,
    /// URI parameters such as `transport` and `lr`.
    pub params: Params,
    /// Header fields that a request made from this URI would carry. Never to be believed: RFC 3261 section 19.1.5.
    pub headers: Params,
}

impl SipUri {
    /// Makes a plain sip URI for a host.
    pub fn new(host: Host) -> Self {
        Self {
            secure: false,
            user: None,
            password: None,
            host,
            port: None,
            params: Params::new(),
            headers: Params::new(),
        }
    }

    /// Makes a plain sip URI for a user at a host; for the host alone where the user is empty, which the grammar has not.
    pub fn of_user(user: &str, host: Host) -> Self {
        Self { user: (!user.is_empty()).then(|| user.into()), ..Self::new(host) }
    }

    /// The `transport` parameter.
    pub fn transport(&self) -> Option<&str> {
        self.params.get("transport")
    }

    /// Whether the host is a loose router (RFC 3261 section 16.12).
    pub fn lr(&self) -> bool {
        self.params.has("lr")
    }

    /// The address to send to in place of the host.
    pub fn maddr(&self) -> Option<&str> {
        self.params.get("maddr")
    }

    /// The `line` parameter, by which a registering client marks the binding that it made.
    pub fn line(&self) -> Option<&str> {
        self.params.get("line")
    }

    /// Tells whether two URIs mean the same (RFC 3261 section 19.1.4).
    pub fn equivalent(&self, other: &Self) -> bool {
        self.secure == other.secure
            && self.user == other.user
            && self.password == other.password
            && self.host == other.host
            && self.port == other.port
            && params_agree(&self.params, &other.params)
            && headers_agree(&self.headers, &other.headers)
    }

    /// Reads what follows the scheme's colon.
    pub(super) fn parse_rest(secure: bool, rest: &str) -> Result<Self, BadSyntax> {
        // No component after the user may hold a bare `@` (RFC 3261 section 25.1), so the first one ends it.
        let (userinfo, rest) = match rest.split_once('@') {
            Some((userinfo, rest)) => (Some(userinfo), rest),
            None => (None, rest),
        };
        let (user, password) = userinfo.map_or(Ok((None, None)), parse_userinfo)?;
        let (rest, headers) = match rest.split_once('?') {
            Some((rest, headers)) => (rest, parse_pairs(headers, '&', Params::append)?),
            None => (rest, Params::new()),
        };
        let (hostport, params) = match rest.split_once(';') {
            Some((hostport, params)) => (hostport, parse_pairs(params, ';', Params::append_new)?),
            None => (rest, Params::new()),
        };
        let (host, port) = Host::parse_with_port(hostport)?;
        Ok(Self { secure, user, password, host, port, params, headers })
    }
}

type UserInfo = (Option<Box<str>>, Option<Box<str>>);

fn parse_userinfo(text: &str) -> Result<UserInfo, BadSyntax> {
    let (user, password) = match text.split_once(':') {
        Some((user, password)) => (user, Some(password)),
        None => (text, None),
    };
    if user.is_empty() {
        return Err(BadSyntax("user"));
    }
    let decoded = |raw| escape::decode(raw).map(|text| Box::from(&*text));
    Ok((Some(decoded(user)?), password.map(decoded).transpose()?))
}

/// How a pair is added to those before it.
type Add = fn(&mut Params, Box<str>, Option<Box<str>>) -> Result<(), BadSyntax>;

fn parse_pairs(text: &str, separator: char, add: Add) -> Result<Params, BadSyntax> {
    let mut params = Params::new();
    for pair in text.split(separator) {
        let (name, value) = match pair.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (pair, None),
        };
        if name.is_empty() {
            return Err(BadSyntax("URI parameter"));
        }
        let value = value.map(escape::decode).transpose()?;
        add(&mut params, Box::from(&*escape::decode(name)?), value.map(|v| Box::from(&*v)))?;
    }
    Ok(params)
}

/// A parameter of both must be the same in both; of one, it is ignored unless it is among the five.
fn params_agree(a: &Params, b: &Params) -> bool {
    let one_way = |a: &Params, b: &Params| {
        a.iter().all(|(name, value)| {
            if b.has(name) {
                same_value(value, b.get(name))
            } else {
                !NEVER_IGNORED.iter().any(|n| n.eq_ignore_ascii_case(name))
            }
        })
    };
    one_way(a, b) && one_way(b, a)
}

/// Header fields are never ignored. Those of one name must agree in their order.
fn headers_agree(a: &Params, b: &Params) -> bool {
    let sorted = |params: &Params| {
        let mut fields: Vec<_> = params
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.map(str::to_ascii_lowercase)))
            .collect();
        // A stable sort keeps the order of those that share a name.
        fields.sort_by(|(a, _), (b, _)| a.cmp(b));
        fields
    };
    a.len() == b.len() && sorted(a) == sorted(b)
}

fn same_value(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

impl fmt::Display for SipUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.secure { "sips:" } else { "sip:" })?;
        if let Some(user) = &self.user {
            escape::write_escaped(f, user, escape::user_plain)?;
            if let Some(password) = &self.password {
                f.write_str(":")?;
                escape::write_escaped(f, password, escape::password_plain)?;
            }
            f.write_str("@")?;
        }
        self.host.fmt(f)?;
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        for (name, value) in self.params.iter() {
            f.write_str(";")?;
            write_pair(f, name, value, escape::param_plain)?;
        }
        for (at, (name, value)) in self.headers.iter().enumerate() {
            f.write_str(if at == 0 { "?" } else { "&" })?;
            write_pair(f, name, value, escape::header_plain)?;
        }
        Ok(())
    }
}

fn write_pair(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    value: Option<&str>,
    plain: fn(u8) -> bool,
) -> fmt::Result {
    escape::write_escaped(f, name, plain)?;
    match value {
        Some(value) => {
            f.write_str("=")?;
            escape::write_escaped(f, value, plain)
        }
        None => Ok(()),
    }
}

impl FromStr for SipUri {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        match Uri::parse(text)? {
            Uri::Sip(uri) => Ok(uri),
            Uri::Tel(_) | Uri::Other(_) => Err(BadSyntax("sip URI")),
        }
    }
}

serde_as_text!(SipUri);

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> SipUri {
        text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    /// RFC 4475 section 3.1.1.9: a semicolon before the `@` belongs to the user.
    #[test]
    fn a_user_may_hold_separators() {
        let uri = uri("sip:user;par=u%40example.net@example.com");
        assert_eq!(uri.user.as_deref(), Some("user;par=u@example.net"));
        assert!(uri.params.is_empty());
        assert_eq!(uri.to_string(), "sip:user;par=u%40example.net@example.com");
    }

    /// RFC 4475 section 3.1.1.2: every character that may stand in a user and a password.
    #[test]
    fn unusual_but_legal_characters_are_kept() {
        let text = "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com";
        let parsed = uri(text);
        assert_eq!(parsed.password.as_deref(), Some("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)"));
        assert_eq!(parsed.to_string(), text);
    }

    /// RFC 4475 sections 3.1.1.3 and 3.1.1.4.
    #[test]
    fn escapes_are_undone_even_in_names_and_for_nul() {
        let parsed = uri("sip:%00%00@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31");
        assert_eq!(parsed.user.as_deref(), Some("\0\0"));
        assert!(parsed.lr());
        assert_eq!(parsed.params.get("name"), Some("value%41"));
        assert_eq!(parsed.to_string(), "sip:%00%00@host5.example.net;lr;name=value%2541");
    }

    /// The examples of RFC 3261 section 19.1.4.
    #[test]
    fn equivalence_follows_the_rfc_examples() {
        let same = [
            ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"),
            ("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on"),
            (
                "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
                "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
            ),
            // Escaped or not, a character outside the reserved set is the same.
            ("sip:%61l%69ce%2Dx@h", "sip:alice-x@h"),
            // Names and values of parameters are compared without case, in any order; unknown ones of one side don't count.
            ("sip:h;Method=INVITE;ttl=5;X=Y", "sip:h;other;x=y;TTL=5;method=invite"),
            // An address is compared as such, not as text.
            ("sip:bob@[2001:DB8::0:1]", "sip:bob@[2001:db8:0::1]"),
            // Header fields may repeat; those of one name keep their order.
            ("sip:h?a=1&b=2&A=3", "sip:h?b=2&a=1&a=3"),
            (
                "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
                "sip:alice@atlanta.com?priority=urgent&subject=project%20x",
            ),
        ];
        for (a, b) in same {
            assert!(uri(a).equivalent(&uri(b)) && uri(b).equivalent(&uri(a)), "{a} {b}");
        }
        let different = [
            ("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"),
            ("sip:bob@biloxi.com:6000;transport=tcp", "sip:bob@biloxi.com"),
            ("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"),
            ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"),
            ("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"),
            ("sip:bob@biloxi.com", "sips:bob@biloxi.com"),
            ("sip:biloxi.com", "sip:bob@biloxi.com"),
            ("sip:bob@biloxi.com", "sip:bob:secret@biloxi.com"),
            ("sip:bob:secret@biloxi.com", "sip:bob:Secret@biloxi.com"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;user=phone"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;ttl=1"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;maddr=192.0.2.1"),
            ("sip:bob@biloxi.com", "sip:bob@biloxi.com;method=INVITE"),
            ("sip:bob@biloxi.com;lr", "sip:bob@biloxi.com;lr=on"),
            ("sip:bob@biloxi.com:5060", "sip:bob@biloxi.com:5061"),
            ("sip:h?a=1&a=2", "sip:h?a=2&a=1"),
            ("sip:h?a=1&a=2", "sip:h?a=1"),
            ("sip:h?a=1&b=2", "sip:h?a=1&b=3"),
        ];
        for (a, b) in different {
            assert!(!uri(a).equivalent(&uri(b)) && !uri(b).equivalent(&uri(a)), "{a} {b}");
        }
    }

    #[test]
    fn what_is_no_sip_uri_is_refused() {
        for bad in [
            "sip:@h",
            "sip:a@",
            "sip:a@b@c",
            "sip:h;",
            "sip:h;;lr",
            "sip:h;=1",
            "sip:h?",
            "sip:a%zz@h",
            "sip:h;lr;LR",
            "sip:h;%6Cr;lr",
            "sip:h:99999",
            "tel:1",
        ] {
            assert!(bad.parse::<SipUri>().is_err(), "{bad}");
        }
    }

    /// RFC 3261 section 19.1.4: the relation is not transitive, so contacts are never sorted into groups by it.
    #[test]
    fn equivalence_is_not_transitive() {
        let (plain, on, off) = (uri("sip:c@h"), uri("sip:c@h;security=on"), uri("sip:c@h;security=off"));
        assert!(on.equivalent(&plain) && plain.equivalent(&off) && !on.equivalent(&off));
    }

    #[test]
    fn an_empty_user_is_none() {
        assert_eq!(SipUri::of_user("", Host::parse("h").unwrap()).to_string(), "sip:h");
    }

    #[test]
    fn phones_may_send_a_bare_hash() {
        assert_eq!(uri("sip:*21#@h").to_string(), "sip:*21%23@h");
    }
}
