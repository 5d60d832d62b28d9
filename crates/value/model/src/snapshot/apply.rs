//! Applies a list of edits: reads each draft, then lets the rules between nouns judge the whole.

use std::collections::HashMap;

use crate::{
    change::{Change, Edit},
    context::{Context, ContextDraft},
    error::{FieldError, Problem},
    extension::{Extension, ExtensionDraft},
    general::General,
    id::{ContextId, ExtensionId, IncomingCallId, LineId, NounId, OutgoingCallId, TrunkId, UserId},
    incoming_call::{IncomingCall, IncomingCallDraft},
    line::{Line, LineDraft},
    nouns::{Noun, Nouns},
    outgoing_call::{OutgoingCall, OutgoingCallDraft},
    reference::{Names, Naming, Ref},
    snapshot::{rules, uses},
    trunk::Trunk,
    user::{User, UserDraft, full_name},
};

/// Most edits in one list: a site of 20,000 users with a line and a number each fits.
pub const CHANGES_MAX: usize = 100_000;

/// Which edit touched a noun, and the path of the noun within that edit.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) change: usize,
    pub(super) path: String,
}

/// Which nouns a list of edits touched.
pub(super) type Touched = HashMap<NounId, Place>;

/// Applies the edits to a copy of the nouns.
pub(super) fn apply(nouns: &Nouns, changes: &[Change]) -> Result<Nouns, Vec<FieldError>> {
    if changes.len() > CHANGES_MAX {
        return Err(vec![FieldError::new("", Problem::TooLong { max: CHANGES_MAX })]);
    }
    let mut editor = Editor {
        names: Names::of(nouns),
        lines_of: lines_by_user(nouns),
        nouns: nouns.clone(),
        touched: Touched::new(),
        errors: vec![],
    };
    // Ids and names first, so that the edits may refer to one another in any order.
    let ids: Vec<NounId> = changes.iter().map(|change| editor.introduce(change)).collect();
    for (at, (change, id)) in changes.iter().zip(&ids).enumerate() {
        editor.edit(at, change, *id);
    }
    for (at, change) in changes.iter().enumerate().filter(|(_, change)| change.deletes()) {
        let Some(id) = change.noun_id() else { continue };
        let by = uses::of(&editor.nouns, id);
        if !by.is_empty() {
            editor.errors.push(FieldError::new("", Problem::in_use(by)).of_change(at));
        }
    }
    if editor.errors.is_empty() {
        editor.errors = rules::judge(&editor.nouns, &editor.touched);
    }
    match editor.errors.is_empty() {
        true => Ok(editor.nouns),
        false => {
            editor.errors.sort_by_key(|error| error.change);
            Err(editor.errors)
        }
    }
}

struct Editor {
    nouns: Nouns,
    /// Each user's lines: a site edits thousands of users at once, and must not look through all lines for each.
    lines_of: HashMap<UserId, Vec<LineId>>,
    names: Names,
    touched: Touched,
    errors: Vec<FieldError>,
}

impl Editor {
    /// Gives the edit's noun its id, and its name a meaning.
    fn introduce(&mut self, change: &Change) -> NounId {
        let fresh = |nouns: &mut Nouns| nouns.next_id();
        match change {
            Change::General(_) => NounId::General,
            Change::Context(edit) => {
                let id = edit.id().unwrap_or_else(|| ContextId(fresh(&mut self.nouns)));
                match edit {
                    Edit::Create(draft) => {
                        draft.name.iter().for_each(|name| self.names.contexts.set(id, name.clone()))
                    }
                    Edit::Update(..) | Edit::Replace(..) => {}
                    Edit::Delete(_) => self.names.contexts.remove(id),
                }
                NounId::Context(id)
            }
            Change::Trunk(edit) => {
                let id = edit.id().unwrap_or_else(|| TrunkId(fresh(&mut self.nouns)));
                match edit.draft() {
                    Some(draft) => draft.name.iter().for_each(|name| self.names.trunks.set(id, name.clone())),
                    None => self.names.trunks.remove(id),
                }
                NounId::Trunk(id)
            }
            Change::User(edit) => {
                let id = edit.id().unwrap_or_else(|| UserId(fresh(&mut self.nouns)));
                match edit.draft() {
                    Some(draft) => self.name_user(id, draft, edit.keeps_fields()),
                    None => self.names.users.remove(id),
                }
                NounId::User(id)
            }
            Change::Line(edit) => NounId::Line(edit.id().unwrap_or_else(|| LineId(fresh(&mut self.nouns)))),
            Change::Extension(edit) => {
                NounId::Extension(edit.id().unwrap_or_else(|| ExtensionId(fresh(&mut self.nouns))))
            }
            Change::OutgoingCall(edit) => {
                NounId::OutgoingCall(edit.id().unwrap_or_else(|| OutgoingCallId(fresh(&mut self.nouns))))
            }
            Change::IncomingCall(edit) => {
                NounId::IncomingCall(edit.id().unwrap_or_else(|| IncomingCallId(fresh(&mut self.nouns))))
            }
        }
    }

