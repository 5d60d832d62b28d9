//! The whole configuration at one revision: immutable, and indexed for everything that a call asks.
//!
//! A snapshot is replaced whole; calls in progress keep the one that they began with. [`Snapshot::apply`] is the only place where
//! rules between nouns live.

use std::sync::Arc;

use crate::{
    caller_id::CallerId,
    change::Change,
    context::Context,
    error::FieldError,
    extension::Extension,
    general::General,
    id::{ContextId, ExtensionId, IncomingCallId, LineId, OutgoingCallId, TrunkId, UserId},
    incoming_call::IncomingCall,
    line::Line,
    nouns::Nouns,
    outgoing_call::OutgoingCall,
    record::Revision,
    text::Label,
    trunk::Trunk,
    user::User,
};

mod apply;
mod difference;
mod index;
mod lines;
mod put;
mod references;
mod rules;
#[cfg(test)]
mod tests;
mod uses;
mod warnings;

pub use apply::CHANGES_MAX;
pub use difference::Difference;
pub use index::{Entry, Target};
pub use warnings::Warning;

/// The configuration at one revision.
#[derive(Clone, Debug)]
pub struct Snapshot {
    revision: Revision,
    nouns: Nouns,
    index: Arc<index::Index>,
}

impl Snapshot {
    /// Indexes nouns that storage gave back. They were checked when they were stored.
    pub fn new(nouns: Nouns, revision: Revision) -> Self {
        let index = Arc::new(index::Index::of(&nouns));
        Self { revision, nouns, index }
    }

    /// Gives the configuration of a new exchange.
    pub fn factory() -> Self {
        Self::new(Nouns::factory(), Revision::default())
    }

    /// Gives the configuration as it is after all these edits, or everything that is wrong with them.
    pub fn apply(&self, changes: &[Change]) -> Result<Self, Vec<FieldError>> {
        let nouns = apply::apply(&self.nouns, changes)?;
        Ok(Self::new(nouns, self.revision.next()))
    }

    /// Says what is new here and what is gone, seen from an older configuration.
    pub fn difference(&self, older: &Self) -> Difference {
        Difference::between(&older.nouns, &self.nouns)
    }

    /// Says what is allowed but probably not meant.
    pub fn warnings(&self) -> Vec<Warning> {
        warnings::of(&self.nouns)
    }

    /// Returns the revision.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Returns all nouns.
    pub fn nouns(&self) -> &Nouns {
        &self.nouns
    }

    /// Returns the general SIP settings.
    pub fn general(&self) -> &General {
        &self.nouns.general
    }

    /// Finds a context by id.
    pub fn context(&self, id: ContextId) -> Option<&Context> {
        self.nouns.contexts.get(&id).map(Arc::as_ref)
    }

    /// Finds a context by name.
    pub fn context_by_name(&self, name: &str) -> Option<&Context> {
        self.context(*self.index.context_by_name.get(name)?)
    }

    /// Finds a user by id.
    pub fn user(&self, id: UserId) -> Option<&User> {
        self.nouns.users.get(&id).map(Arc::as_ref)
    }

    /// Finds users by full name; people may share one.
    pub fn users_by_name(&self, full_name: &str) -> impl Iterator<Item = &User> {
        self.index.users_by_name.get(full_name).into_iter().flatten().filter_map(|id| self.user(*id))
    }

    /// Finds a line by id.
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.nouns.lines.get(&id).map(Arc::as_ref)
    }

    /// Finds a line by its digest username.
    pub fn line_by_username(&self, username: &str) -> Option<&Line> {
        self.line(*self.index.line_by_username.get(username)?)
    }

    /// Returns a user's lines, main line first.
    pub fn lines_of_user(&self, id: UserId) -> &[LineId] {
        self.index.lines.of_user(id)
    }

    /// Returns what rings when a user is called: the lines of the main number, whoever they belong to, and the user's lines
    /// without a number.
    pub fn ringing_lines(&self, id: UserId) -> &[LineId] {
        self.index.lines.ringing(id)
    }

    /// Gives what others inside see when a line calls: the line's caller id, else the user's; what they leave out is filled
    /// from the user's name and the line's number.
    pub fn caller_id(&self, line: &Line) -> CallerId {
        let user = self.user(line.user);
        let set = line.caller_id.as_ref().or_else(|| user.and_then(|user| user.caller_id.as_ref()));
        CallerId {
            name: set
                .and_then(|set| set.name.clone())
                .or_else(|| user.and_then(|user| Label::parse(&user.full_name()).ok())),
            number: set.and_then(|set| set.number.clone()).or_else(|| line.extension.clone()),
        }
    }

    /// Finds an extension by id.
    pub fn extension(&self, id: ExtensionId) -> Option<&Extension> {
        self.nouns.extensions.get(&id).map(Arc::as_ref)
    }

    /// Finds what a number is in one context, taken literally: no pattern, no included context.
    pub fn target(&self, context: ContextId, number: &str) -> Option<&Target> {
        let entry = *self.index.exact.get(&context)?.get(number)?;
        self.entries(context).get(entry).map(|entry| &entry.target)
    }

    /// Returns everything dialable in a context, includes apart, in the order in which it was made.
    pub fn entries(&self, context: ContextId) -> &[Entry] {
        self.index.entries.get(&context).map_or(&[], Vec::as_slice)
    }

    /// Finds a trunk by id.
    pub fn trunk(&self, id: TrunkId) -> Option<&Trunk> {
        self.nouns.trunks.get(&id).map(Arc::as_ref)
    }

    /// Finds a trunk by name.
    pub fn trunk_by_name(&self, name: &str) -> Option<&Trunk> {
        self.trunk(*self.index.trunk_by_name.get(name)?)
    }

    /// Finds the trunk that a digest username identifies; a trunk of type peer is never identified so.
    pub fn trunk_by_username(&self, username: &str) -> Option<&Trunk> {
        self.trunk(*self.index.trunk_by_username.get(username)?)
    }

    /// Finds an outgoing call by id.
    pub fn outgoing_call(&self, id: OutgoingCallId) -> Option<&OutgoingCall> {
        self.nouns.outgoing_calls.get(&id).map(Arc::as_ref)
    }

    /// Finds an incoming call by id.
    pub fn incoming_call(&self, id: IncomingCallId) -> Option<&IncomingCall> {
        self.nouns.incoming_calls.get(&id).map(Arc::as_ref)
    }
}
