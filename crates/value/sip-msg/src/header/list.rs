//! The ordered header fields of one message. Values stay text; each header's own file reads it on demand.

use super::HeaderName;
use crate::lex;
use crate::malformed::{BadSyntax, Fault, Malformed};

/// Most items of one comma list, over all of its fields: a request takes 70 hops (RFC 3261 section 8.1.1.6), and nobody has
/// more phones or proxies. Each costs far more memory than the few octets that it takes on the wire.
pub(super) const ITEMS_MAX: usize = 100;

/// The header fields of a message, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(HeaderName, Box<str>)>);

impl Headers {
    /// Makes an empty list.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Makes an empty list with room for so many fields.
    pub(crate) fn with_capacity(fields: usize) -> Self {
        Self(Vec::with_capacity(fields))
    }

    /// The value of the first field of that name.
    pub fn get(&self, name: &HeaderName) -> Option<&str> {
        self.all(name).next()
    }

    /// The values of all fields of that name, in order. A value may hold a comma list.
    pub fn all<'a>(&'a self, name: &HeaderName) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| &**value)
    }

    /// Tells whether there is a field of that name.
    pub fn has(&self, name: &HeaderName) -> bool {
        self.get(name).is_some()
    }

    /// How many fields have that name.
    pub fn count(&self, name: &HeaderName) -> usize {
        self.all(name).count()
    }

    /// All fields in order.
    pub fn iter(&self) -> impl Iterator<Item = (&HeaderName, &str)> {
        self.0.iter().map(|(name, value)| (name, &**value))
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether there is no field.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a field at the end.
    pub fn push(&mut self, name: HeaderName, value: impl Into<Box<str>>) {
        self.0.push((name, one_line(value.into())));
    }

    /// Adds a field before all others.
    pub fn push_front(&mut self, name: HeaderName, value: impl Into<Box<str>>) {
        self.0.insert(0, (name, one_line(value.into())));
    }

    /// Makes this the only field of that name, in the place of the first one or at the end.
    pub fn set(&mut self, name: HeaderName, value: impl Into<Box<str>>) {
        let place = self.0.iter().position(|(n, _)| *n == name).unwrap_or(self.0.len());
        self.remove(&name);
        self.0.insert(place, (name, one_line(value.into())));
    }

    /// Removes every field of that name; tells whether there was one.
    pub fn remove(&mut self, name: &HeaderName) -> bool {
        let before = self.0.len();
        self.0.retain(|(n, _)| n != name);
        self.0.len() != before
    }

    /// Copies every field of that name to the end of this list.
    pub fn copy(&mut self, from: &Self, name: &HeaderName) {
        self.0.extend(from.0.iter().filter(|(n, _)| n == name).cloned());
    }

    /// Replaces the value of the first field of that name.
    pub(super) fn set_first(&mut self, name: &HeaderName, value: String) {
        if let Some(field) = self.0.iter_mut().find(|(n, _)| n == name) {
            field.1 = one_line(value.into());
        }
    }

    /// Adds a field whose value came off the wire, hence holds no line end.
    pub(crate) fn push_raw(&mut self, name: HeaderName, value: Box<str>) {
        self.0.push((name, value));
    }

    /// Reads the first field of that name, if there is one.
    pub(super) fn optional<'a, T>(
        &'a self,
        name: HeaderName,
        parse: impl FnOnce(&'a str) -> Result<T, BadSyntax>,
    ) -> Result<Option<T>, Malformed> {
        self.get(&name).map(parse).transpose().map_err(|why| Malformed::header(name, Fault::Syntax(why)))
    }

    /// Reads the first field of that name, which must be there.
    pub(super) fn required<'a, T>(
        &'a self,
        name: HeaderName,
        parse: impl FnOnce(&'a str) -> Result<T, BadSyntax>,
    ) -> Result<T, Malformed> {
        self.optional(name.clone(), parse)?.ok_or_else(|| Malformed::header(name, Fault::Missing))
    }

    /// Reads each field of that name whole.
    pub(super) fn each<'a, T>(
        &'a self,
        name: HeaderName,
        parse: impl Fn(&'a str) -> Result<T, BadSyntax>,
    ) -> Result<Vec<T>, Malformed> {
        let read: Result<Vec<T>, BadSyntax> = self.all(&name).map(parse).collect();
        read.map_err(|why| Malformed::header(name, Fault::Syntax(why)))
    }

    /// Reads each item of the comma lists of that name (RFC 3261 section 7.3.1).
    pub(super) fn items<'a, T>(
        &'a self,
        name: HeaderName,
        parse: impl Fn(&'a str) -> Result<T, BadSyntax>,
    ) -> Result<Vec<T>, Malformed> {
        let first = self.all(&name).flat_map(lex::list).take(ITEMS_MAX + 1);
        let read: Result<Vec<T>, BadSyntax> = first.map(parse).collect();
        match read {
            Ok(items) if items.len() <= ITEMS_MAX => Ok(items),
            Ok(_) => Err(Malformed::header(name, Fault::Syntax(BadSyntax("number of items")))),
            Err(why) => Err(Malformed::header(name, Fault::Syntax(why))),
        }
    }
}

