//! Going back: undoing one change of the configuration, and making it as it stood after an earlier one. Either is a change of its
//! own, so that it can be undone too; passwords come back with the rest.

use std::sync::Arc;

use model::{FieldError, Noun, NounId, Nouns, Permission, Problem, Snapshot};
use store::{NounEdit, Reader};

use crate::{
    actor::Actor,
    acts::{Admin, Changed, plan_of},
    error::{Conflict, Error},
    history::{RevisionAct, nouns_after},
    site::Plan,
};

impl Admin {
    /// Undoes exactly what one revision changed; with `dry_run` says what that would do.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Storage`]; [`Error::Conflicts`] where something was changed again
    /// since, or the rest of the configuration relies on it.
    pub async fn undo(
        self: &Arc<Self>,
        actor: &Actor,
        number: u64,
        dry_run: bool,
    ) -> Result<Changed<Plan>, Error> {
        actor.demand(Permission::Configure)?;
        let found = self.read(move |reader| reader.revision(number)).await?;
        let (_, edits) = found.ok_or_else(|| Error::not_found("revision", number))?;
        let make = move |before: &Snapshot| undone(before, &edits);
        let made = match dry_run {
            true => {
                let before = self.snapshot();
                make(&before).map(|after| Changed::none(plan_of(&before, &after)))
            }
            false => {
                let done = self.change_to(actor, RevisionAct::Undo { revision: number }, make).await;
                done.map(|done| done.plan())
            }
        };
        match made {
            Err(Error::Conflicts(conflicts)) => Err(Error::Conflicts(self.blame(number, conflicts).await?)),
            other => other,
        }
    }

    /// Makes the configuration as it stood after a revision; with `dry_run` says what that would change.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Storage`]; [`Error::Conflicts`] where the history lacks a password.
    pub async fn restore_revision(
        self: &Arc<Self>,
        actor: &Actor,
        number: u64,
        dry_run: bool,
    ) -> Result<Changed<Plan>, Error> {
        actor.demand(Permission::Configure)?;
        let now = self.snapshot();
        // What stood then never changes, so it can be read before it is this change's turn.
        let target = self.read(move |reader| standing(reader, &now, number)).await?;
        let target = target.ok_or_else(|| Error::not_found("revision", number))?;
        let make = move |before: &Snapshot| replaced(before, target);
        match dry_run {
            true => {
                let before = self.snapshot();
                make(&before).map(|after| Changed::none(plan_of(&before, &after)))
            }
            false => {
                let done = self.change_to(actor, RevisionAct::Restore { revision: number }, make).await?;
                Ok(done.plan())
            }
        }
    }

    /// Finds out which later revision changed each noun that is in the way.
    async fn blame(
        self: &Arc<Self>,
        number: u64,
        mut conflicts: Vec<Conflict>,
    ) -> Result<Vec<Conflict>, Error> {
        let now = self.snapshot().revision().0;
        self.read(move |reader| {
            let mut latest = std::collections::HashMap::new();
            reader.each_change_back(number, now, |revision, edits| {
                for edit in &edits {
                    latest.entry(edit.id).or_insert(revision);
                }
            })?;
            for conflict in &mut conflicts {
                if let Problem::ChangedLater { .. } = conflict.error.problem
                    && let Some(revision) = latest.get(&conflict.id)
                {
                    let problem = Problem::ChangedLater { revision: *revision };
                    conflict.error = FieldError::new("", problem);
                }
            }
            Ok(conflicts)
        })
        .await
    }
}

/// Gives the configuration without what some edits did.
fn undone(now: &Snapshot, edits: &[NounEdit]) -> Result<Snapshot, Error> {
    let (mut put, mut conflicts) = (vec![], vec![]);
    for edit in edits {
        let present = now.nouns().get(edit.id);
        let [before, after] = [&edit.before, &edit.after].map(|noun| filled(noun.clone(), present.as_ref()));
        let noun =
            before.as_ref().or(after.as_ref()).map_or_else(|| now.nouns().mention(edit.id), Noun::mention);
        let mut refuse = |problem| {
            let error = FieldError::new("", problem);
            conflicts.push(Conflict { id: edit.id, noun: noun.clone(), error });
        };
        if present != after {
            refuse(Problem::ChangedLater { revision: now.revision().0 });
        } else if before.as_ref().is_some_and(NounEdit::lacks_passwords) {
            refuse(Problem::PasswordNotKept);
        }
        // The general settings are always there, written down or not.
        let factory = || (edit.id == NounId::General).then(|| Noun::General(Box::default()));
        put.push((edit.id, before.or_else(factory)));
    }
    if !conflicts.is_empty() {
        return Err(Error::Conflicts(conflicts));
    }
    now.with(&put).map_err(|errors| {
        let told = |error: FieldError| {
            let (id, noun) =
                put.get(error.change).map_or((NounId::General, None), |(id, noun)| (*id, noun.as_ref()));
            let noun = noun.map_or_else(|| now.nouns().mention(id), Noun::mention);
            Conflict { id, noun, error }
        };
        Error::Conflicts(errors.into_iter().map(told).collect())
    })
}

/// Puts in the passwords that the history lacks, where the noun is still there and has them.
fn filled(noun: Option<Noun>, present: Option<&Noun>) -> Option<Noun> {
    let mut noun = noun?;
    if let Some(present) = present.filter(|_| NounEdit::lacks_passwords(&noun)) {
        NounEdit::fill_passwords(&mut noun, present);
    }
    Some(noun)
}

/// Gives the nouns as they stood after a revision; none where there is no such revision.
fn standing(reader: &Reader, now: &Snapshot, number: u64) -> Result<Option<Nouns>, store::Error> {
    match number <= now.revision().0 && reader.has_revision(number)? {
        true => nouns_after(reader, now, number).map(Some),
        false => Ok(None),
    }
}

/// Gives the configuration with these nouns in place of all that it has.
fn replaced(before: &Snapshot, mut nouns: Nouns) -> Result<Snapshot, Error> {
    let passworded = nouns.lines.keys().map(|id| NounId::Line(*id));
    let passworded: Vec<NounId> =
        passworded.chain(nouns.trunks.keys().map(|id| NounId::Trunk(*id))).collect();
    let mut conflicts = vec![];
    for id in passworded {
        let Some(noun) = nouns.get(id).filter(NounEdit::lacks_passwords) else { continue };
        match filled(Some(noun), before.nouns().get(id).as_ref())
            .filter(|noun| !NounEdit::lacks_passwords(noun))
        {
            Some(noun) => nouns.insert(noun),
            None => {
                let noun = nouns.mention(id);
                conflicts.push(Conflict { id, noun, error: FieldError::new("", Problem::PasswordNotKept) });
            }
        }
    }
    if !conflicts.is_empty() {
        return Err(Error::Conflicts(conflicts));
    }
    // An id is never given twice, whatever is gone now.
    nouns.last_id = nouns.last_id.max(before.nouns().last_id);
    Ok(Snapshot::new(nouns, before.revision().next()))
}