    fn name_user(&mut self, id: UserId, draft: &UserDraft, keeps_fields: bool) {
        let old = self.nouns.users.get(&id).filter(|_| keeps_fields);
        let first = draft.firstname.clone().or_else(|| old.map(|user| user.firstname.to_string()));
        let last = draft
            .lastname
            .clone()
            .or_else(|| old.and_then(|user| user.lastname.as_ref().map(ToString::to_string)));
        let name = full_name(&first.unwrap_or_default(), &last.unwrap_or_default());
        self.names.users.set(id, name);
        let usernames = draft.line.iter().flatten().filter_map(|line| line.username.clone());
        self.names.owners.extend(usernames.map(|username| (username, id)));
    }

    /// Carries out one edit, or notes what is wrong with it.
    fn edit(&mut self, at: usize, change: &Change, id: NounId) {
        if change.noun_id().is_some_and(|id| !self.nouns.contains(id)) {
            let name = id.number().to_string();
            self.errors.push(FieldError::new("", Problem::Unknown { noun: id.noun(), name }).of_change(at));
            return;
        }
        self.touched.insert(id, Place { change: at, path: String::new() });
        if change.deletes() {
            self.delete(id);
            return;
        }
        let read = self.read(change, id);
        let Some(noun) = self.note(at, "", read) else { return };
        match noun {
            Noun::Line(line) => self.put_line(line),
            noun => self.nouns.insert(noun),
        }
        if let (Change::User(edit), NounId::User(user)) = (change, id)
            && let Some(draft) = edit.draft()
        {
            self.edit_lines(at, user, draft);
        }
    }

    fn delete(&mut self, id: NounId) {
        if let NounId::User(user) = id {
            for line in self.lines_of.remove(&user).unwrap_or_default() {
                self.nouns.lines.remove(&line);
            }
        }
        if let NounId::Line(line) = id {
            self.take_line(line);
        }
        self.nouns.remove(id);
    }

    /// Puts a line in, in place of the one that had its id.
    fn put_line(&mut self, line: Line) {
        self.take_line(line.id);
        self.lines_of.entry(line.user).or_default().push(line.id);
        self.nouns.insert(Noun::Line(line));
    }

    /// Takes a line out, if it is there.
    fn take_line(&mut self, id: LineId) {
        let Some(line) = self.nouns.lines.remove(&id) else { return };
        if let Some(lines) = self.lines_of.get_mut(&line.user) {
            lines.retain(|other| *other != id);
        }
    }

