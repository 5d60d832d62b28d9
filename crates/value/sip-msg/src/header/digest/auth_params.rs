//! What challenges and credentials are made of: a scheme and its `auth-param` list (RFC 7235 section 2.1).

use std::fmt;

use crate::lex::{self, Cursor};
use crate::{BadSyntax, Params};

/// The parameters behind a scheme, unquoted.
pub(super) struct AuthParams(Params);

impl AuthParams {
    /// Reads the scheme, and behind Digest the parameters. One that stands there twice is an error: two readers could take
    /// different ones.
    pub(super) fn read(text: &str) -> Result<(Box<str>, Option<Self>), BadSyntax> {
        let mut cursor = Cursor::new(text);
        cursor.skip_lws();
        let scheme = cursor.token()?;
        if !scheme.eq_ignore_ascii_case("Digest") {
            return Ok((scheme.into(), None));
        }
        let mut params = Params::new();
        for item in lex::list(cursor.rest()).filter(|item| !item.is_empty()) {
            let mut item = Cursor::new(item);
            let name = item.token()?;
            let value = if item.eat('=') { auth_value(item)? } else { return Err(BadSyntax("auth-param")) };
            params.append_new(name.into(), Some(value))?;
        }
        Ok((scheme.into(), Some(Self(params))))
    }

    /// A parameter, if it is there.
    pub(super) fn value(&self, name: &str) -> Option<Box<str>> {
        self.0.get(name).map(Box::from)
    }

    /// A parameter that must be there.
    pub(super) fn need(&self, name: &str) -> Result<Box<str>, BadSyntax> {
        self.value(name).ok_or(BadSyntax("digest"))
    }
}

fn auth_value(mut cursor: Cursor<'_>) -> Result<Box<str>, BadSyntax> {
    let value = match cursor.peek() {
        Some(b'"') => lex::unquote(cursor.quoted()?),
        _ => cursor.take_while(|b| b > b' ' && b != 0x7f && b != b'"').into(),
    };
    cursor.end()?;
    Ok(Box::from(&*value))
}

/// Writes a parameter as a quoted string.
pub(super) fn quoted(f: &mut fmt::Formatter<'_>, name: &str, value: Option<&str>) -> fmt::Result {
    match value {
        Some(value) => {
            write!(f, ", {name}=")?;
            lex::write_quoted(f, value)
        }
        None => Ok(()),
    }
}

/// RFC 3261 section 25.1 has these bare; text that is no token is quoted all the same, so that it stays one value.
pub(super) fn plain(f: &mut fmt::Formatter<'_>, name: &str, value: Option<&str>) -> fmt::Result {
    match value {
        Some(value) if lex::is_token(value) => write!(f, ", {name}={value}"),
        other => quoted(f, name, other),
    }
}
