//! Finds for each noun of a site the noun here that it means, and makes the edits.

use std::collections::{HashMap, HashSet};

use model::{
    Change, Edit, FieldError, IncomingCallDraft, NounId, Pattern, Problem, Ref, Secret, Snapshot, TrunkDraft,
};

use super::{
    SiteError,
    document::{Item, Wanted},
};

/// The edits that a site means. Edits past the items are deletions of what it does not name.
pub(super) struct Matched {
    pub(super) changes: Vec<Change>,
    pub(super) items: Vec<Item>,
}

/// What makes two drafts the same noun: the table, and a text.
type Key = (&'static str, String);

/// Makes the edits.
pub(super) fn matched(items: &[Item], here: &Snapshot, prune: bool) -> Result<Matched, Vec<SiteError>> {
    let items = merged(items, here)?;
    let keys = Keys::of(here);
    let shared = shared_names(&items);
    let (mut changes, mut named, mut errors) = (vec![], HashSet::new(), vec![]);
    for item in &items {
        let known = key(&item.wanted, here).and_then(|key| keys.0.get(&key));
        let known = known.map_or(&[][..], Vec::as_slice);
        let own = namesake(&item.wanted, known, &shared, here);
        match own.as_deref().unwrap_or(known) {
            [_, _, ..] => errors.push(item.error(&FieldError::new(
                "",
                Problem::Ambiguous { noun: item.wanted.table(), name: name_of(&item.wanted, here) },
            ))),
            found => {
                let id = found.first().copied();
                named.extend(id);
                if id.is_none() {
                    errors.extend(unknown_secrets(&item.wanted).iter().map(|error| item.error(error)));
                }
                changes.push(change(item.wanted.clone(), id));
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    if prune {
        changes.extend(prunable(here).filter(|id| !named.contains(id)).filter_map(delete));
    }
    Ok(Matched { changes, items })
}

/// Lays what later files say over what earlier ones say of the same noun. Within a file a noun stands once.
fn merged(items: &[Item], here: &Snapshot) -> Result<Vec<Item>, Vec<SiteError>> {
    let (mut out, mut errors) = (Vec::<Item>::with_capacity(items.len()), vec![]);
    let mut places: HashMap<Key, usize> = HashMap::new();
    let shared = shared_names(items);
    for item in items {
        let Some(mut key) = key(&item.wanted, here) else {
            out.push(item.clone());
            continue;
        };
        if shared.contains(&key.1)
            && let Some(line) = usernames(&item.wanted).next()
        {
            key.1 = format!("{} ({line})", key.1);
        }
        match places.get(&key).and_then(|at| out.get_mut(*at)) {
            Some(first) if first.is_beside(item) => {
                errors.push(item.error(&FieldError::new("", Problem::taken_by(first.place()))));
            }
            Some(first) => {
                *first = item.over(first);
            }
            None => {
                places.insert(key, out.len());
                out.push(item.clone());
            }
        }
    }
    match errors.is_empty() {
        true => Ok(out),
        false => Err(errors),
    }
}

/// Names of users that two of the items have whose lines differ: two people of one name.
fn shared_names(items: &[Item]) -> HashSet<String> {
    let mut lines: HashMap<String, &str> = HashMap::new();
    let mut shared = HashSet::new();
    for item in items {
        let (Wanted::User(draft), Some(line)) = (&item.wanted, usernames(&item.wanted).next()) else {
            continue;
        };
        let first = lines.entry(draft.full_name()).or_insert(line);
        if *first != line {
            shared.insert(draft.full_name());
        }
    }
    shared
}

/// Of several people of one name those whose line the item names; nothing where the name alone decides.
fn namesake(
    wanted: &Wanted,
    known: &[NounId],
    shared: &HashSet<String>,
    here: &Snapshot,
) -> Option<Vec<NounId>> {
    let Wanted::User(draft) = wanted else { return None };
    let is_shared = known.len() > 1 || shared.contains(&draft.full_name());
    if !is_shared || usernames(wanted).next().is_none() {
        return None;
    }
    let owners: Vec<NounId> = usernames(wanted)
        .filter_map(|username| here.line_by_username(username))
        .map(|line| NounId::User(line.user))
        .collect();
    Some(known.iter().copied().filter(|id| owners.contains(id)).collect())
}

fn usernames(wanted: &Wanted) -> impl Iterator<Item = &str> {
    let lines = match wanted {
        Wanted::User(draft) => draft.line.as_deref().unwrap_or_default(),
        _ => &[],
    };
    lines.iter().filter_map(|line| line.username.as_deref())
}

/// The nouns that are here, by key.
struct Keys(HashMap<Key, Vec<NounId>>);

impl Keys {
    fn of(here: &Snapshot) -> Self {
        let nouns = here.nouns();
        let mut keys = Self(HashMap::new());
        keys.add("sip.general", String::new(), NounId::General);
        nouns.contexts.values().for_each(|c| keys.add("context", c.name.to_string(), NounId::Context(c.id)));
        nouns.users.values().for_each(|u| keys.add("user", u.full_name(), NounId::User(u.id)));
        nouns.trunks.values().for_each(|t| keys.add("trunk", t.name.to_string(), NounId::Trunk(t.id)));
        for call in nouns.outgoing_calls.values() {
            keys.add("outgoing_call", call.name.to_string(), NounId::OutgoingCall(call.id));
        }
        let context = |id| context_name(Some(&Ref::Id(id)), here);
        for extension in nouns.extensions.values() {
            let text = format!("{}@{}", extension.number, context(extension.context.0));
            keys.add("extension", text, NounId::Extension(extension.id));
        }
        for call in nouns.incoming_calls.values() {
            let text = format!("{}@{}", call.did, context(call.context.0));
            keys.add("incoming_call", text, NounId::IncomingCall(call.id));
        }
        keys
    }

    fn add(&mut self, table: &'static str, text: String, id: NounId) {
        self.0.entry((table, text)).or_default().push(id);
    }
}

/// Returns what the noun is known by; none where its name is missing, which its reading will complain about.
fn key(wanted: &Wanted, here: &Snapshot) -> Option<Key> {
    let is_general = matches!(wanted, Wanted::General(_));
    Some((wanted.table(), name_of(wanted, here))).filter(|(_, name)| is_general || !name.is_empty())
}

fn name_of(wanted: &Wanted, here: &Snapshot) -> String {
    match wanted {
        Wanted::General(_) => String::new(),
        Wanted::Context(draft) => draft.name.clone().unwrap_or_default(),
        Wanted::User(draft) => draft.full_name(),
        Wanted::Trunk(draft) => draft.name.clone().unwrap_or_default(),
        Wanted::OutgoingCall(draft) => draft.name.clone().unwrap_or_default(),
        Wanted::Extension(draft) => {
            let number = draft.number.as_deref().unwrap_or_default();
            format!("{number}@{}", context_name(draft.context.as_ref(), here))
        }
        Wanted::IncomingCall(draft) => {
            format!("{}@{}", did(draft), context_name(draft.context.as_ref(), here))
        }
    }
}

/// Returns the DID as it is stored: `_` in front of patterns, no `+`.
fn did(draft: &IncomingCallDraft) -> String {
    let raw = draft.did.as_deref().unwrap_or_default();
    Pattern::parse_bare(raw).map_or_else(|_| raw.to_owned(), |did| did.without_plus().to_string())
}

fn context_name(context: Option<&Ref>, here: &Snapshot) -> String {
    match context {
        None => String::new(),
        Some(Ref::Name(name)) => name.clone(),
        Some(Ref::Id(id)) => here
            .context(model::ContextId(*id))
            .map_or_else(|| format!("={id}"), |context| context.name.to_string()),
    }
}

/// Finds passwords that a file only hints at, for a trunk that is not here: made without, it would let anybody in.
fn unknown_secrets(wanted: &Wanted) -> Vec<FieldError> {
    let Wanted::Trunk(trunk) = wanted else { return vec![] };
    let TrunkDraft { password, register, .. } = trunk.as_ref();
    let register = register.as_ref().and_then(|register| register.password.as_ref());
    [("password", password.as_ref()), ("register.password", register)]
        .into_iter()
        .filter(|(_, secret)| secret.is_some_and(Secret::is_redacted))
        .map(|(field, _)| FieldError::new(field, Problem::Missing))
        .collect()
}

fn change(wanted: Wanted, id: Option<NounId>) -> Change {
    match (wanted, id) {
        (Wanted::General(draft), _) => Change::General(*draft),
        (Wanted::Context(draft), Some(NounId::Context(id))) => Change::Context(Edit::Update(id, draft)),
        (Wanted::Context(draft), _) => Change::Context(Edit::Create(draft)),
        (Wanted::User(draft), Some(NounId::User(id))) => Change::User(Edit::Update(id, draft)),
        (Wanted::User(draft), _) => Change::User(Edit::Create(draft)),
        (Wanted::Extension(draft), Some(NounId::Extension(id))) => Change::Extension(Edit::Update(id, draft)),
        (Wanted::Extension(draft), _) => Change::Extension(Edit::Create(draft)),
        (Wanted::Trunk(draft), Some(NounId::Trunk(id))) => Change::Trunk(Edit::Update(id, *draft)),
        (Wanted::Trunk(draft), _) => Change::Trunk(Edit::Create(*draft)),
        (Wanted::OutgoingCall(draft), Some(NounId::OutgoingCall(id))) => {
            Change::OutgoingCall(Edit::Update(id, draft))
        }
        (Wanted::OutgoingCall(draft), _) => Change::OutgoingCall(Edit::Create(draft)),
        (Wanted::IncomingCall(draft), Some(NounId::IncomingCall(id))) => {
            Change::IncomingCall(Edit::Update(id, draft))
        }
        (Wanted::IncomingCall(draft), _) => Change::IncomingCall(Edit::Create(draft)),
    }
}

/// Lists what pruning may delete, dependants first. Lines go with their users, or by what the file says of a user's lines.
fn prunable(here: &Snapshot) -> impl Iterator<Item = NounId> {
    let nouns = here.nouns();
    let incoming = nouns.incoming_calls.keys().map(|id| NounId::IncomingCall(*id));
    let outgoing = nouns.outgoing_calls.keys().map(|id| NounId::OutgoingCall(*id));
    let trunks = nouns.trunks.keys().map(|id| NounId::Trunk(*id));
    let extensions = nouns.extensions.keys().map(|id| NounId::Extension(*id));
    let users = nouns.users.keys().map(|id| NounId::User(*id));
    let contexts = nouns.contexts.keys().map(|id| NounId::Context(*id));
    incoming.chain(outgoing).chain(trunks).chain(extensions).chain(users).chain(contexts)
}

fn delete(id: NounId) -> Option<Change> {
    Some(match id {
        NounId::General => return None,
        NounId::Context(id) => Change::Context(Edit::Delete(id)),
        NounId::User(id) => Change::User(Edit::Delete(id)),
        NounId::Line(id) => Change::Line(Edit::Delete(id)),
        NounId::Extension(id) => Change::Extension(Edit::Delete(id)),
        NounId::Trunk(id) => Change::Trunk(Edit::Delete(id)),
        NounId::OutgoingCall(id) => Change::OutgoingCall(Edit::Delete(id)),
        NounId::IncomingCall(id) => Change::IncomingCall(Edit::Delete(id)),
    })
}
