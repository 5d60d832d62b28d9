//! The passwords of nouns, kept apart from their documents: a serialised noun shows none.

use std::collections::BTreeMap;

use model::{Noun, Secret};

/// Where a password stands in its noun, and the password itself.
pub(crate) type Secrets = BTreeMap<String, String>;

/// The password of a line, or of a trunk's general tab.
const PASSWORD: &str = "password";

/// The password of a trunk's register tab.
const REGISTER_PASSWORD: &str = "register.password";

/// What the general settings' webhook is signed with, and the password for their mail server.
const WEBHOOK_SECRET: &str = "alert_webhook_secret";
const SMTP_PASSWORD: &str = "smtp_password";

/// Takes a copy of every password that a noun has.
pub(crate) fn of(noun: &Noun) -> Secrets {
    let found = match noun {
        Noun::Line(line) => vec![(PASSWORD, Some(&line.password))],
        Noun::Trunk(trunk) => vec![
            (PASSWORD, trunk.auth.password.as_ref()),
            (REGISTER_PASSWORD, trunk.register.as_ref().and_then(|r| r.password.as_ref())),
        ],
        Noun::General(general) => vec![
            (WEBHOOK_SECRET, general.alerts.webhook_secret.as_ref()),
            (SMTP_PASSWORD, general.alerts.smtp_password.as_ref()),
        ],
        Noun::Context(_)
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

/// Says whether a noun was read without its passwords: what is shown instead of one stands in their place.
pub(crate) fn are_missing(noun: &Noun) -> bool {
    of(noun).values().any(|password| password == model::secret::REDACTED)
}

/// Takes the passwords that a noun was read without from another that has them.
pub(crate) fn take_over(noun: &mut Noun, from: &Noun) {
    let known = of(from);
    let wanted = of(noun).into_iter().map(|(path, password)| match password == model::secret::REDACTED {
        true => known.get(&path).cloned().map_or((path.clone(), password), |known| (path, known)),
        false => (path, password),
    });
    let wanted = wanted.collect();
    restore(noun, &wanted);
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
        Noun::General(general) => {
            general.alerts.webhook_secret = secret(WEBHOOK_SECRET);
            general.alerts.smtp_password = secret(SMTP_PASSWORD);
        }
        Noun::Context(_)
        | Noun::User(_)
        | Noun::Extension(_)
        | Noun::OutgoingCall(_)
        | Noun::IncomingCall(_) => {}
    }
}
