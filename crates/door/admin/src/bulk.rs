//! One act on many nouns of a kind, in one transaction and one revision: all of them, or none.

use std::{collections::HashSet, sync::Arc};

use model::{Change, Edit, FieldError, Mention, Problem};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, Changed},
    error::{BulkError, Error},
    history::RevisionAct,
    nouns::Kind,
};

/// Most nouns of one act: a page of the longest list.
pub const BULK_MAX: usize = 10_000;

/// What is done to each of them.
#[derive(Clone, Debug)]
pub enum BulkAct<D> {
    /// It goes.
    Delete,
    /// It takes the fields that the draft gives; the others stay.
    Set(D),
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BulkDone {
    /// The nouns, in the order of the request.
    pub ids: Vec<u32>,
    /// The revision that this made; the present one where everything was so already.
    pub revision: u64,
}

impl Admin {
    /// Does the same to many nouns.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Fields`] where the list itself is wrong, [`Error::Bulk`], which names the nouns,
    /// [`Error::Storage`].
    pub async fn bulk<K: Kind>(
        self: &Arc<Self>,
        actor: &Actor,
        ids: Vec<u32>,
        act: BulkAct<K::Draft>,
    ) -> Result<Changed<BulkDone>, Error> {
        judge(&ids)?;
        let edited = ids.clone();
        let done = self.change_to(actor, RevisionAct::Edit, move |before| {
            let unknown = edited.iter().filter(|id| K::draft(before, **id).is_none());
            let unknown: Vec<BulkError> = unknown.map(|id| unknown_noun::<K>(*id)).collect();
            if !unknown.is_empty() {
                return Err(Error::Bulk(unknown));
            }
            let changes: Vec<Change> = edited.iter().map(|id| change::<K>(*id, &act)).collect();
            before.apply(&changes).map_err(|errors| {
                let named = errors.into_iter().map(|error| {
                    let id = edited.get(error.change).copied().unwrap_or_default();
                    BulkError { noun: before.nouns().mention(K::noun_id(id)), error }
                });
                Error::Bulk(named.collect())
            })
        });
        let done = done.await?;
        Ok(done.with(BulkDone { revision: done.after.revision().0, ids }))
    }
}

fn judge(ids: &[u32]) -> Result<(), Error> {
    if ids.is_empty() {
        return Err(Error::field("ids", Problem::Missing));
    }
    if ids.len() > BULK_MAX {
        return Err(Error::field("ids", Problem::TooLong { max: BULK_MAX }));
    }
    let mut seen = HashSet::with_capacity(ids.len());
    match ids.iter().position(|id| !seen.insert(*id)) {
        Some(at) => Err(Error::field(&format!("ids[{at}]"), Problem::taken_by("an earlier entry"))),
        None => Ok(()),
    }
}

fn change<K: Kind>(id: u32, act: &BulkAct<K::Draft>) -> Change {
    K::change(match act {
        BulkAct::Delete => Edit::Delete(id.into()),
        BulkAct::Set(draft) => Edit::Update(id.into(), draft.clone()),
    })
}

fn unknown_noun<K: Kind>(id: u32) -> BulkError {
    let problem = Problem::Unknown { noun: K::NOUN, name: id.to_string() };
    let noun = Mention { noun: K::KIND, id, name: id.to_string() };
    BulkError { noun, error: FieldError::new("", problem) }
}
