//! Judges the passwords of people who sign in. They are typed, not generated, and guessed over the network: length counts, and
//! what everybody tries first is refused. There is no way round, unlike with the passwords of lines.

use serde::Serialize;

use crate::{error::Problem, secret::Secret};

/// Fewest characters of a password.
pub const LENGTH_MIN: usize = 10;

/// Longest password taken, in characters: more than people type, few enough to hash.
pub const LENGTH_MAX: usize = 128;

/// Fewest different characters: `aaaaaaaaaa` and `1212121212` are short passwords that were typed slowly.
const DIFFERENT_MIN: usize = 5;

/// Fewest characters beside the username.
const OWN_MIN: usize = 6;

/// What attackers try first. Digits and signs around them do not help, nor do the usual stand-ins for letters.
const COMMON: [&str; 24] = [
    "password",
    "passwort",
    "motdepasse",
    "qwerty",
    "qwertyuiop",
    "azerty",
    "azertyuiop",
    "administrator",
    "administrateur",
    "admin",
    "adminadmin",
    "root",
    "letmein",
    "welcome",
    "bienvenue",
    "changeme",
    "changemeplease",
    "secret",
    "iloveyou",
    "strowger",
    "asterisk",
    "telephone",
    "xivo",
    "monkey",
];

/// Runs that a finger makes.
const RUNS: [&str; 4] =
    ["01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "1q2w3e4r5t6y7u8i9o0p"];

/// A password that may be hashed and kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoginPassword(Secret);

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WeakLogin {
    /// It has too few characters.
    Short,
    /// It is the username, or little more.
    Username,
    /// Everybody tries it first.
    Common,
    /// It repeats a few characters.
    Repeated,
}

impl LoginPassword {
    /// Judges what somebody with this username typed.
    pub fn parse(raw: Secret, username: &str) -> Result<Self, Problem> {
        let text = raw.expose();
        if text.chars().count() > LENGTH_MAX {
            return Err(Problem::TooLong { max: LENGTH_MAX });
        }
        match weakness(text, username) {
            Some(reason) => Err(Problem::WeakLogin { reason, min: LENGTH_MIN }),
            None => Ok(Self(raw)),
        }
    }

    /// Returns the password itself.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

fn weakness(text: &str, username: &str) -> Option<WeakLogin> {
    let length = text.chars().count();
    if length < LENGTH_MIN {
        return Some(WeakLogin::Short);
    }
    let (lower, username) = (text.to_lowercase(), username.to_lowercase());
    let rest = if username.is_empty() { lower.clone() } else { lower.replace(&username, "") };
    if rest.chars().count() < OWN_MIN {
        return Some(WeakLogin::Username);
    }
    let letters = plain(&lower);
    let core = letters.trim_matches(|c: char| !c.is_alphabetic());
    if COMMON.contains(&core) || RUNS.iter().any(|run| run.contains(&lower)) {
        return Some(WeakLogin::Common);
    }
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    (different.len() < DIFFERENT_MIN).then_some(WeakLogin::Repeated)
}

/// Undoes the usual stand-ins for letters, within a word only: what stands around it is trimmed first.
fn plain(lower: &str) -> String {
    let word = lower.trim_matches(|c: char| !c.is_alphabetic());
    word.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            other => other,
        })
        .collect()
}

impl WeakLogin {
    /// Says it in words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Short => "it is too short",
            Self::Username => "it is little more than the username",
            Self::Common => "everybody tries it first",
            Self::Repeated => "it repeats a few characters",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(password: &str) -> Option<WeakLogin> {
        match LoginPassword::parse(Secret::new(password), "Alice") {
            Err(Problem::WeakLogin { reason, .. }) => Some(reason),
            Ok(_) => None,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn guessable_passwords_are_refused_with_the_reason() {
        for (password, reason) in [
            ("", WeakLogin::Short),
            ("x9$kfQ2pw", WeakLogin::Short),
            ("alice1234", WeakLogin::Short),
            ("alicealice", WeakLogin::Username),
            ("Alice-2026", WeakLogin::Username),
            ("password123", WeakLogin::Common),
            ("P@ssw0rd2026!", WeakLogin::Common),
            ("1234567890", WeakLogin::Common),
            ("Administrator1", WeakLogin::Common),
            ("aaaaaaaaaaaa", WeakLogin::Repeated),
            ("121212121212", WeakLogin::Repeated),
        ] {
            assert_eq!(judge(password), Some(reason), "{password}");
        }
    }

    #[test]
    fn what_a_person_remembers_passes() {
        for good in ["correct horse battery", "n1ght-train-9", "mon chat aime le lait", "83920175503"] {
            assert_eq!(judge(good), None, "{good}");
        }
    }

    #[test]
    fn a_password_is_counted_in_characters_and_bounded() {
        assert_eq!(judge("clé-été-çà-ù"), None);
        let long = LoginPassword::parse(Secret::new("ab3d5".repeat(30)), "x");
        assert_eq!(long, Err(Problem::TooLong { max: LENGTH_MAX }));
    }

    #[test]
    fn a_password_is_never_printed() {
        let password = LoginPassword::parse(Secret::new("n1ght-train-9"), "x").unwrap();
        assert!(!format!("{password:?}").contains("train"));
    }
}