    /// Reads the edit's draft, laid over the noun that it changes.
    fn read(&self, change: &Change, id: NounId) -> Result<Noun, Vec<FieldError>> {
        let (names, nouns, ids) = (&self.names, &self.nouns, Naming::Ids);
        match (change, id) {
            (Change::General(draft), _) => {
                let draft = draft.clone().without_redacted().over(nouns.general.draft());
                General::parse(draft).map(|general| Noun::General(Box::new(general)))
            }
            (Change::Context(edit), NounId::Context(id)) => {
                let old = nouns.contexts.get(&id);
                let draft = laid(edit, old.map(|old| old.draft(ids)), ContextDraft::over);
                let context = Context::parse(id, draft, names)?;
                match old.is_some_and(|old| old.name != context.name) {
                    true => Err(vec![FieldError::new("name", Problem::Fixed)]),
                    false => Ok(Noun::Context(context)),
                }
            }
            (Change::User(edit), NounId::User(id)) => {
                let old = nouns.users.get(&id).map(|old| old.draft());
                User::parse(id, laid(edit, old, UserDraft::over)).map(Noun::User)
            }
            (Change::Line(edit), NounId::Line(id)) => {
                let draft = edit.draft().cloned().unwrap_or_default();
                self.read_line(id, draft, edit.keeps_fields()).map(Noun::Line)
            }
            (Change::Extension(edit), NounId::Extension(id)) => {
                let old = nouns.extensions.get(&id).map(|old| old.draft(ids));
                Extension::parse(id, laid(edit, old, ExtensionDraft::over), names).map(Noun::Extension)
            }
            (Change::Trunk(edit), NounId::Trunk(id)) => {
                let old = nouns.trunks.get(&id).map(|old| old.draft(ids)).unwrap_or_default();
                let draft = edit.draft().cloned().unwrap_or_default().without_redacted();
                let old = if edit.keeps_fields() { old } else { old.passwords_for(&draft) };
                Trunk::parse(id, draft.over_deep(old), names).map(|trunk| Noun::Trunk(Box::new(trunk)))
            }
            (Change::OutgoingCall(edit), NounId::OutgoingCall(id)) => {
                let old = nouns.outgoing_calls.get(&id).map(|old| old.draft(ids));
                OutgoingCall::parse(id, laid(edit, old, OutgoingCallDraft::over), names)
                    .map(Noun::OutgoingCall)
            }
            (Change::IncomingCall(edit), NounId::IncomingCall(id)) => {
                let old = nouns.incoming_calls.get(&id).map(|old| old.draft(ids));
                IncomingCall::parse(id, laid(edit, old, IncomingCallDraft::over), names)
                    .map(Noun::IncomingCall)
            }
            _ => unreachable!("introduce gave the edit an id of its own noun, and deletes do not come here"),
        }
    }

    fn read_line(&self, id: LineId, draft: LineDraft, keeps_fields: bool) -> Result<Line, Vec<FieldError>> {
        let old = self.nouns.lines.get(&id).map(|old| old.draft(Naming::Ids)).unwrap_or_default();
        let old = if keeps_fields { old } else { old.password_only() };
        Line::parse(id, draft.without_redacted().over(old), &self.names)
    }

    /// Makes a user's lines what the draft says, where it says anything: a line is known by its username.
    fn edit_lines(&mut self, at: usize, user: UserId, draft: &UserDraft) {
        let Some(drafts) = &draft.line else { return };
        let had = self.lines_of.get(&user).cloned().unwrap_or_default();
        let old: HashMap<String, LineId> =
            had.iter().filter_map(|id| Some((self.nouns.lines.get(id)?.username.to_string(), *id))).collect();
        let mut kept = Vec::with_capacity(drafts.len());
        for (place, draft) in (1u32..).zip(drafts) {
            let known = draft
                .username
                .as_ref()
                .and_then(|username| old.get(username))
                .filter(|id| !kept.contains(*id));
            let id = known.copied().unwrap_or_else(|| LineId(self.nouns.next_id()));
            kept.push(id);
            let mut draft = draft.clone();
            draft.user = Some(Ref::Id(user.0));
            draft.position = draft.position.or(Some(place));
            let path = format!("line[{}]", place - 1);
            let read = self.read_line(id, draft, true);
            if let Some(line) = self.note(at, &path, read) {
                self.put_line(line);
            }
            self.touched.insert(NounId::Line(id), Place { change: at, path });
        }
        had.iter().filter(|id| !kept.contains(*id)).for_each(|id| self.take_line(*id));
    }

    fn note<T>(&mut self, at: usize, path: &str, read: Result<T, Vec<FieldError>>) -> Option<T> {
        read.map_err(|errors| {
            self.errors.extend(errors.into_iter().map(|error| error.within(path).of_change(at)))
        })
        .ok()
    }
}

fn lines_by_user(nouns: &Nouns) -> HashMap<UserId, Vec<LineId>> {
    let mut out: HashMap<UserId, Vec<LineId>> = HashMap::new();
    nouns.lines.values().for_each(|line| out.entry(line.user).or_default().push(line.id));
    out
}

/// Lays an edit's draft over what was there, where the edit keeps that.
fn laid<I: Copy, D: Clone + Default>(edit: &Edit<I, D>, old: Option<D>, over: fn(D, D) -> D) -> D {
    let draft = edit.draft().cloned().unwrap_or_default();
    match old.filter(|_| edit.keeps_fields()) {
        Some(old) => over(draft, old),
        None => draft,
    }
}
