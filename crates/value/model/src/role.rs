//! Roles of those who administer the exchange, and what each may do. The table stands here and nowhere else; acts ask for a
//! [`Permission`], never for a role.

use serde::{Deserialize, Serialize};

use crate::error::Problem;

/// What an administrator, or a token, is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Does everything.
    Administrator,
    /// Watches, hangs calls up, tests trunks.
    Operator,
    /// Watches.
    ReadOnly,
}

/// What an act needs of whoever asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See everything that is no secret.
    Read,
    /// Act on live calls, and make test calls.
    Operate,
    /// Change the configuration.
    Configure,
    /// See passwords.
    Secrets,
    /// Change who may do what; take and restore backups.
    Administer,
}

impl Role {
    /// All of them, the mightiest first.
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Operator, Self::ReadOnly];

    /// The words for all of them, as a refusal names them.
    const WORDS: &str = "administrator, operator, read_only";

    /// Lists what it may do.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission::{Administer, Configure, Operate, Read, Secrets};
        match self {
            Self::Administrator => &[Read, Operate, Configure, Secrets, Administer],
            Self::Operator => &[Read, Operate],
            Self::ReadOnly => &[Read],
        }
    }

    /// Says whether it may do something.
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// Reads the word for it.
    pub fn parse(word: &str) -> Result<Self, Problem> {
        let known = Self::ALL.into_iter().find(|role| role.word() == word);
        known.ok_or_else(|| Problem::unknown_word(word, Self::WORDS))
    }

    /// Returns the word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Operator => "operator",
            Self::ReadOnly => "read_only",
        }
    }
}

impl Permission {
    /// Returns the word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Operate => "operate",
            Self::Configure => "configure",
            Self::Secrets => "secrets",
            Self::Administer => "administer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_what_the_one_below_may_and_more() {
        for pair in Role::ALL.windows(2) {
            let [above, below] = pair else { unreachable!() };
            assert!(below.permissions().iter().all(|permission| above.may(*permission)), "{above:?}");
            assert!(above.permissions().len() > below.permissions().len(), "{above:?}");
        }
    }

    #[test]
    fn only_administrators_see_passwords() {
        let seers: Vec<Role> = Role::ALL.into_iter().filter(|role| role.may(Permission::Secrets)).collect();
        assert_eq!(seers, [Role::Administrator]);
    }

    #[test]
    fn the_word_of_a_role_is_the_one_that_json_has() {
        for role in Role::ALL {
            assert_eq!(serde_json::to_value(role).unwrap(), role.word());
            assert_eq!(Role::parse(role.word()), Ok(role));
            assert!(Role::WORDS.contains(role.word()));
        }
        assert!(Role::parse("Administrator").is_err());
    }
}
