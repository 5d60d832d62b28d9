//! What can be done to every configured noun alike: list, read, create, change, delete. What is special to one stands in
//! its own file: [`crate::Contexts`], [`crate::Users`], [`crate::Trunks`] and so on.

use std::sync::Arc;

use model::{Change, Edit, NounId, NounKind, Snapshot, Table};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, Changed, Done},
    error::Error,
    listing::{Page, Query},
    lists::Column,
    sheet::{Rows, rows_of_drafts},
};

/// A kind of configured noun.
pub trait Kind: Send + Sync + 'static {
    /// Its identity.
    type Id: Copy + Ord + From<u32> + Into<u32> + Send;
    /// What it is once it is read.
    type Noun: 'static;
    /// What people type of it, and what they are shown of it.
    type Draft: Clone + Serialize + DeserializeOwned + ToSchema + Send + 'static;
    /// Which kind it is.
    const KIND: NounKind;
    /// What one is called.
    const NOUN: &'static str = Self::KIND.words();
    /// The columns of its CSV file: paths in its rows. Never a password.
    const SHEET: &'static [&'static str];
    /// What lists of it are searched in and ordered by; what it is called comes first.
    const COLUMNS: &'static [Column<Self::Noun>];

    /// Names one among all nouns.
    fn noun_id(id: u32) -> NounId;
    /// Returns all of them.
    fn table(snapshot: &Snapshot) -> &Table<Self::Id, Self::Noun>;
    /// Writes one as a draft, its references by name; none where there is none of this id.
    fn draft(snapshot: &Snapshot, id: u32) -> Option<Self::Draft>;
    /// Makes a change of an edit.
    fn change(edit: Edit<Self::Id, Self::Draft>) -> Change;
    /// Makes the rows of its CSV file.
    fn rows(snapshot: Arc<Snapshot>) -> Rows
    where
        Self: Sized,
    {
        rows_of_drafts::<Self>(snapshot)
    }

    /// Lists the ids of all.
    fn ids(snapshot: &Snapshot) -> Vec<u32> {
        Self::table(snapshot).keys().map(|id| (*id).into()).collect()
    }
}

/// A noun as it is stored: its id and its fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Stored<D> {
    /// Its identity; never given twice.
    pub id: u32,
    /// Its fields.
    #[serde(flatten)]
    pub fields: D,
}

impl Admin {
    /// Lists nouns.
    ///
    /// # Errors
    /// [`Error::Fields`] where they are to be ordered by what is no column.
    pub fn list<K: Kind>(&self, query: &Query) -> Result<Page<Stored<K::Draft>>, Error> {
        let snapshot = self.snapshot();
        let ids = self.lists().chosen::<K>(&snapshot, query)?;
        let total = ids.len() as u64;
        let rows = query.cut(ids).into_iter().filter_map(|id| stored::<K>(&snapshot, id));
        Ok(Page { total, items: rows.collect() })
    }

    /// Reads one noun.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn one<K: Kind>(&self, id: u32) -> Result<Stored<K::Draft>, Error> {
        stored::<K>(&self.snapshot(), id).ok_or_else(|| Error::not_found(K::NOUN, id))
    }

    /// Makes a new noun.
    ///
    /// # Errors
    /// [`Error::Fields`], [`Error::Storage`].
    pub async fn create<K: Kind>(
        self: &Arc<Self>,
        actor: &Actor,
        draft: K::Draft,
    ) -> Result<Changed<Stored<K::Draft>>, Error> {
        let done = self.change(actor, move |_| Ok(vec![K::change(Edit::Create(draft))])).await?;
        let created =
            created::<K>(&done).ok_or(Error::Interrupted("a noun that was created is not there"))?;
        let stored = stored::<K>(&done.after, created).ok_or_else(|| Error::not_found(K::NOUN, created))?;
        Ok(done.with(stored))
    }

    /// Changes the fields that the draft gives.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Fields`], [`Error::Storage`].
    pub async fn update<K: Kind>(
        self: &Arc<Self>,
        actor: &Actor,
        id: u32,
        draft: K::Draft,
    ) -> Result<Changed<Stored<K::Draft>>, Error> {
        self.edit::<K>(actor, id, Edit::Update(id.into(), draft)).await
    }

    /// Sets all fields; what the draft leaves out takes its default, passwords apart.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Fields`], [`Error::Storage`].
    pub async fn replace<K: Kind>(
        self: &Arc<Self>,
        actor: &Actor,
        id: u32,
        draft: K::Draft,
    ) -> Result<Changed<Stored<K::Draft>>, Error> {
        self.edit::<K>(actor, id, Edit::Replace(id.into(), draft)).await
    }

    /// Deletes a noun.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::InUse`], [`Error::Storage`].
    pub async fn delete<K: Kind>(self: &Arc<Self>, actor: &Actor, id: u32) -> Result<Changed<()>, Error> {
        self.change_one::<K>(actor, id, Edit::Delete(id.into())).await.map(|done| done.with(()))
    }

    async fn edit<K: Kind>(
        self: &Arc<Self>,
        actor: &Actor,
        id: u32,
        edit: Edit<K::Id, K::Draft>,
    ) -> Result<Changed<Stored<K::Draft>>, Error> {
        let done = self.change_one::<K>(actor, id, edit).await?;
        let stored = stored::<K>(&done.after, id).ok_or_else(|| Error::not_found(K::NOUN, id))?;
        Ok(done.with(stored))
    }

    async fn change_one<K: Kind>(
        self: &Arc<Self>,
        actor: &Actor,
        id: u32,
        edit: Edit<K::Id, K::Draft>,
    ) -> Result<Done, Error> {
        let change = K::change(edit);
        self.change(actor, move |snapshot| match K::draft(snapshot, id) {
            Some(_) => Ok(vec![change]),
            None => Err(Error::not_found(K::NOUN, id)),
        })
        .await
    }
}

fn stored<K: Kind>(snapshot: &Snapshot, id: u32) -> Option<Stored<K::Draft>> {
    K::draft(snapshot, id).map(|fields| Stored { id, fields })
}

/// Finds the noun of this kind that a change created.
fn created<K: Kind>(done: &Done) -> Option<u32> {
    let is_new = |id: &NounId| id.kind() == K::KIND && !done.before.nouns().contains(*id);
    done.difference.saved.iter().map(model::Noun::id).find(is_new).map(NounId::number)
}
