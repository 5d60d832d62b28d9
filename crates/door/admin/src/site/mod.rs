//! Site files: a configuration written down in TOML, and what it would change here.
//!
//! Several files are one site. A noun of the site is the noun here that has the same natural key (a context's name, a user's
//! full name, a line's username within its user, a trunk's name, an outgoing call's name, an incoming call's DID and context,
//! an extension's number and context). What the site does not say stays as it is; with `prune`, nouns that it does not name go.

mod document;
mod export;
mod matching;
mod plan;

use std::{fmt, sync::Arc};

use model::{FieldError, Permission, Snapshot};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, Changed, plan_of},
    audit::{AuditAct, AuditSubject},
    error::Error,
    history::RevisionAct,
};
use document::Item;
pub use plan::{FieldChange, Plan, Step, Verb};
pub(crate) use plan::{changes, summary};

/// Most files of one site.
const FILES_MAX: usize = 100;

/// One site file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteFile {
    /// What errors call it.
    pub name: String,
    /// The TOML.
    pub text: String,
}

/// Something in a site file that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SiteError {
    /// The file; empty where no file says it.
    pub file: String,
    /// The line, counted from 1.
    pub line: Option<usize>,
    /// The field's path, such as `user.line[0].password`.
    pub field: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for SiteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.file.as_str(), self.line) {
            ("", _) => {}
            (file, Some(line)) => write!(f, "{file}:{line}: ")?,
            (file, None) => write!(f, "{file}: ")?,
        }
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.message)?;
        match self.remedy.as_str() {
            "" => Ok(()),
            remedy => write!(f, "; {remedy}"),
        }
    }
}

impl Admin {
    /// Says what applying these files would change.
    ///
    /// # Errors
    /// [`Error::Site`].
    pub fn plan(&self, files: &[SiteFile], prune: bool) -> Result<Plan, Error> {
        let before = self.snapshot();
        let after = arrange(&read(files)?, &before, prune)?;
        Ok(plan_of(&before, &after))
    }

    /// Makes the configuration what these files say, in one transaction. What is so already is no change and no revision.
    ///
    /// # Errors
    /// [`Error::Site`], [`Error::Storage`].
    pub async fn apply(
        self: &Arc<Self>,
        actor: &Actor,
        files: &[SiteFile],
        prune: bool,
    ) -> Result<Changed<Plan>, Error> {
        let items = read(files)?;
        let done =
            self.change_to(actor, RevisionAct::Site, move |before| arrange(&items, before, prune)).await?;
        Ok(done.plan())
    }

    /// Writes the configuration as a site file; passwords only where `with_secrets` asks for them.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Storage`]; [`Error::Interrupted`] where it cannot be written as TOML.
    pub async fn export(&self, actor: &Actor, with_secrets: bool) -> Result<String, Error> {
        if with_secrets {
            actor.demand(Permission::Secrets)?;
            self.note(actor, AuditAct::SecretsExported, AuditSubject::default()).await?;
        }
        export::write(&self.snapshot(), with_secrets)
    }
}

/// Reads all files; what is wrong in any of them is told at once.
fn read(files: &[SiteFile]) -> Result<Vec<Item>, Error> {
    if files.len() > FILES_MAX {
        let message = format!("a site has at most {FILES_MAX} files");
        return Err(Error::Site(vec![SiteError::of_no_file(message)]));
    }
    let (mut items, mut errors) = (vec![], vec![]);
    for file in files {
        match document::read(file) {
            Ok(found) => items.extend(found),
            Err(error) => errors.push(error),
        }
    }
    match errors.is_empty() {
        true => Ok(items),
        false => Err(Error::Site(errors)),
    }
}

/// Gives the configuration as the site wants it.
fn arrange(items: &[Item], before: &Snapshot, prune: bool) -> Result<Snapshot, Error> {
    let matched = matching::matched(items, before, prune).map_err(Error::Site)?;
    before.apply(&matched.changes).map_err(|errors| {
        let told = |error: FieldError| match matched.items.get(error.change) {
            Some(item) => item.error(&error),
            None => SiteError::of_no_file(error.to_string()),
        };
        Error::Site(errors.into_iter().map(told).collect())
    })
}

impl SiteError {
    fn of_no_file(message: String) -> Self {
        Self { file: String::new(), line: None, field: String::new(), message, remedy: String::new() }
    }
}
