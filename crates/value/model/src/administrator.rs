//! Administrators: people who sign in to the web admin.

use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldError, Findings, optional, required},
    language::Language,
    login_password::LoginPassword,
    role::Role,
    secret::Secret,
    text::AdministratorName,
};

/// A person who may sign in. The password is no part of it: only its hash is kept, elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Administrator {
    /// What is typed to sign in; unique whatever the case.
    pub username: AdministratorName,
    /// What it may do.
    pub role: Role,
    /// What the pages speak.
    pub language: Language,
    /// It may sign in.
    pub enabled: bool,
}

draft! {
    /// An administrator as typed.
    pub struct AdministratorDraft {
        /// What is typed to sign in.
        pub username: String,
        /// The password, at least 10 characters. It is never shown.
        pub password: Secret,
        /// `administrator` (all), `operator` (watches, acts on calls, tests) or `read_only`; `administrator` where nothing is said.
        pub role: String,
        /// The language of the pages, `en` or `fr`.
        pub language: String,
        /// It may sign in; true where nothing is said.
        pub enabled: bool,
    }
}

impl Administrator {
    /// Reads a new administrator, who must have a password.
    pub fn create(draft: AdministratorDraft) -> Result<(Self, LoginPassword), Vec<FieldError>> {
        let mut found = Findings::default();
        let given = found
            .keep("password", required(draft.password.clone().filter(|password| !password.is_redacted())));
        let read = found.keep_part("", Self::read(draft));
        let both =
            given.zip(read).and_then(|(_, (administrator, password))| Some((administrator, password?)));
        found.finish(both)
    }

    /// Reads a changed administrator; without a password in the draft the old one stays.
    pub fn update(
        &self,
        draft: AdministratorDraft,
    ) -> Result<(Self, Option<LoginPassword>), Vec<FieldError>> {
        Self::read(draft.over(self.draft()))
    }

    /// Writes it as a draft.
    pub fn draft(&self) -> AdministratorDraft {
        AdministratorDraft {
            username: Some(self.username.to_string()),
            password: None,
            role: Some(self.role.word().to_owned()),
            language: Some(self.language.code().to_owned()),
            enabled: Some(self.enabled),
        }
    }

    fn read(draft: AdministratorDraft) -> Result<(Self, Option<LoginPassword>), Vec<FieldError>> {
        let mut found = Findings::default();
        let name = draft.username.clone().unwrap_or_default();
        let username =
            found.keep("username", required(draft.username).and_then(|raw| AdministratorName::parse(&raw)));
        // A form that was sent back as it was shown changes no password.
        let typed = draft.password.filter(|password| !password.is_redacted());
        let password = found.keep("password", typed.map(|raw| LoginPassword::parse(raw, &name)).transpose());
        let role = found.keep("role", optional(draft.role, Role::parse));
        let language = found.keep("language", optional(draft.language, Language::parse));
        let read =
            username.zip(role).zip(language).zip(password).map(|(((username, role), language), password)| {
                let administrator = Self {
                    username,
                    role: role.unwrap_or(Role::Administrator),
                    language: language.unwrap_or_default(),
                    enabled: draft.enabled.unwrap_or(true),
                };
                (administrator, password)
            });
        found.finish(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(username: &str, password: Option<&str>) -> AdministratorDraft {
        AdministratorDraft {
            username: Some(username.into()),
            password: password.map(Secret::new),
            ..AdministratorDraft::default()
        }
    }

    fn fields(errors: &[FieldError]) -> Vec<&str> {
        errors.iter().map(|error| error.field.as_str()).collect()
    }

    #[test]
    fn a_new_administrator_may_do_everything_unless_it_is_said_otherwise() {
        let (ada, _) = Administrator::create(draft("ada", Some("n1ght-train-9"))).unwrap();
        assert_eq!((ada.role, ada.language, ada.enabled), (Role::Administrator, Language::En, true));
    }

    #[test]
    fn everything_wrong_with_one_is_told_at_once() {
        let wrong = AdministratorDraft { role: Some("god".into()), ..draft("no spaces", Some("short")) };
        assert_eq!(fields(&Administrator::create(wrong).unwrap_err()), ["username", "password", "role"]);
        for password in [None, Some(crate::secret::REDACTED)] {
            assert_eq!(fields(&Administrator::create(draft("ada", password)).unwrap_err()), ["password"]);
        }
    }

    #[test]
    fn a_change_keeps_what_it_does_not_name_the_password_too() {
        let (ada, _) = Administrator::create(draft("ada", Some("n1ght-train-9"))).unwrap();
        let change = AdministratorDraft {
            role: Some("operator".into()),
            password: Some(Secret::new(crate::secret::REDACTED)),
            ..AdministratorDraft::default()
        };
        let (changed, password) = ada.update(change).unwrap();
        assert_eq!(changed, Administrator { role: Role::Operator, ..ada });
        assert_eq!(password, None);
    }
}
