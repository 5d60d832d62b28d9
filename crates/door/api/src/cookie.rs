//! The cookie that holds a session, and the proof that a request with it comes from a page of ours.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
};
use model::Secret;

use crate::{app::App, problem::Problem};

/// How the cookie is set, which depends on what the browser takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookies {
    /// Over TLS, or over plain HTTP to this host itself, which browsers trust alike.
    HostOnly,
    /// Over plain HTTP from elsewhere, which was asked for: a browser takes no `Secure` cookie there.
    Plain,
}

/// Longest value that is looked up; ours are shorter.
const VALUE_MAX: usize = 256;

/// The header by which browsers say where a request comes from (Fetch Metadata, section 2.3).
const FETCH_SITE: &str = "sec-fetch-site";

impl Cookies {
    /// The `__Host-` prefix has browsers refuse the cookie from anywhere but this very host (RFC 6265bis section 4.1.3.2).
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::HostOnly => "__Host-strowger",
            Self::Plain => "strowger",
        }
    }

    /// Reads it.
    pub(crate) fn value(self, headers: &HeaderMap) -> Option<&str> {
        let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut values = pairs.filter(|(name, _)| *name == self.name()).map(|(_, value)| value);
        values.find(|value| (1..=VALUE_MAX).contains(&value.len()))
    }

    /// Has the browser keep it until it is closed; the server knows when it ends.
    pub(crate) fn set(self, value: &Secret) -> Option<HeaderValue> {
        self.header(value.expose(), "")
    }

    /// Has the browser forget it.
    pub(crate) fn clear(self) -> Option<HeaderValue> {
        self.header("", "; Max-Age=0")
    }

    fn header(self, value: &str, more: &str) -> Option<HeaderValue> {
        let secure = if self == Self::HostOnly { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{more}", self.name());
        let mut header = HeaderValue::from_str(&text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

/// Where a request comes from, as far as the browser says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Site {
    /// A page of ours.
    Ours,
    /// A page of somebody else's.
    Foreign,
    /// It is not said: no browser, or an old one.
    Unsaid,
}

impl Site {
    /// Reads it from what pages cannot set themselves.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        match (text(FETCH_SITE), text(header::ORIGIN.as_str())) {
            (Some("same-origin"), _) => Self::Ours,
            (Some(_), _) => Self::Foreign,
            (None, None) => Self::Unsaid,
            (None, Some(origin)) => {
                let host = text(header::HOST.as_str()).unwrap_or_default();
                let is_ours =
                    origin.split_once("://").is_some_and(|(_, origin)| origin.eq_ignore_ascii_case(host));
                if is_ours { Self::Ours } else { Self::Foreign }
            }
        }
    }
}

/// Refuses what a page of somebody else's sends in the name of whoever is signed in: anything that is more than reading must come
/// from a page of ours, and say so.
pub(crate) fn refuse_forgery(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    match method.is_safe() || Site::of(headers) == Site::Ours {
        true => Ok(()),
        false => Err(Problem::foreign()),
    }
}

/// The cookie of whoever is signed in, for handlers of his session.
pub(crate) struct SessionCookie(pub(crate) String);

impl FromRequestParts<App> for SessionCookie {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let value = app.cookies.value(&parts.headers).map(|value| Self(value.to_owned()));
        value.ok_or_else(Problem::nobody_signed_in)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn the_cookie_is_found_among_others_and_only_under_its_own_name() {
        let sent = headers(&[("cookie", "a=1; __Host-strowger=abc;strowger=def; b")]);
        assert_eq!(Cookies::HostOnly.value(&sent), Some("abc"));
        assert_eq!(Cookies::Plain.value(&sent), Some("def"));
        assert_eq!(Cookies::Plain.value(&headers(&[("cookie", "xstrowger=1; strowger=")])), None);
        assert_eq!(
            Cookies::Plain.value(&headers(&[("cookie", &format!("strowger={}", "x".repeat(300)))])),
            None
        );
    }

    #[test]
    fn no_script_and_no_other_site_gets_at_the_cookie() {
        let set = |cookies: Cookies| cookies.set(&Secret::new("abc")).unwrap().to_str().unwrap().to_owned();
        assert_eq!(set(Cookies::HostOnly), "__Host-strowger=abc; Path=/; HttpOnly; SameSite=Strict; Secure");
        assert_eq!(set(Cookies::Plain), "strowger=abc; Path=/; HttpOnly; SameSite=Strict");
        assert!(Cookies::HostOnly.clear().unwrap().to_str().unwrap().ends_with("; Max-Age=0"));
    }

    #[test]
    fn a_page_is_ours_if_the_browser_says_so() {
        for (sent, site) in [
            (&[("sec-fetch-site", "same-origin")][..], Site::Ours),
            (&[("sec-fetch-site", "same-site"), ("origin", "https://pbx"), ("host", "pbx")], Site::Foreign),
            (&[("sec-fetch-site", "cross-site")], Site::Foreign),
            (&[("sec-fetch-site", "none")], Site::Foreign),
            (&[("origin", "https://pbx:8080"), ("host", "PBX:8080")], Site::Ours),
            (&[("origin", "https://pbx:8081"), ("host", "pbx:8080")], Site::Foreign),
            (&[("origin", "null"), ("host", "pbx")], Site::Foreign),
            (&[("host", "pbx")], Site::Unsaid),
        ] {
            assert_eq!(Site::of(&headers(sent)), site, "{sent:?}");
        }
    }

    #[test]
    fn what_only_reads_needs_no_proof() {
        let unsaid = HeaderMap::new();
        assert!(refuse_forgery(&Method::GET, &unsaid).is_ok());
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            assert!(refuse_forgery(&method, &unsaid).is_err(), "{method}");
            assert!(
                refuse_forgery(&method, &headers(&[("sec-fetch-site", "same-origin")])).is_ok(),
                "{method}"
            );
        }
    }
}
