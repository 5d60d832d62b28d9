//! Sound files: what callers hear where an extension or an incoming call leads to an announcement.
//!
//! They are files in the folder `sounds` of the data directory, as they were uploaded; whoever copies one there by hand finds
//! it in the list too. A file is read as a call would read it before it is kept.

mod files;

use std::{collections::HashMap, path::Path, sync::Arc};

use model::{
    Destination, FieldError, Mention, NounId, Permission, Problem, Snapshot, SoundName, sound::SoundFault,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::Admin,
    error::Error,
    listing::{Page, Query},
};
pub(crate) use files::Known;

/// Largest file that is kept: ten minutes at 16 kHz in stereo, and some over.
pub const SOUND_MAX: usize = 48 << 20;

/// Most files. The list is read from the disk, and nobody looks through more.
const SOUNDS_MAX: usize = 1_000;

/// Longest that a file may play, in seconds: a call would keep all of it in memory.
const PLAYS_MAX_S: u32 = 600;

/// A sound file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SoundRow {
    /// Its name, without the folder and `.wav`.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// How long it plays, in milliseconds; 0 where it cannot be played.
    pub duration_ms: u64,
    /// Samples a second; 0 where it cannot be played.
    pub rate_hz: u32,
    /// Channels.
    pub channels: u16,
    /// When it was changed, in milliseconds since the epoch.
    pub changed_ms: u64,
    /// What leads to it.
    pub used_by: Vec<Mention>,
    /// Why it cannot be played, where it cannot.
    pub problem: Option<SoundFault>,
}

impl Admin {
    /// Lists the sound files.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn sounds(self: &Arc<Self>, query: &Query) -> Result<Page<SoundRow>, Error> {
        let rows = self.at_sounds(files::list).await?;
        let used = uses(&self.snapshot());
        let rows = rows
            .into_iter()
            .map(|row| SoundRow { used_by: used.get(&row.name).cloned().unwrap_or_default(), ..row });
        Ok(query.page(rows.collect()))
    }

    /// Reads a sound file as it was uploaded.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Storage`].
    pub async fn sound(self: &Arc<Self>, name: &str) -> Result<Vec<u8>, Error> {
        let unknown = || Error::not_found("sound", name);
        let known = SoundName::parse(name).map_err(|_| unknown())?;
        self.at_sounds(move |_, folder| files::read(folder, &known)).await?.ok_or_else(unknown)
    }

    /// Keeps a sound file under a name; over another one only where that is asked for.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Fields`], [`Error::Storage`].
    pub async fn put_sound(
        self: &Arc<Self>,
        actor: &Actor,
        name: &str,
        file: Vec<u8>,
        replace: bool,
    ) -> Result<SoundRow, Error> {
        actor.demand(Permission::Configure)?;
        let name = SoundName::parse(name).map_err(|problem| Error::field("name", problem))?;
        let _turn = self.turn().await;
        let put = name.clone();
        self.at_sounds(move |known, folder| files::put(known, folder, &put, &file, replace)).await??;
        self.live().forget_sound(name.to_string()).await?;
        tracing::info!(%actor, sound = %name, "a sound file was uploaded");
        let rows = self.at_sounds(files::list).await?;
        let row = rows.into_iter().find(|row| row.name == name.as_str());
        let used_by = uses(&self.snapshot()).remove(name.as_str()).unwrap_or_default();
        let row = row.ok_or(Error::Interrupted("a sound file that was written is not there"))?;
        Ok(SoundRow { used_by, ..row })
    }

    /// Deletes a sound file that nothing leads to.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`], [`Error::InUse`], [`Error::Storage`].
    pub async fn delete_sound(self: &Arc<Self>, actor: &Actor, name: &str) -> Result<(), Error> {
        actor.demand(Permission::Configure)?;
        let unknown = || Error::not_found("sound", name);
        let known = SoundName::parse(name).map_err(|_| unknown())?;
        // Nobody can lead a number to it meanwhile.
        let _turn = self.turn().await;
        let gone = known.clone();
        let is_there = self.at_sounds({
            let known = known.clone();
            move |_, folder| files::read_size(folder, &known)
        });
        is_there.await?.ok_or_else(unknown)?;
        if let Some(by) = uses(&self.snapshot()).remove(known.as_str()) {
            return Err(Error::InUse(FieldError::new("", Problem::in_use(by))));
        }
        self.at_sounds(move |_, folder| files::remove(folder, &gone)).await?;
        self.live().forget_sound(known.to_string()).await?;
        tracing::info!(%actor, sound = %known, "a sound file was deleted");
        Ok(())
    }

    /// Does something with the folder, beside the tasks that must not wait for the disk.
    async fn at_sounds<T: Send + 'static>(
        self: &Arc<Self>,
        act: impl FnOnce(&Known, &Path) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, Error> {
        let admin = Arc::clone(self);
        let folder = self.store().data_dir().join("sounds");
        let done = tokio::task::spawn_blocking(move || act(admin.known_sounds(), &folder));
        Ok(done.await.unwrap_or(Err(store::Error::Stopped))?)
    }
}

/// Lists what leads to each sound.
fn uses(snapshot: &Snapshot) -> HashMap<String, Vec<Mention>> {
    let nouns = snapshot.nouns();
    let extensions = nouns.extensions.values().map(|e| (NounId::Extension(e.id), &e.destination));
    let incoming = nouns.incoming_calls.values().map(|c| (NounId::IncomingCall(c.id), &c.destination));
    let mut used: HashMap<String, Vec<Mention>> = HashMap::new();
    for (id, destination) in extensions.chain(incoming) {
        if let Destination::Announcement(name) = destination {
            used.entry(name.to_string()).or_default().push(nouns.mention(id));
        }
    }
    used
}
