//! Cuts the head of a message into its lines (RFC 3261 sections 7.3.1 and 25.1). Both the parser and the stream framer read
//! lines by these rules alone, so that they can never disagree on where a message ends.

use std::borrow::Cow;

use memchr::memchr;

use crate::Flaw;
use crate::lex::trim;

/// Longest header field that we read, folds included: several times the longest that RFC 4475 has.
const FIELD_MAX: usize = 8_192;

/// Most header fields that one message may have: three times what RFC 4475 section 3.1.1.7 has.
const FIELDS_MAX: usize = 160;

/// How many octets of CR LF stand at the start. RFC 3261 section 7.5 has them ignored.
pub(crate) fn leading_line_ends(bytes: &[u8]) -> usize {
    let pairs = bytes.chunks_exact(2).take_while(|pair| pair == b"\r\n");
    pairs.count() * 2
}

/// The start line without its end, and where the next line starts.
pub(crate) fn start_line(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let end = memchr(b'\n', bytes)?;
    let line = bytes.get(..end)?.strip_suffix(b"\r")?;
    Some((line, end + 1))
}

/// One header field as it came.
pub(crate) struct Field<'a> {
    /// Where it starts.
    pub(crate) offset: usize,
    /// Its name.
    pub(crate) name: &'a [u8],
    value: &'a [u8],
    folded: bool,
}

impl<'a> Field<'a> {
    /// The value on one line: a fold is one space (RFC 3261 section 7.3.1).
    pub(crate) fn value(&self) -> Result<Cow<'a, str>, Flaw> {
        let text = std::str::from_utf8(self.value).map_err(|_| Flaw::NotUtf8)?;
        if !self.folded {
            return Ok(Cow::Borrowed(trim(text)));
        }
        let mut joined = String::with_capacity(text.len());
        for line in text.split("\r\n").map(trim).filter(|line| !line.is_empty()) {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(line);
        }
        Ok(Cow::Owned(joined))
    }
}

/// The header fields from one place on, up to the empty line.
pub(crate) struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
    count: usize,
    body: Option<usize>,
}

impl<'a> Fields<'a> {
    /// Starts where the line after the start line is.
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, count: 0, body: None }
    }

    /// Where the body starts; nothing before the empty line was met.
    pub(crate) fn body(&self) -> Option<usize> {
        self.body
    }

    /// Takes one logical line, folds included, without its last line end.
    fn line(&mut self) -> Option<Result<(&'a [u8], bool), Flaw>> {
        let start = self.at;
        let mut folded = false;
        let mut end = start;
        loop {
            let Some(feed) = self.bytes.get(end..).and_then(|rest| memchr(b'\n', rest)) else {
                self.at = self.bytes.len();
                return None;
            };
            end += feed + 1;
            let continues = matches!(self.bytes.get(end), Some(b' ' | b'\t'));
            if !continues || end - start <= 2 {
                break;
            }
            folded = true;
        }
        self.at = end;
        let line = self.bytes.get(start..end).unwrap_or(&[]);
        Some(
            line.strip_suffix(b"\r\n")
                .filter(|line| is_clean(line, folded))
                .ok_or(Flaw::HeaderLine)
                .map(|l| (l, folded)),
        )
    }

    fn field(&self, offset: usize, line: &'a [u8], folded: bool) -> Result<Field<'a>, Flaw> {
        if line.len() > FIELD_MAX {
            return Err(Flaw::HeaderTooLong);
        }
        if self.count > FIELDS_MAX {
            return Err(Flaw::TooManyHeaders);
        }
        let colon = memchr(b':', line).ok_or(Flaw::HeaderLine)?;
        let (name, value) = line.split_at_checked(colon).ok_or(Flaw::HeaderLine)?;
        let blanks = name.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let name = name.get(..name.len() - blanks).unwrap_or(name);
        Ok(Field { offset, name, value: value.get(1..).unwrap_or(&[]), folded })
    }
}

impl<'a> Iterator for Fields<'a> {
    /// A field, or what is wrong with the line at an offset.
    type Item = Result<Field<'a>, (Flaw, usize)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.body.is_some() || self.count > FIELDS_MAX {
            return None;
        }
        let offset = self.at;
        let line = match self.line()? {
            Ok((b"", _)) => {
                self.body = Some(self.at);
                return None;
            }
            Ok(line) => line,
            Err(flaw) => return Some(Err((flaw, offset))),
        };
        self.count += 1;
        Some(self.field(offset, line.0, line.1).map_err(|flaw| (flaw, offset)))
    }
}

/// Every line end within is a whole CR LF: a lone CR or LF would be a line end to one reader and not to another.
fn is_clean(line: &[u8], folded: bool) -> bool {
    if !folded {
        return memchr::memchr2(b'\r', b'\n', line).is_none();
    }
    let returns = line.windows(2).filter(|pair| pair == b"\r\n").count();
    let ends = |byte| memchr::memchr_iter(byte, line).count();
    ends(b'\r') == returns && ends(b'\n') == returns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Vec<String>, Vec<Flaw>, Option<usize>) {
        let mut fields = Fields::new(bytes, 0);
        let (mut good, mut bad) = (vec![], vec![]);
        for field in fields.by_ref() {
            match field {
                Ok(field) => {
                    good.push(format!("{}={}", String::from_utf8_lossy(field.name), field.value().unwrap()))
                }
                Err((flaw, _)) => bad.push(flaw),
            }
        }
        (good, bad, fields.body())
    }

    /// RFC 4475 section 3.1.1.1.
    #[test]
    fn folds_become_one_space() {
        let (fields, bad, body) =
            read(b"TO :\r\n sip:a@b ;\r\n\ttag    = 1\r\ns :\r\nX: a\r\n  b\r\n\r\nbody");
        assert_eq!(fields, ["TO=sip:a@b ; tag    = 1", "s=", "X=a b"]);
        assert_eq!((bad.len(), body), (0, Some(49)));
    }

    #[test]
    fn lone_line_ends_are_never_line_ends() {
        for bytes in [
            &b"A: b\nC: d\r\n\r\n"[..],
            b"A: b\rC: d\r\n\r\n",
            b"A: b\r\n c\rd\r\n\r\n",
            b"A: b\n c\r\n\r\n",
            b"A: b\n\n",
        ] {
            assert_eq!(read(bytes).1.first(), Some(&Flaw::HeaderLine), "{bytes:?}");
        }
    }

    #[test]
    fn headers_are_bounded_in_length_and_number() {
        let long = format!("A: {}\r\n\r\n", "b".repeat(FIELD_MAX));
        assert_eq!(read(long.as_bytes()).1, [Flaw::HeaderTooLong]);
        let many = "A: b\r\n".repeat(FIELDS_MAX + 50) + "\r\n";
        let (good, bad, _) = read(many.as_bytes());
        assert_eq!((good.len(), bad), (FIELDS_MAX, vec![Flaw::TooManyHeaders]));
    }

    #[test]
    fn a_head_without_an_end_has_no_body() {
        assert_eq!(read(b"A: b\r\nC: d").2, None);
        assert_eq!(read(b"A: b\r\n").2, None);
    }
}
