//! Addresses with a display name and parameters: From, To, Route and all that look like them (RFC 3261 section 20.10).

use std::fmt;
use std::str::FromStr;

use super::{HeaderName, Headers};
use crate::lex::{self, Cursor};
use crate::text::serde_as_text;
use crate::{BadSyntax, Malformed, Params, Uri};

/// An address: who, under what name, with which header parameters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NameAddr {
    /// The display name, with quotes and backslashes undone.
    pub display: Option<Box<str>>,
    /// The address itself.
    pub uri: Uri,
    /// Parameters of the header, not of the URI.
    pub params: Params,
}

impl NameAddr {
    /// Makes an address of a URI alone.
    pub fn new(uri: Uri) -> Self {
        Self { display: None, uri, params: Params::new() }
    }

    /// Reads `(name-addr / addr-spec) *(SEMI generic-param)`, all of the text.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        let mut cursor = Cursor::new(text);
        cursor.skip_lws();
        let display = match cursor.peek() {
            Some(b'"') => Some(Box::from(&*lex::unquote(cursor.quoted()?))),
            _ => match lex::trim(cursor.take_while(|b| !matches!(b, b'<' | b';' | b'"' | b','))) {
                addr_spec if cursor.peek() != Some(b'<') => return Self::bare(addr_spec, cursor),
                "" => None,
                words => Some(display_words(words)?),
            },
        };
        cursor.skip_lws();
        let inside = cursor.take_while(|b| b != b'>');
        let uri = inside.strip_prefix('<').ok_or(BadSyntax("name-addr"))?;
        if cursor.take(1) != ">" {
            return Err(BadSyntax("name-addr"));
        }
        Ok(Self { display, uri: Uri::parse(uri)?, params: Params::read(cursor)? })
    }

    /// The `tag` parameter, by which dialogs are told apart.
    pub fn tag(&self) -> Option<&str> {
        self.params.get("tag")
    }

    /// Sets the `tag` parameter.
    pub fn set_tag(&mut self, tag: &str) {
        self.params.set("tag", Some(tag));
    }

    /// Without angle brackets every parameter belongs to the header, and a `?` or comma may not stand in the URI (RFC 3261
    /// section 20.10; RFC 4475 section 3.1.2.13).
    fn bare(addr_spec: &str, rest: Cursor<'_>) -> Result<Self, BadSyntax> {
        if addr_spec.contains('?') {
            return Err(BadSyntax("addr-spec"));
        }
        Ok(Self { display: None, uri: Uri::parse(addr_spec)?, params: Params::read(rest)? })
    }
}

/// A display name without quotes should be tokens. Phones send brackets, apostrophes and other alphabets there; what would
/// change where the name ends is refused.
fn display_words(words: &str) -> Result<Box<str>, BadSyntax> {
    match words.bytes().any(|b| b.is_ascii_control() && b != b'\t' || matches!(b, b'>' | b'\\')) {
        true => Err(BadSyntax("display-name")),
        false => Ok(words.into()),
    }
}

/// Reads From or To. A tag that is there and empty would be taken for none by one reader, and for a dialog by another.
fn dialog_end(text: &str) -> Result<NameAddr, BadSyntax> {
    let address = NameAddr::parse(text)?;
    match address.params.has("tag") && address.tag().is_none_or(str::is_empty) {
        true => Err(BadSyntax("tag")),
        false => Ok(address),
    }
}

impl Headers {
    /// Who the request is from.
    pub fn from(&self) -> Result<NameAddr, Malformed> {
        self.required(HeaderName::From, dialog_end)
    }

    /// Who the request is for.
    pub fn to(&self) -> Result<NameAddr, Malformed> {
        self.required(HeaderName::To, dialog_end)
    }

    /// The proxies still to be passed, next one first.
    pub fn routes(&self) -> Result<Vec<NameAddr>, Malformed> {
        self.items(HeaderName::Route, NameAddr::parse)
    }

