//! The passwords of nouns, kept apart from their documents: a serialised noun shows none.

use std::collections::BTreeMap;

use model::{Noun, Secret};

/// Where a password stands in its noun, and the password itself.
pub(crate) type Secrets = BTreeMap<String, String>;

/// The password of a line, or of a trunk's general tab.
const PASSWORD: &str = "password";

/// The password of a trunk's register tab.
const REGISTER_PASSWORD: &str = "register.password";

/// Takes a copy of every password that a noun has.
pub(crate) fn of(noun: &Noun) -> Secrets {
    let found = match noun {
        Noun::Line(line) => vec![(PASSWORD, Some(&line.password))],
        Noun::Trunk(trunk) => vec![
            (PASSWORD, trunk.auth.password.as_ref()),
            (REGISTER_PASSWORD, trunk.register.as_ref().and_then(|r| r.password.as_ref())),
        ],
        Noun::General(_)
        | Noun::Context(_)
        | Noun::User(_)
        | Noun::Extension(_)
        | Noun::OutgoingCall(_)
        | Noun::IncomingCall(_) => vec![],
    };
    found
        .into_iter()
        .filter_map(|(path, secret)| Some((path.to_owned(), secret?.expose().to_owned())))
        .collect()
}

/// Puts the passwords back into a noun that was read from its document.
pub(crate) fn restore(noun: &mut Noun, secrets: &Secrets) {
    let secret = |path| secrets.get(path).map(Secret::new);
    match noun {
        Noun::Line(line) => {
            if let Some(password) = secret(PASSWORD) {
                line.password = password;
            }
        }
        Noun::Trunk(trunk) => {
            trunk.auth.password = secret(PASSWORD);
            if let Some(register) = &mut trunk.register {
                register.password = secret(REGISTER_PASSWORD);
            }
        }
        Noun::General(_)
        | Noun::Context(_)
        | Noun::User(_)
        | Noun::Extension(_)
        | Noun::OutgoingCall(_)
        | Noun::IncomingCall(_) => {}
    }
}
