//! Short texts with a rule: names, numbers, labels. Each is a type whose only way in checks the rule.

use crate::error::Problem;

/// Defines a text type whose only constructor checks length and characters; serde goes through the same check.
macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, max $max:expr, allowed $allowed:expr, $rule:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Longest text accepted, in characters.
            pub const MAX: usize = $max;

            /// Checks length and characters.
            pub fn parse(raw: &str) -> Result<Self, Problem> {
                if raw.is_empty() {
                    return Err(Problem::Missing);
                }
                if raw.chars().count() > Self::MAX {
                    return Err(Problem::TooLong { max: Self::MAX });
                }
                let rule: fn(char) -> bool = $rule;
                match raw.chars().all(rule) {
                    true => Ok(Self(raw.to_owned())),
                    false => Err(Problem::BadCharacters { allowed: $allowed }),
                }
            }

            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Problem;

            fn try_from(raw: String) -> Result<Self, Problem> {
                Self::parse(&raw)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}

/// Defines a draft: every field may be left out, unknown fields are refused, and one draft can be laid over another.
macro_rules! draft {
    ($(#[$doc:meta])* pub struct $name:ident { $( $(#[$field_doc:meta])* pub $field:ident : $type:ty, )* }) => {
        $(#[$doc])*
        ///
        /// When a noun is created a missing field takes its default; when it is changed a missing field stays as it was. An
        /// empty text clears a field that may be empty.
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $( $(#[$field_doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$type>, )*
        }

        impl $name {
            /// Fills what this draft leaves out from `base`.
            pub fn over(self, base: Self) -> Self {
                Self { $( $field: self.$field.or(base.$field), )* }
            }
        }
    };
}

/// Says whether a character can stand in an identifier of ours.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

checked_text!(
    /// A context's name, fixed once given: other systems and people's notes refer to it.
    ContextName, max 79, allowed "letters, digits, _ and -", is_word
);
checked_text!(
    /// What an administrator signs in with.
    AdministratorName, max 64, allowed "letters, digits, _, -, . and @", |c| is_word(c) || matches!(c, '.' | '@')
);
checked_text!(
    /// A trunk's name: how administrators and listings call it. It need not be what the peer logs in with.
    TrunkName, max 79, allowed "letters, digits, _, - and .", |c| is_word(c) || c == '.'
);
checked_text!(
    /// A digest user name (RFC 8760 section 2.4: a quoted string), of a line or of a trunk.
    Username, max 128, allowed "letters, digits and -_.!~*'()&=+$?/@",
    |c| c.is_ascii_alphanumeric() || "-_.!~*'()&=+$?/@".contains(c)
);
checked_text!(
    /// A number that a keypad can dial.
    Number, max 40, allowed "digits, *, # and +", |c| c.is_ascii_digit() || matches!(c, '*' | '#' | '+')
);
checked_text!(
    /// Text for people: a name, a label.
    Label, max 128, allowed "anything printable", |c| !c.is_control()
);
checked_text!(
    /// A recording's name: the file is `sounds/NAME.wav` in the data directory. It holds no dot and no slash, so that it cannot
    /// lead anywhere else.
    SoundName, max 80, allowed "letters, digits, _ and -", is_word
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_name_cannot_leave_its_folder() {
        for trick in ["../etc/passwd", "a/b", "..", "a.wav", "", "a\0b"] {
            assert!(SoundName::parse(trick).is_err(), "{trick:?}");
        }
        assert!(SoundName::parse("closed_at_night-2").is_ok());
    }

    #[test]
    fn lengths_count_characters_and_are_bounded() {
        assert!(Label::parse(&"é".repeat(128)).is_ok());
        assert_eq!(Label::parse(&"é".repeat(129)), Err(Problem::TooLong { max: 128 }));
    }

    #[test]
    fn control_characters_never_enter_a_label() {
        assert!(Label::parse("Alice\r\nBcc: x").is_err());
    }

    #[test]
    fn a_number_is_what_a_keypad_sends() {
        assert!(Number::parse("*98#").is_ok());
        assert!(Number::parse("+39055").is_ok());
        assert!(Number::parse("20 1").is_err());
        assert!(Number::parse("२०१").is_err(), "digits of other scripts are not on a keypad");
    }
}
