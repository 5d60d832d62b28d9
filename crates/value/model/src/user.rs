//! User: a person. Phones are the user's lines; what rings is decided by the main line.

use serde::{Deserialize, Serialize};

use crate::{
    caller_id::CallerId,
    error::{FieldError, Findings, Problem, bounded, optional, required},
    id::UserId,
    line::LineDraft,
    text::{Label, Number},
};

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The identity.
    pub id: UserId,
    /// First name.
    pub firstname: Label,
    /// Last name.
    pub lastname: Option<Label>,
    /// E-mail address; shown, not acted upon.
    pub email: Option<Label>,
    /// Mobile number; shown, not acted upon.
    pub mobile_phone_number: Option<Number>,
    /// What others see when this user calls them inside; without it the full name and the line's number.
    pub caller_id: Option<CallerId>,
    /// What the outside sees.
    pub outgoing_caller_id: OutgoingCallerId,
    /// How long the phones ring before nobody has answered, in seconds; 0 is without end.
    pub ring_seconds: u32,
    /// How many calls the user may have at once, in both directions.
    pub simultaneous_calls: u32,
    /// A note of the administrator's.
    pub userfield: Option<Label>,
}

/// What the outside sees when a user calls out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutgoingCallerId {
    /// The outgoing call's caller id, else the user's own.
    #[default]
    Default,
    /// Nothing: Privacy: id (RFC 3323).
    Anonymous,
    /// This.
    Custom(CallerId),
}

draft! {
    /// A user as typed, with the lines: a person and the phone are made in one step.
    pub struct UserDraft {
        /// First name.
        pub firstname: String,
        /// Last name.
        pub lastname: String,
        /// E-mail address.
        pub email: String,
        /// Mobile number.
        pub mobile_phone_number: String,
        /// Caller id inside.
        pub caller_id: String,
        /// `default`, `anonymous`, or a caller id.
        pub outgoing_caller_id: String,
        /// Ring time in seconds.
        pub ring_seconds: u32,
        /// Calls at once.
        pub simultaneous_calls: u32,
        /// A note.
        pub userfield: String,
        /// The user's lines, main line first. Where this is said it says all of them: other lines of the user go.
        pub line: Vec<LineDraft>,
    }
}

/// Longest ring time, in seconds.
const RING_SECONDS_MAX: u32 = 10_800;

impl User {
    /// Reads a user; its lines are read apart.
    pub(crate) fn parse(id: UserId, draft: UserDraft) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let firstname = found.keep("firstname", required(draft.firstname).and_then(|raw| Label::parse(&raw)));
        let lastname = found.keep("lastname", optional(draft.lastname, Label::parse));
        let email = found.keep("email", optional(draft.email, email));
        let mobile = found.keep("mobile_phone_number", optional(draft.mobile_phone_number, Number::parse));
        let caller_id = found.keep("caller_id", optional(draft.caller_id, CallerId::parse));
        let outgoing =
            found.keep("outgoing_caller_id", optional(draft.outgoing_caller_id, OutgoingCallerId::parse));
        let ring = found.keep("ring_seconds", bounded(draft.ring_seconds, 30, 0, RING_SECONDS_MAX));
        let calls = found.keep("simultaneous_calls", bounded(draft.simultaneous_calls, 5, 1, 20));
        let userfield = found.keep("userfield", optional(draft.userfield, Label::parse));
        let user =
            firstname.zip(ring).zip(calls).map(|((firstname, ring_seconds), simultaneous_calls)| Self {
                id,
                firstname,
                lastname: lastname.flatten(),
                email: email.flatten(),
                mobile_phone_number: mobile.flatten(),
                caller_id: caller_id.flatten(),
                outgoing_caller_id: outgoing.flatten().unwrap_or_default(),
                ring_seconds,
                simultaneous_calls,
                userfield: userfield.flatten(),
            });
        found.finish(user)
    }

    /// Writes it as a draft, without lines.
    pub fn draft(&self) -> UserDraft {
        UserDraft {
            firstname: Some(self.firstname.to_string()),
            lastname: self.lastname.as_ref().map(Label::to_string),
            email: self.email.as_ref().map(Label::to_string),
            mobile_phone_number: self.mobile_phone_number.as_ref().map(Number::to_string),
            caller_id: self.caller_id.as_ref().map(CallerId::to_string),
            outgoing_caller_id: Some(self.outgoing_caller_id.to_string()),
            ring_seconds: Some(self.ring_seconds),
            simultaneous_calls: Some(self.simultaneous_calls),
            userfield: self.userfield.as_ref().map(Label::to_string),
            line: None,
        }
    }

    /// Returns first and last name, as people and site files name the user.
    pub fn full_name(&self) -> String {
        full_name(self.firstname.as_str(), self.lastname.as_ref().map_or("", Label::as_str))
    }
}

impl UserDraft {
    /// Returns first and last name as far as they are given.
    pub fn full_name(&self) -> String {
        full_name(self.firstname.as_deref().unwrap_or_default(), self.lastname.as_deref().unwrap_or_default())
    }
}

/// Joins the names that are there.
pub(crate) fn full_name(firstname: &str, lastname: &str) -> String {
    format!("{firstname} {lastname}").trim().to_owned()
}

impl OutgoingCallerId {
    fn parse(raw: &str) -> Result<Self, Problem> {
        match raw {
            "default" => Ok(Self::Default),
            "anonymous" => Ok(Self::Anonymous),
            custom => CallerId::parse(custom).map(Self::Custom),
        }
    }
}

impl std::fmt::Display for OutgoingCallerId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Anonymous => f.write_str("anonymous"),
            Self::Custom(caller_id) => caller_id.fmt(f),
        }
    }
}

fn email(raw: &str) -> Result<Label, Problem> {
    match raw.split_once('@') {
        Some((user, host)) if !user.is_empty() && !host.is_empty() && !raw.contains(char::is_whitespace) => {
            Label::parse(raw)
        }
        _ => Err(Problem::BadForm { form: "alice@example.org" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(draft: UserDraft) -> Result<User, Vec<FieldError>> {
        User::parse(UserId(1), draft)
    }

    #[test]
    fn a_first_name_is_enough() {
        let user = parse(UserDraft { firstname: Some("Someone".into()), ..Default::default() }).unwrap();
        assert_eq!(user.full_name(), "Someone");
        assert_eq!((user.ring_seconds, user.simultaneous_calls), (30, 5));
        assert!(parse(UserDraft::default()).is_err());
    }

    #[test]
    fn limits_have_bounds() {
        let draft = UserDraft {
            firstname: Some("A".into()),
            ring_seconds: Some(10_801),
            simultaneous_calls: Some(0),
            email: Some("nobody".into()),
            ..Default::default()
        };
        let fields: Vec<_> = parse(draft).unwrap_err().into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["email", "ring_seconds", "simultaneous_calls"]);
    }

    #[test]
    fn a_draft_of_a_user_reads_back_as_the_user() {
        let draft = UserDraft {
            firstname: Some("Alice".into()),
            lastname: Some("Lab".into()),
            outgoing_caller_id: Some("\"Lab\" <0551>".into()),
            ..Default::default()
        };
        let user = parse(draft).unwrap();
        assert_eq!(parse(user.draft()).unwrap(), user);
    }
}
