//! Contact (RFC 3261 section 20.10): where somebody can be reached, or `*` to forget all bindings.

use super::{HeaderName, Headers, NameAddr};
use crate::Malformed;
use crate::lex;

/// The contacts of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contacts {
    /// `Contact: *`, alone.
    Star,
    /// A list, empty where there is no Contact.
    List(Vec<NameAddr>),
}

impl Headers {
    /// The contacts.
    pub fn contacts(&self) -> Result<Contacts, Malformed> {
        if self.count(&HeaderName::Contact) == 1 && self.get(&HeaderName::Contact) == Some("*") {
            return Ok(Contacts::Star);
        }
        self.items(HeaderName::Contact, NameAddr::parse).map(Contacts::List)
    }

    /// The first contact that is an address: the target of a dialog.
    pub fn contact(&self) -> Result<Option<NameAddr>, Malformed> {
        match self.contacts()? {
            Contacts::Star => Ok(None),
            Contacts::List(list) => Ok(list.into_iter().next()),
        }
    }
}

impl NameAddr {
    /// The `expires` parameter of a contact, in seconds; nothing where it is no number (RFC 4475 section 3.1.2.4).
    pub fn expires(&self) -> Option<u32> {
        self.params.get("expires").and_then(|text| lex::saturating_u32(text).ok())
    }

    /// The `q` parameter of a contact in thousandths, 1000 where there is none or it is no `qvalue`.
    pub fn q(&self) -> u16 {
        self.params.get("q").and_then(thousandths).unwrap_or(1000)
    }
}

/// Reads RFC 3261 `qvalue`: 0 to 1 with up to three decimals. What is over 1 counts as 1, further decimals as nothing.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digital = !text.is_empty() && whole.bytes().chain(decimals.bytes()).all(|b| b.is_ascii_digit());
    if !digital || whole.bytes().any(|b| b != b'0') {
        return digital.then_some(1000);
    }
    let padded = decimals.bytes().map(|b| u16::from(b - b'0')).chain(std::iter::repeat(0));
    Some(padded.take(3).fold(0, |sum, digit| sum * 10 + digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contacts(values: &[&str]) -> Result<Contacts, Malformed> {
        let mut headers = Headers::new();
        values.iter().for_each(|value| headers.push(HeaderName::Contact, *value));
        headers.contacts()
    }

    #[test]
    fn a_star_stands_alone() {
        assert_eq!(contacts(&["*"]), Ok(Contacts::Star));
        assert!(contacts(&["*", "<sip:a@h>"]).is_err());
        assert!(contacts(&["*, <sip:a@h>"]).is_err());
        assert_eq!(contacts(&[]), Ok(Contacts::List(vec![])));
    }

    #[test]
    fn expiry_and_preference_are_read_and_bounded() {
        let Ok(Contacts::List(list)) =
            contacts(&["<sip:a@h>;expires=280297596632815;q=0.33, <sip:b@h>;expires=x;q=9"])
        else {
            panic!("a list");
        };
        assert_eq!((list[0].expires(), list[0].q()), (Some(u32::MAX), 330));
        assert_eq!((list[1].expires(), list[1].q()), (None, 1000));
    }

    /// RFC 3261 section 25.1 `qvalue`.
    #[test]
    fn preference_is_read_to_the_thousandth() {
        let q = |text: &str| NameAddr::parse(&format!("<sip:a@h>;q={text}")).unwrap().q();
        assert_eq!(["0", "0.", "0.5", "0.05", "0.005", "0.0005"].map(q), [0, 0, 500, 50, 5, 0]);
        assert_eq!(["1", "1.0", "1.000", "0.9999", ".5"].map(q), [1000, 1000, 1000, 999, 500]);
        assert_eq!(["2", "1.1", "999999999999", "nan", "inf", "-1", "0.x", "1e1", ""].map(q), [1000; 9]);
    }

    #[test]
    fn the_target_of_a_dialog_is_the_first_contact() {
        let mut headers = Headers::new();
        assert_eq!(headers.contact(), Ok(None));
        headers.push(HeaderName::Contact, "<sip:a@h>, <sip:b@h>");
        assert_eq!(headers.contact().unwrap().unwrap().uri.to_string(), "sip:a@h");
        headers.set(HeaderName::Contact, "*");
        assert_eq!(headers.contact(), Ok(None));
    }
}
