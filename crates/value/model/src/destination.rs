//! Where a call can be sent: the same picker for extensions, incoming calls and, later, schedules and menus.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    error::Problem,
    id::{ContextId, UserId},
    reference::{Names, Naming, Ref},
    text::{Number, SoundName},
};

/// Where a call goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// A user's phones; the context is found from the user's line.
    User(UserId),
    /// Whatever a number means in a context.
    Extension {
        /// The number.
        number: Number,
        /// The context that it is looked up in.
        context: ContextId,
    },
    /// The call ends.
    Hangup(HangupCause),
    /// The caller hears himself.
    Echo,
    /// The caller hears 1004 Hz at 0 dBm0.
    Milliwatt,
    /// The caller hears a recording.
    Announcement(SoundName),
}

/// How a call is ended on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HangupCause {
    /// As if the callee were busy.
    Busy,
    /// As if no path were free.
    Congestion,
    /// As if the callee had hung up.
    Normal,
}

impl fmt::Display for HangupCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Busy => "busy",
            Self::Congestion => "congestion",
            Self::Normal => "normal",
        })
    }
}

/// A destination as it was typed: `{ user = "Alice Lab" }`, `{ extension = "201@default" }`, `{ hangup = "busy" }`, `"echo"`,
/// `"milliwatt"`, `{ announcement = "welcome" }`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DestinationDraft {
    /// A user, by name or id.
    User(Ref),
    /// A number and its context, as `NUMBER@CONTEXT`.
    Extension(String),
    /// The end.
    Hangup(HangupCause),
    /// The echo test.
    Echo,
    /// The milliwatt test tone.
    Milliwatt,
    /// A recording, by its name.
    Announcement(String),
}

impl Destination {
    /// Reads a destination.
    pub(crate) fn parse(draft: DestinationDraft, names: &Names) -> Result<Self, Problem> {
        Ok(match draft {
            DestinationDraft::User(user) => Self::User(names.user(&user)?),
            DestinationDraft::Extension(text) => {
                let (number, context) =
                    text.split_once('@').ok_or(Problem::BadForm { form: "201@default" })?;
                Self::Extension {
                    number: Number::parse(number)?,
                    context: names.context(&context_ref(context))?,
                }
            }
            DestinationDraft::Hangup(cause) => Self::Hangup(cause),
            DestinationDraft::Echo => Self::Echo,
            DestinationDraft::Milliwatt => Self::Milliwatt,
            DestinationDraft::Announcement(name) => Self::Announcement(SoundName::parse(&name)?),
        })
    }

    /// Writes it as a draft.
    pub fn draft(&self, naming: Naming<'_>) -> DestinationDraft {
        match self {
            Self::User(user) => DestinationDraft::User(naming.user(*user)),
            Self::Extension { number, context } => {
                DestinationDraft::Extension(match naming.context(*context) {
                    Ref::Name(name) => format!("{number}@{name}"),
                    Ref::Id(id) => format!("{number}@={id}"),
                })
            }
            Self::Hangup(cause) => DestinationDraft::Hangup(*cause),
            Self::Echo => DestinationDraft::Echo,
            Self::Milliwatt => DestinationDraft::Milliwatt,
            Self::Announcement(name) => DestinationDraft::Announcement(name.to_string()),
        }
    }
}

/// Reads the part after the `@`: a name, or `=ID` (no context's name holds an equals sign).
fn context_ref(raw: &str) -> Ref {
    match raw.strip_prefix('=').and_then(|id| id.parse().ok()) {
        Some(id) => Ref::Id(id),
        None => Ref::Name(raw.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names.contexts.set(ContextId(7), "default".into());
        names.users.set(UserId(3), "Alice Lab".into());
        names
    }

    #[test]
    fn an_extension_is_named_with_its_context() {
        let wanted = Destination::Extension { number: Number::parse("201").unwrap(), context: ContextId(7) };
        assert_eq!(
            Destination::parse(DestinationDraft::Extension("201@default".into()), &names()),
            Ok(wanted.clone())
        );
        assert_eq!(Destination::parse(wanted.draft(Naming::Ids), &names()), Ok(wanted));
        assert!(Destination::parse(DestinationDraft::Extension("201".into()), &names()).is_err());
        assert!(Destination::parse(DestinationDraft::Extension("201@nowhere".into()), &names()).is_err());
    }

    #[test]
    fn the_typed_forms_are_read() {
        let read = |json: &str| Destination::parse(serde_json::from_str(json).unwrap(), &names()).unwrap();
        assert_eq!(read(r#"{"user":"Alice Lab"}"#), Destination::User(UserId(3)));
        assert_eq!(read(r#"{"user":3}"#), Destination::User(UserId(3)));
        assert_eq!(read(r#""echo""#), Destination::Echo);
        assert_eq!(read(r#"{"hangup":"busy"}"#), Destination::Hangup(HangupCause::Busy));
    }

    #[test]
    fn a_recording_is_named_without_a_path() {
        let trick = DestinationDraft::Announcement("../secret".into());
        assert!(Destination::parse(trick, &names()).is_err());
    }
}