/// Keeps a value on its line, whoever made it: a line end in it would start a header of its own.
fn one_line(value: Box<str>) -> Box<str> {
    match memchr::memchr2(b'\r', b'\n', value.as_bytes()) {
        None => value,
        Some(_) => value.replace(['\r', '\n'], " ").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes() -> Headers {
        let mut headers = Headers::new();
        headers.push(HeaderName::Route, "<sip:a;lr>");
        headers.push(HeaderName::Subject, "x");
        headers.push(HeaderName::Route, "<sip:b;lr>, <sip:c;lr>");
        headers
    }

    #[test]
    fn fields_of_one_name_keep_their_order() {
        let headers = routes();
        assert_eq!(headers.get(&HeaderName::Route), Some("<sip:a;lr>"));
        assert_eq!(headers.count(&HeaderName::Route), 2);
        assert!(headers.all(&HeaderName::Route).eq(["<sip:a;lr>", "<sip:b;lr>, <sip:c;lr>"]));
    }

    #[test]
    fn setting_replaces_all_of_the_name_in_the_first_place() {
        let mut headers = routes();
        headers.set(HeaderName::Route, "<sip:d;lr>");
        assert!(headers.iter().eq([(&HeaderName::Route, "<sip:d;lr>"), (&HeaderName::Subject, "x")]));
        assert!(headers.remove(&HeaderName::Route) && !headers.remove(&HeaderName::Route));
    }

    /// However they are spread over fields.
    #[test]
    fn the_number_of_items_is_bounded() {
        let mut headers = Headers::new();
        (0..ITEMS_MAX / 2).for_each(|_| headers.push(HeaderName::Route, "<sip:a>,<sip:b>"));
        assert_eq!(headers.routes().map(|routes| routes.len()), Ok(ITEMS_MAX));
        headers.push(HeaderName::Route, "<sip:c>");
        assert_eq!(
            headers.routes().unwrap_err().flaw,
            crate::Flaw::Header(HeaderName::Route, Fault::Syntax(BadSyntax("number of items")))
        );
    }

    #[test]
    fn a_field_put_in_front_is_the_first_and_a_copied_one_the_last() {
        let mut headers = routes();
        headers.push_front(HeaderName::Route, "<sip:first>");
        headers.copy(&routes(), &HeaderName::Subject);
        assert_eq!(headers.get(&HeaderName::Route), Some("<sip:first>"));
        assert_eq!((headers.len(), headers.iter().last()), (5, Some((&HeaderName::Subject, "x"))));
    }

    /// No value can smuggle a header in.
    #[test]
    fn line_ends_in_a_value_become_spaces() {
        let mut headers = Headers::new();
        headers.push(HeaderName::Subject, "a\r\nRoute: <sip:evil>");
        assert_eq!(headers.get(&HeaderName::Subject), Some("a  Route: <sip:evil>"));
    }
}
