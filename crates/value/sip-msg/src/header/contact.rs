//! Contact (RFC 3261 section 20.10): where somebody can be reached, or `*` to forget all bindings.

use super::{HeaderName, Headers, NameAddr};
use crate::lex;
use crate::{BadSyntax, Malformed};

/// Most contacts that are read from one message; nobody has so many phones.
const CONTACTS_MAX: usize = 64;

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
        let contacts = self.items(HeaderName::Contact, NameAddr::parse)?;
        if contacts.len() > CONTACTS_MAX {
            let fault = crate::Fault::Syntax(BadSyntax("number of contacts"));
            return Err(Malformed::header(HeaderName::Contact, fault));
        }
        Ok(Contacts::List(contacts))
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

    /// The `q` parameter of a contact in thousandths, 1000 where there is none.
    pub fn q(&self) -> u16 {
        let q = self.params.get("q").and_then(|text| text.parse::<f32>().ok()).unwrap_or(1.0);
        // Clamped first, so that the cast loses nothing; NaN becomes 0.
        (q.clamp(0.0, 1.0) * 1000.0).round() as u16
    }
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

    #[test]
    fn the_number_of_contacts_is_bounded() {
        let many = vec!["<sip:a@h>"; CONTACTS_MAX + 1];
        assert!(contacts(&many).is_err());
    }
}
