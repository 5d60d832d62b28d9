//! Names of header fields, with their compact forms (RFC 3261 section 7.3.3). Compared without case, printed in full.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::BadSyntax;
use crate::lex::is_token_byte;

/// Longer than the longest name that we know; a longer one is looked up no further.
const KNOWN_MAX: usize = 24;

/// Makes the enum and both of its tables from one list: variant, name as printed, lower-case name and compact form.
macro_rules! names {
    ($($variant:ident $printed:literal $($lower:literal)|+,)+) => {
        /// The name of a header field.
        #[derive(Clone, Debug)]
        pub enum HeaderName {
            $(#[doc = concat!("`", $printed, "`.")]
            $variant,)+
            /// A name that we don't know, as it was written; it is a token.
            Other(Box<str>),
        }

        impl HeaderName {
            /// Every name that has a variant of its own.
            #[cfg(test)]
            const KNOWN: &[Self] = &[$(Self::$variant),+];

            fn known(lower: &[u8]) -> Option<Self> {
                match lower {
                    $($($lower)|+ => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// The name in full, as it is printed.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $printed,)+
                    Self::Other(name) => name,
                }
            }
        }
    };
}

names! {
    Accept "Accept" b"accept",
    AcceptEncoding "Accept-Encoding" b"accept-encoding",
    AcceptLanguage "Accept-Language" b"accept-language",
    AlertInfo "Alert-Info" b"alert-info",
    Allow "Allow" b"allow",
    AllowEvents "Allow-Events" b"allow-events" | b"u",
    AuthenticationInfo "Authentication-Info" b"authentication-info",
    Authorization "Authorization" b"authorization",
    CallId "Call-ID" b"call-id" | b"i",
    CallInfo "Call-Info" b"call-info",
    Contact "Contact" b"contact" | b"m",
    ContentDisposition "Content-Disposition" b"content-disposition",
    ContentEncoding "Content-Encoding" b"content-encoding" | b"e",
    ContentLanguage "Content-Language" b"content-language",
    ContentLength "Content-Length" b"content-length" | b"l",
    ContentType "Content-Type" b"content-type" | b"c",
    CSeq "CSeq" b"cseq",
    Date "Date" b"date",
    Diversion "Diversion" b"diversion",
    ErrorInfo "Error-Info" b"error-info",
    Event "Event" b"event" | b"o",
    Expires "Expires" b"expires",
    From "From" b"from" | b"f",
    HistoryInfo "History-Info" b"history-info",
    Identity "Identity" b"identity" | b"y",
    InReplyTo "In-Reply-To" b"in-reply-to",
    InfoPackage "Info-Package" b"info-package",
    Join "Join" b"join",
    MaxBreadth "Max-Breadth" b"max-breadth",
    MaxForwards "Max-Forwards" b"max-forwards",
    MimeVersion "MIME-Version" b"mime-version",
    MinExpires "Min-Expires" b"min-expires",
    MinSe "Min-SE" b"min-se",
    Organization "Organization" b"organization",
    PAssertedIdentity "P-Asserted-Identity" b"p-asserted-identity",
    PPreferredIdentity "P-Preferred-Identity" b"p-preferred-identity",
    Path "Path" b"path",
    Priority "Priority" b"priority",
    Privacy "Privacy" b"privacy",
    ProxyAuthenticate "Proxy-Authenticate" b"proxy-authenticate",
    ProxyAuthorization "Proxy-Authorization" b"proxy-authorization",
    ProxyRequire "Proxy-Require" b"proxy-require",
    RAck "RAck" b"rack",
    Reason "Reason" b"reason",
    RecordRoute "Record-Route" b"record-route",
    RecvInfo "Recv-Info" b"recv-info",
    ReferSub "Refer-Sub" b"refer-sub",
    ReferTo "Refer-To" b"refer-to" | b"r",
    ReferredBy "Referred-By" b"referred-by" | b"b",
    RemotePartyId "Remote-Party-ID" b"remote-party-id",
    Replaces "Replaces" b"replaces",
    ReplyTo "Reply-To" b"reply-to",
    Require "Require" b"require",
    RetryAfter "Retry-After" b"retry-after",
    Route "Route" b"route",
    RSeq "RSeq" b"rseq",
    Server "Server" b"server",
    ServiceRoute "Service-Route" b"service-route",
    SessionExpires "Session-Expires" b"session-expires" | b"x",
    SipEtag "SIP-ETag" b"sip-etag",
    SipIfMatch "SIP-If-Match" b"sip-if-match",
    Subject "Subject" b"subject" | b"s",
    SubscriptionState "Subscription-State" b"subscription-state",
    Supported "Supported" b"supported" | b"k",
    Timestamp "Timestamp" b"timestamp",
    To "To" b"to" | b"t",
    Unsupported "Unsupported" b"unsupported",
    UserAgent "User-Agent" b"user-agent",
    Via "Via" b"via" | b"v",
    Warning "Warning" b"warning",
    WwwAuthenticate "WWW-Authenticate" b"www-authenticate",
}

impl HeaderName {
    /// Reads a name, full or compact, in any case.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        Self::from_bytes(text.as_bytes()).ok_or(BadSyntax("header name"))
    }

    /// Reads a name from the wire; nothing where it is no token.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut lower = [0; KNOWN_MAX];
        let known = lower.get_mut(..bytes.len()).and_then(|lower| {
            lower.copy_from_slice(bytes);
            lower.make_ascii_lowercase();
            Self::known(lower)
        });
        known.or_else(|| {
            let token = !bytes.is_empty() && bytes.iter().all(|b| is_token_byte(*b));
            let text = std::str::from_utf8(bytes).ok().filter(|_| token)?;
            Some(Self::Other(text.into()))
        })
    }
}

impl PartialEq for HeaderName {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Other(a), Self::Other(b)) => a.eq_ignore_ascii_case(b),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl Eq for HeaderName {}

impl Hash for HeaderName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().bytes().for_each(|b| state.write_u8(b.to_ascii_lowercase()));
    }
}

impl fmt::Display for HeaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for HeaderName {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_name_reads_back_as_itself_in_any_case() {
        for name in HeaderName::KNOWN {
            assert!(name.as_str().len() <= KNOWN_MAX);
            for text in [name.as_str().to_owned(), name.as_str().to_uppercase(), name.as_str().to_lowercase()]
            {
                let read = HeaderName::parse(&text).unwrap();
                assert_eq!((&read, read.as_str()), (name, name.as_str()));
            }
        }
    }

    /// RFC 3261 section 20 and the IANA registry of compact forms.
    #[test]
    fn compact_forms_mean_their_full_name() {
        let compact =
            "uimelcofyrbxsktv".chars().map(|c| HeaderName::parse(&c.to_string()).unwrap().to_string());
        let full = [
            "Allow-Events",
            "Call-ID",
            "Contact",
            "Content-Encoding",
            "Content-Length",
            "Content-Type",
            "Event",
            "From",
            "Identity",
            "Refer-To",
            "Referred-By",
            "Session-Expires",
            "Subject",
            "Supported",
            "To",
            "Via",
        ];
        assert!(compact.eq(full));
    }

    /// RFC 4475 section 3.1.1.5: escapes mean nothing in a header name.
    #[test]
    fn other_names_are_tokens_compared_without_case() {
        assert_eq!(HeaderName::parse("C%6Fntact"), Ok(HeaderName::Other("c%6fntact".into())));
        for bad in ["", "a b", "a:", "é"] {
            assert!(HeaderName::parse(bad).is_err(), "{bad}");
        }
    }
}