    /// The proxies that want to stay in the dialog, last one first.
    pub fn record_routes(&self) -> Result<Vec<NameAddr>, Malformed> {
        self.items(HeaderName::RecordRoute, NameAddr::parse)
    }

    /// Who is calling, by the word of a trusted peer (RFC 3325).
    pub fn p_asserted_identity(&self) -> Result<Vec<NameAddr>, Malformed> {
        self.items(HeaderName::PAssertedIdentity, NameAddr::parse)
    }

    /// Who the call was for before it was diverted, most recent first (RFC 5806).
    pub fn diversion(&self) -> Result<Vec<NameAddr>, Malformed> {
        self.items(HeaderName::Diversion, NameAddr::parse)
    }

    /// Whom to call instead (RFC 3515).
    pub fn refer_to(&self) -> Result<Option<NameAddr>, Malformed> {
        self.optional(HeaderName::ReferTo, NameAddr::parse)
    }

    /// Who asked for the transfer (RFC 3892).
    pub fn referred_by(&self) -> Result<Option<NameAddr>, Malformed> {
        self.optional(HeaderName::ReferredBy, NameAddr::parse)
    }
}

impl fmt::Display for NameAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(display) = &self.display {
            lex::write_quoted(f, display)?;
            f.write_str(" ")?;
        }
        write!(f, "<{}>{}", self.uri, self.params)
    }
}

impl FromStr for NameAddr {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

impl From<Uri> for NameAddr {
    fn from(uri: Uri) -> Self {
        Self::new(uri)
    }
}

serde_as_text!(NameAddr);

#[cfg(test)]
mod tests {
    use super::*;

