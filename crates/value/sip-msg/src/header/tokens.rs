//! Headers that hold a list of tokens: Require, Proxy-Require, Supported, Unsupported, Allow.

use super::{HeaderName, Headers};
use crate::lex;
use crate::malformed::Fault;
use crate::{BadSyntax, Malformed, Method};

impl Headers {
    /// Extensions that the peer insists on.
    pub fn require(&self) -> Result<Vec<&str>, Malformed> {
        self.tokens(HeaderName::Require)
    }

    /// Extensions that the peer insists on from proxies.
    pub fn proxy_require(&self) -> Result<Vec<&str>, Malformed> {
        self.tokens(HeaderName::ProxyRequire)
    }

    /// Extensions that the peer knows.
    pub fn supported(&self) -> Result<Vec<&str>, Malformed> {
        self.tokens(HeaderName::Supported)
    }

    /// Extensions that the peer refused.
    pub fn unsupported(&self) -> Result<Vec<&str>, Malformed> {
        self.tokens(HeaderName::Unsupported)
    }

    /// Tells whether Require or Supported names an extension. A broken list names nothing.
    pub fn understands(&self, option: &str) -> bool {
        let named = |list: Result<Vec<&str>, Malformed>| {
            list.is_ok_and(|list| list.iter().any(|o| o.eq_ignore_ascii_case(option)))
        };
        named(self.supported()) || named(self.require())
    }

    /// Methods that the peer takes; nothing where it doesn't say.
    pub fn allow(&self) -> Result<Option<Vec<Method>>, Malformed> {
        if !self.has(&HeaderName::Allow) {
            return Ok(None);
        }
        let methods: Result<Vec<_>, BadSyntax> =
            self.tokens(HeaderName::Allow)?.into_iter().map(Method::parse).collect();
        methods.map(Some).map_err(|why| Malformed::header(HeaderName::Allow, Fault::Syntax(why)))
    }

    /// Empty items are forgiven: `Supported:` alone is lawful, and trailing commas are in the field.
    fn tokens(&self, name: HeaderName) -> Result<Vec<&str>, Malformed> {
        let tokens: Vec<&str> = self.all(&name).flat_map(lex::list).filter(|item| !item.is_empty()).collect();
        match tokens.iter().all(|item| lex::is_token(item)) {
            true => Ok(tokens),
            false => Err(Malformed::header(name, Fault::Syntax(BadSyntax("token")))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_run_over_fields_and_may_be_empty() {
        let mut headers = Headers::new();
        headers.push(HeaderName::Require, "nothingSupportsThis, nothingSupportsThisEither");
        headers.push(HeaderName::Require, "100rel");
        headers.push(HeaderName::Supported, "");
        assert_eq!(
            headers.require().unwrap(),
            ["nothingSupportsThis", "nothingSupportsThisEither", "100rel"]
        );
        assert!(headers.supported().unwrap().is_empty());
        assert!(headers.understands("100REL") && !headers.understands("timer"));
        headers.push(HeaderName::ProxyRequire, "a b");
        assert!(headers.proxy_require().is_err());
    }

    #[test]
    fn allow_tells_saying_nothing_from_allowing_nothing() {
        let mut headers = Headers::new();
        assert_eq!(headers.allow(), Ok(None));
        headers.push(HeaderName::Allow, "");
        assert_eq!(headers.allow(), Ok(Some(vec![])));
        headers.push(HeaderName::Allow, "INVITE, FOO");
        assert_eq!(headers.allow(), Ok(Some(vec![Method::Invite, Method::Other("FOO".into())])));
    }
}
