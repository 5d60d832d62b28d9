//! Parameters `;name=value;name` of headers and URIs. Keeps order and text; decides nothing about what one means.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::BadSyntax;
use crate::lex::{self, Cursor, is_token};
use crate::text::serde_as_text;

/// Most parameters that one header or URI may have: real ones have under ten, RFC 4475 a dozen.
const PARAMS_MAX: usize = 64;

/// An ordered list of parameters. Names are compared without case, and none of those read stands there twice: RFC 3261 sections
/// 7.3.1 and 19.1.1 and RFC 3966 section 3 forbid it, and two readers could take different ones. (Header fields in a URI are kept
/// in the same form; those may repeat.)
///
/// In a header a value is kept as written, a quoted one with its quotes ([`Params::text`] takes them off). In a URI names
/// and values are kept with their escapes undone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Params(Vec<(Box<str>, Option<Box<str>>)>);

impl Params {
    /// Makes an empty list.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Reads `*(SEMI generic-param)`, all of the text.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        Self::read(Cursor::new(text))
    }

    /// The value of the first parameter of that name; nothing where the name is absent or stands alone.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.find(name)?.1.as_deref()
    }

    /// The value with its quotes and backslashes undone.
    pub fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name).map(lex::unquote)
    }

    /// Tells whether the name is there, with a value or without.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Sets a parameter in its place, or adds it at the end.
    pub fn set(&mut self, name: &str, value: Option<&str>) {
        let value = value.map(Box::from);
        match self.0.iter_mut().find(|(n, _)| n.eq_ignore_ascii_case(name)) {
            Some(param) => param.1 = value,
            None => self.0.push((name.into(), value)),
        }
    }

    /// Sets a parameter of a header to any text, quoted where it is no token.
    pub fn set_text(&mut self, name: &str, text: &str) {
        if is_token(text) {
            return self.set(name, Some(text));
        }
        let mut quoted = String::with_capacity(text.len() + 2);
        // Writing to a String cannot fail.
        let _ = lex::write_quoted(&mut quoted, text);
        self.set(name, Some(&quoted));
    }

    /// Removes every parameter of that name; tells whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
        self.0.len() != before
    }

    /// All parameters in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0.iter().map(|(name, value)| (&**name, value.as_deref()))
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds one at the end, within the limit, unless its name is there already.
    pub(crate) fn append_new(&mut self, name: Box<str>, value: Option<Box<str>>) -> Result<(), BadSyntax> {
        match self.has(&name) {
            true => Err(BadSyntax("parameter list without repetition")),
            false => self.append(name, value),
        }
    }

    /// Adds one at the end, within the limit, whatever else has its name.
    pub(crate) fn append(&mut self, name: Box<str>, value: Option<Box<str>>) -> Result<(), BadSyntax> {
        if self.0.len() == PARAMS_MAX {
            return Err(BadSyntax("number of parameters"));
        }
        self.0.push((name, value));
        Ok(())
    }

    /// Reads all that a cursor has left.
    pub(crate) fn read(mut cursor: Cursor<'_>) -> Result<Self, BadSyntax> {
        let mut params = Self::new();
        while cursor.eat(';') {
            let (name, value) = generic_param(&mut cursor)?;
            params.append_new(name.into(), value.map(Box::from))?;
        }
        cursor.end()?;
        Ok(params)
    }

    fn find(&self, name: &str) -> Option<&(Box<str>, Option<Box<str>>)> {
        self.0.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))
    }
}

/// Reads `token [EQUAL gen-value]`. Values may hold more than tokens (`received=2001:db8::1` is in the field), but no
/// separator that would change where the value ends.
fn generic_param<'a>(cursor: &mut Cursor<'a>) -> Result<(&'a str, Option<&'a str>), BadSyntax> {
    let name = cursor.token().map_err(|_| BadSyntax("parameter"))?;
    if !cursor.eat('=') {
        return Ok((name, None));
    }
    let value = match cursor.peek() {
        Some(b'"') => cursor.quoted()?,
        _ => cursor.take_while(|b| b > b' ' && b != 0x7f && !matches!(b, b';' | b',' | b'"' | b'<' | b'>')),
    };
    Ok((name, Some(value)))
}

impl fmt::Display for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in self.iter() {
            f.write_str(";")?;
            f.write_str(name)?;
            if let Some(value) = value {
                f.write_str("=")?;
                f.write_str(value)?;
            }
        }
        Ok(())
    }
}

impl FromStr for Params {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

serde_as_text!(Params);

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4475 section 3.1.1.1: white space may surround both separators.
    #[test]
    fn white_space_around_separators_is_dropped() {
        let params = Params::parse(" ; newparam = newvalue ;  secondparam ; q = 0.33 ").unwrap();
        assert_eq!(params.to_string(), ";newparam=newvalue;secondparam;q=0.33");
        assert_eq!(params.get("Q"), Some("0.33"));
        assert!(params.has("SecondParam") && params.get("secondparam").is_none());
    }

    #[test]
    fn quoted_values_keep_their_quotes_and_separators() {
        let params = Params::parse(r#";a="x;\"y,";b"#).unwrap();
        assert_eq!(params.get("a"), Some(r#""x;\"y,""#));
        assert_eq!(params.text("a").as_deref(), Some(r#"x;"y,"#));
        assert!(params.has("b"));
    }

    #[test]
    fn empty_parameters_and_leftovers_are_refused() {
        for bad in [";", ";;a", ";a=b,c", ";a b", "a", ";=b", r#";a="open"#, ";a=<b>"] {
            assert!(Params::parse(bad).is_err(), "{bad}");
        }
    }

    /// RFC 3261 section 7.3.1: no name stands there more than once, in whatever case.
    #[test]
    fn a_repeated_name_is_refused() {
        for bad in [";tag=a;tag=b", ";lr;LR", ";a=1;b;A=1"] {
            assert!(Params::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_number_of_parameters_is_bounded() {
        let params = |count: usize| (0..count).map(|n| format!(";p{n}")).collect::<String>();
        assert_eq!(Params::parse(&params(PARAMS_MAX)).map(|p| p.len()), Ok(PARAMS_MAX));
        assert_eq!(Params::parse(&params(PARAMS_MAX + 1)), Err(BadSyntax("number of parameters")));
    }

    #[test]
    fn setting_keeps_the_place_and_removing_forgets_it() {
        let mut params = Params::parse(";a=1;B;c").unwrap();
        params.set("b", Some("2"));
        params.set_text("d", "two words");
        assert!(params.remove("A"));
        assert_eq!(params.to_string(), r#";B=2;c;d="two words""#);
    }
}
