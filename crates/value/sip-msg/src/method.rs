//! Request methods (RFC 3261 section 7.1 and the extensions). Case matters: `invite` is not INVITE.

use std::fmt;
use std::str::FromStr;

use crate::BadSyntax;
use crate::lex::is_token;
use crate::text::serde_as_text;

/// The method of a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Opens or changes a session (RFC 3261).
    Invite,
    /// Confirms the final answer to an INVITE (RFC 3261).
    Ack,
    /// Ends a session (RFC 3261).
    Bye,
    /// Gives up a request (RFC 3261).
    Cancel,
    /// Asks for abilities (RFC 3261).
    Options,
    /// Binds a contact to an address of record (RFC 3261).
    Register,
    /// Changes a session before or after its answer (RFC 3311).
    Update,
    /// Confirms a provisional answer (RFC 3262).
    Prack,
    /// Carries application data in a dialog (RFC 6086).
    Info,
    /// Asks the peer to call somebody else (RFC 3515).
    Refer,
    /// Reports an event (RFC 6665).
    Notify,
    /// Asks for reports of events (RFC 6665).
    Subscribe,
    /// Carries an instant message (RFC 3428).
    Message,
    /// Publishes event state (RFC 3903).
    Publish,
    /// A method that we don't know; it is a token.
    Other(Box<str>),
}

impl Method {
    /// Every method that has a name of its own here.
    pub const KNOWN: [Self; 14] = [
        Self::Invite,
        Self::Ack,
        Self::Bye,
        Self::Cancel,
        Self::Options,
        Self::Register,
        Self::Update,
        Self::Prack,
        Self::Info,
        Self::Refer,
        Self::Notify,
        Self::Subscribe,
        Self::Message,
        Self::Publish,
    ];

    /// Reads a method.
    pub fn parse(text: &str) -> Result<Self, BadSyntax> {
        Ok(match text {
            "INVITE" => Self::Invite,
            "ACK" => Self::Ack,
            "BYE" => Self::Bye,
            "CANCEL" => Self::Cancel,
            "OPTIONS" => Self::Options,
            "REGISTER" => Self::Register,
            "UPDATE" => Self::Update,
            "PRACK" => Self::Prack,
            "INFO" => Self::Info,
            "REFER" => Self::Refer,
            "NOTIFY" => Self::Notify,
            "SUBSCRIBE" => Self::Subscribe,
            "MESSAGE" => Self::Message,
            "PUBLISH" => Self::Publish,
            other if is_token(other) => Self::Other(other.into()),
            _ => return Err(BadSyntax("method")),
        })
    }

    /// The method as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Invite => "INVITE",
            Self::Ack => "ACK",
            Self::Bye => "BYE",
            Self::Cancel => "CANCEL",
            Self::Options => "OPTIONS",
            Self::Register => "REGISTER",
            Self::Update => "UPDATE",
            Self::Prack => "PRACK",
            Self::Info => "INFO",
            Self::Refer => "REFER",
            Self::Notify => "NOTIFY",
            Self::Subscribe => "SUBSCRIBE",
            Self::Message => "MESSAGE",
            Self::Publish => "PUBLISH",
            Self::Other(name) => name,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Method {
    type Err = BadSyntax;

    fn from_str(text: &str) -> Result<Self, BadSyntax> {
        Self::parse(text)
    }
}

serde_as_text!(Method);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_method_reads_back_as_itself() {
        for method in Method::KNOWN {
            assert_eq!(Method::parse(method.as_str()), Ok(method));
        }
    }

    /// RFC 3261 section 7.1: method names are case-sensitive.
    #[test]
    fn methods_are_case_sensitive_tokens() {
        assert_eq!(Method::parse("invite"), Ok(Method::Other("invite".into())));
        for bad in ["", "IN VITE", "INVITE\r", "<a>", "é"] {
            assert!(Method::parse(bad).is_err(), "{bad:?}");
        }
    }
}