    fn addr(text: &str) -> NameAddr {
        NameAddr::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    /// RFC 3261 section 20.10: in brackets it is the URI's, without it is the header's (RFC 4475 3.3.12 and 3.3.13).
    #[test]
    fn brackets_decide_whose_parameter_it_is() {
        let bare = addr("sip:+19725552222@gw1.example.net;unknownparam");
        assert!(bare.params.has("unknownparam"));
        assert_eq!(bare.uri.to_string(), "sip:+19725552222@gw1.example.net");
        let bracketed = addr("<sip:+19725552222@gw1.example.net;unknownparam>");
        assert!(bracketed.params.is_empty());
        assert_eq!(bracketed.uri.to_string(), "sip:+19725552222@gw1.example.net;unknownparam");
    }

    /// RFC 4475 sections 3.1.1.1, 3.1.1.2 and 3.1.1.6.
    #[test]
    fn display_names_come_quoted_bare_or_touching_the_bracket() {
        let shown = |text| addr(text).display.as_deref().map(str::to_owned);
        assert_eq!(
            shown(r#""J Rosenberg \\\""       <sip:j@h> ; tag = 98asjd8"#).as_deref(),
            Some(r#"J Rosenberg \""#)
        );
        assert_eq!(shown("caller<sip:c@h>").as_deref(), Some("caller"));
        assert_eq!(
            shown("token1~` token2'+_ token3*%!.- <sip:m@h>").as_deref(),
            Some("token1~` token2'+_ token3*%!.-")
        );
        assert_eq!(shown("Jörg (Büro) <sip:j@h>").as_deref(), Some("Jörg (Büro)"));
        assert_eq!(shown("<sip:j@h>"), None);
        assert_eq!(shown(r#""" <sip:j@h>"#).as_deref(), Some(""));
    }

    #[test]
    fn printing_quotes_the_name_and_brackets_the_uri() {
        assert_eq!(addr("A. Bell <sip:a@h>;tag=1").to_string(), r#""A. Bell" <sip:a@h>;tag=1"#);
        assert_eq!(addr("sip:a@h;tag=1").to_string(), "<sip:a@h>;tag=1");
    }

    /// RFC 4475 sections 3.1.2.6, 3.1.2.13, 3.1.2.14 and 3.1.2.15.
    #[test]
    fn what_is_no_address_is_refused() {
        for bad in [
            "",
            "\"Mr. J. User <sip:j.user@example.com>",
            "Bell, Alexander <sip:a.g.bell@example.com>;tag=43",
            "sip:user@example.com?Route=%3Csip:sip.example.com%3E",
            "\"Watson, Thomas\" < sip:t.watson@example.org >",
            "<sip:a@h",
            "<sip:a@h> x",
            "<sip:a@h>;",
            "\"x\" sip:a@h",
            "a>b <sip:h>",
        ] {
            assert!(NameAddr::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn lists_may_be_split_over_fields() {
        let mut headers = Headers::new();
        headers.push(HeaderName::Route, "<sip:a;lr>, \"x, y\" <sip:b;lr>");
        headers.push(HeaderName::Route, "<sip:c;lr>");
        let hosts: Vec<_> = headers.routes().unwrap().iter().map(|r| r.uri.to_string()).collect();
        assert_eq!(hosts, ["sip:a;lr", "sip:b;lr", "sip:c;lr"]);
        headers.push(HeaderName::Route, "");
        assert!(headers.routes().is_err());
    }

    /// RFC 3261 section 19.3: a tag is a token, hence never empty, and stands there once (section 7.3.1).
    #[test]
    fn a_tag_is_there_whole_and_once_or_not_at_all() {
        let from = |value: &str| {
            let mut headers = Headers::new();
            headers.push(HeaderName::From, value);
            headers.from().map(|from| from.tag().map(str::to_owned))
        };
        assert_eq!(from("<sip:a@h>"), Ok(None));
        assert_eq!(from("<sip:a@h>;TAG=x"), Ok(Some("x".into())));
        for bad in ["<sip:a@h>;tag", "<sip:a@h>;tag=", "<sip:a@h>;tag=1;tag=2", "sip:a@h;tag=1;Tag=1"] {
            assert!(from(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_tag_that_is_set_replaces_the_old_one() {
        let mut address = addr("<sip:a@h>;x;tag=1");
        address.set_tag("2");
        assert_eq!(address.to_string(), "<sip:a@h>;x;tag=2");
    }

    /// RFC 3325 section 9.1: one sip and one tel URI; RFC 5806 section 7: the last diversion first.
    #[test]
    fn identities_and_diversions_are_lists() {
        let mut headers = Headers::new();
        headers.push(HeaderName::PAssertedIdentity, r#""Fluffy" <sip:fluffy@example.com>, tel:+14085264000"#);
        headers.push(
            HeaderName::Diversion,
            "<sip:bob@h>;reason=no-answer;counter=1, <sip:carol@h>;reason=unconditional",
        );
        let asserted = headers.p_asserted_identity().unwrap();
        assert_eq!(
            (asserted[0].display.as_deref(), asserted[1].uri.user()),
            (Some("Fluffy"), Some("+14085264000"))
        );
        let diverted = headers.diversion().unwrap();
        assert_eq!(
            (diverted[0].params.get("reason"), diverted[1].uri.user()),
            (Some("no-answer"), Some("carol"))
        );
    }

    /// RFC 3891 section 4: the dialog to take over stands in the URI of Refer-To, with its escapes undone.
    #[test]
    fn a_transfer_names_its_target_and_the_dialog_that_it_replaces() {
        let mut headers = Headers::new();
        assert_eq!((headers.refer_to(), headers.referred_by()), (Ok(None), Ok(None)));
        headers.push(HeaderName::ReferTo, "<sip:b@h?Replaces=c1%40h%3Bto-tag%3D1%3Bfrom-tag%3D2>");
        headers.push(HeaderName::ReferredBy, "sip:a@h;cid=x");
        let target = headers.refer_to().unwrap().unwrap();
        let replaces = target.uri.as_sip().and_then(|uri| uri.headers.get("replaces")).unwrap();
        let replaces: crate::Replaces = replaces.parse().unwrap();
        assert_eq!((&*replaces.call_id, &*replaces.to_tag, &*replaces.from_tag), ("c1@h", "1", "2"));
        assert_eq!(headers.referred_by().unwrap().unwrap().uri.to_string(), "sip:a@h");
    }
}
