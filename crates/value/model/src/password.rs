//! Judges passwords: toll fraud begins with one that a dictionary holds.

use serde::Serialize;

use crate::{error::Problem, secret::Secret};

/// Why a password is easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    /// It is too short.
    Short,
    /// It is little more than the username.
    Username,
    /// Everybody tries it first.
    Common,
    /// It is short and of one kind of characters only.
    OneKind,
}

impl Weakness {
    /// Says it in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Short => "it has fewer than 8 characters",
            Self::Username => "it is little more than the username",
            Self::Common => "everybody tries it first",
            Self::OneKind => "it is short and has only digits or only small letters",
        }
    }
}

/// Shortest password that is not weak by its length alone.
pub const LENGTH_MIN: usize = 8;

/// Longest password taken.
pub const LENGTH_MAX: usize = 128;

/// Length from which a password of digits only, or small letters only, is hard enough.
const ONE_CLASS_LENGTH_MIN: usize = 14;

/// What attackers try first, as far as length alone does not refuse it.
const COMMON: [&str; 10] = [
    "password",
    "password1",
    "passw0rd",
    "12345678",
    "123456789",
    "1234567890",
    "qwertyuiop",
    "changeme",
    "asterisk",
    "xivo-trunk",
];

/// Checks a password; a weak one passes where the administrator says that it must be so.
pub fn check(password: &Secret, username: &str, weak_allowed: bool) -> Result<(), Problem> {
    let text = password.expose();
    if text.chars().count() > LENGTH_MAX {
        return Err(Problem::TooLong { max: LENGTH_MAX });
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::BadCharacters { allowed: "anything printable" });
    }
    match weakness(text, username) {
        Some(reason) if !weak_allowed => Err(Problem::WeakPassword { reason, why: reason.words() }),
        _ => Ok(()),
    }
}

/// Says why a password is easy to guess.
fn weakness(text: &str, username: &str) -> Option<Weakness> {
    let lower = text.to_lowercase();
    let length = text.chars().count();
    if length < LENGTH_MIN {
        return Some(Weakness::Short);
    }
    if !username.is_empty()
        && lower.contains(&username.to_lowercase())
        && length < username.chars().count() + LENGTH_MIN
    {
        return Some(Weakness::Username);
    }
    if COMMON.contains(&lower.as_str()) {
        return Some(Weakness::Common);
    }
    let one_class = text.chars().all(|c| c.is_ascii_digit()) || text.chars().all(|c| c.is_ascii_lowercase());
    (one_class && length < ONE_CLASS_LENGTH_MIN).then_some(Weakness::OneKind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(password: &str) -> Result<(), Problem> {
        check(&Secret::new(password), "alice", false)
    }

    #[test]
    fn guessable_passwords_are_refused() {
        for weak in ["", "pass", "secret", "alice", "Alice123", "password1", "49152635", "abcdefgh"] {
            assert!(matches!(judge(weak), Err(Problem::WeakPassword { .. })), "{weak}");
        }
    }

    #[test]
    fn good_passwords_pass() {
        for good in ["k3Vq-9xPw", "correct horse battery", "83920175503928", "alice-and-7-dwarfs"] {
            assert_eq!(judge(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn a_weak_password_passes_when_the_administrator_says_so() {
        assert_eq!(check(&Secret::new("pass"), "xivo-trunk", true), Ok(()));
    }

    #[test]
    fn weakness_allowed_does_not_allow_what_cannot_be_typed() {
        assert!(check(&Secret::new("a\nb"), "x", true).is_err());
        assert!(check(&Secret::new("a".repeat(129)), "x", true).is_err());
    }
}
