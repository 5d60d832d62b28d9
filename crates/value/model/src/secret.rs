//! Values that must not reach a log: passwords ([`Secret`]) and what tells who called whom ([`Pii`]).

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// What is shown in a secret's place.
pub const REDACTED: &str = "********";

/// A password. Printing or serialising it gives [`REDACTED`]; who really needs it says so by calling [`Secret::expose`].
///
/// Storage therefore writes `expose()` into a column of its own, and never a serialised noun alone.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = Password))]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a password as it was given; [`crate::password`] judges it.
    pub fn new(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// Returns the password itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Says whether this is the text that we show instead of a secret: a form that was sent back untouched.
    pub fn is_redacted(&self) -> bool {
        self.0 == REDACTED
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(REDACTED)
    }
}

/// Personal data: kept and shown to those who may see it, but only hinted at in logs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pii<T>(T);

impl<T> Pii<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Returns the value itself.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

/// Characters of a personal value that a log shows, enough to tell two calls apart.
const HINT_CHARS: usize = 2;

impl<T: AsRef<str>> fmt::Display for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.as_ref();
        let skip = text.chars().count().saturating_sub(HINT_CHARS);
        f.write_str("..")?;
        text.chars().skip(skip.max(1)).try_for_each(|c| write!(f, "{c}"))
    }
}

impl<T: AsRef<str>> fmt::Debug for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed_or_serialised() {
        let secret = Secret::new("hunter2");
        assert!(!format!("{secret} {secret:?}").contains("hunter2"));
        assert_eq!(secret.expose(), "hunter2");
        assert_eq!(serde_json::to_string(&secret).unwrap(), format!("\"{REDACTED}\""));
    }

    #[test]
    fn a_secret_is_read_as_it_was_typed() {
        let secret: Secret = serde_json::from_str("\"hunter2\"").unwrap();
        assert_eq!(secret, Secret::new("hunter2"));
        assert!(serde_json::from_str::<Secret>("\"********\"").unwrap().is_redacted());
    }

    #[test]
    fn a_log_shows_the_end_of_a_number_only() {
        assert_eq!(Pii::new("+39055123").to_string(), "..23");
        assert_eq!(Pii::new("2").to_string(), "..");
        assert_eq!(format!("{:?}", Pii::new("201")), "..01");
    }
}
