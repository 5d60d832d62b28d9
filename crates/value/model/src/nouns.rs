//! All nouns of one configuration, by identity: what storage loads and saves.

use std::{collections::BTreeMap, sync::Arc};

use serde::Serialize;

use crate::{
    context::{Context, ContextKind},
    extension::Extension,
    general::General,
    id::{ContextId, ExtensionId, IncomingCallId, LineId, NounId, OutgoingCallId, TrunkId, UserId},
    incoming_call::IncomingCall,
    line::Line,
    mention::Mention,
    outgoing_call::OutgoingCall,
    text::ContextName,
    trunk::Trunk,
    user::User,
};

/// Nouns of one kind, in the order of their ids. They are shared, so that a copy of the configuration costs little.
pub type Table<I, N> = BTreeMap<I, Arc<N>>;

/// All nouns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nouns {
    /// The general SIP settings.
    pub general: Arc<General>,
    /// Contexts.
    pub contexts: Table<ContextId, Context>,
    /// Users.
    pub users: Table<UserId, User>,
    /// Lines.
    pub lines: Table<LineId, Line>,
    /// Extensions.
    pub extensions: Table<ExtensionId, Extension>,
    /// Trunks.
    pub trunks: Table<TrunkId, Trunk>,
    /// Outgoing calls.
    pub outgoing_calls: Table<OutgoingCallId, OutgoingCall>,
    /// Incoming calls.
    pub incoming_calls: Table<IncomingCallId, IncomingCall>,
    /// The highest id that was ever given, to a noun of any kind: an id is never given twice, or old call records would name
    /// the wrong thing.
    pub last_id: u32,
}

/// Any noun.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "noun")]
pub enum Noun {
    /// The general SIP settings.
    General(Box<General>),
    /// A context.
    Context(Context),
    /// A user.
    User(User),
    /// A line.
    Line(Line),
    /// An extension.
    Extension(Extension),
    /// A trunk.
    Trunk(Box<Trunk>),
    /// An outgoing call.
    OutgoingCall(OutgoingCall),
    /// An incoming call.
    IncomingCall(IncomingCall),
}

impl Noun {
    /// Returns whose it is.
    pub fn id(&self) -> NounId {
        match self {
            Self::General(_) => NounId::General,
            Self::Context(context) => NounId::Context(context.id),
            Self::User(user) => NounId::User(user.id),
            Self::Line(line) => NounId::Line(line.id),
            Self::Extension(extension) => NounId::Extension(extension.id),
            Self::Trunk(trunk) => NounId::Trunk(trunk.id),
            Self::OutgoingCall(call) => NounId::OutgoingCall(call.id),
            Self::IncomingCall(call) => NounId::IncomingCall(call.id),
        }
    }

    /// Mentions it.
    pub fn mention(&self) -> Mention {
        let id = self.id();
        Mention { noun: id.kind(), id: id.number(), name: self.name().unwrap_or_default() }
    }

    /// Returns what people call it; none for the general settings, of which there is one set.
    pub fn name(&self) -> Option<String> {
        Some(match self {
            Self::General(_) => return None,
            Self::Context(context) => context.name.to_string(),
            Self::User(user) => user.full_name(),
            Self::Line(line) => line.username.to_string(),
            Self::Extension(extension) => extension.number.to_string(),
            Self::Trunk(trunk) => trunk.name.to_string(),
            Self::OutgoingCall(call) => call.name.to_string(),
            Self::IncomingCall(call) => call.did.to_string(),
        })
    }
}

impl Nouns {
    /// Gives what a new exchange has: XiVO's three contexts, `default` including `to-extern`, and no number.
    pub fn factory() -> Self {
        let mut nouns = Self::default();
        for (id, name, label, kind) in [
            (1, "default", "Default", ContextKind::Internal),
            (2, "Incalls", "Incalls", ContextKind::Incall),
            (3, "to-extern", "Outcalls", ContextKind::Outcall),
        ] {
            let (Ok(name), Ok(label)) = (ContextName::parse(name), crate::text::Label::parse(label)) else {
                unreachable!("three names that keep the rule: a test reads them")
            };
            let includes = if id == 1 { vec![ContextId(3)] } else { vec![] };
            nouns.insert(Noun::Context(Context {
                id: ContextId(id),
                name,
                label: Some(label),
                kind,
                includes,
                ranges: vec![],
            }));
        }
        nouns
    }

    /// Puts a noun in, in place of the one that had its id.
    pub fn insert(&mut self, noun: Noun) {
        self.last_id = self.last_id.max(noun.id().number());
        match noun {
            Noun::General(general) => self.general = Arc::from(general),
            Noun::Context(context) => drop(self.contexts.insert(context.id, Arc::new(context))),
            Noun::User(user) => drop(self.users.insert(user.id, Arc::new(user))),
            Noun::Line(line) => drop(self.lines.insert(line.id, Arc::new(line))),
            Noun::Extension(extension) => drop(self.extensions.insert(extension.id, Arc::new(extension))),
            Noun::Trunk(trunk) => drop(self.trunks.insert(trunk.id, Arc::new(*trunk))),
            Noun::OutgoingCall(call) => drop(self.outgoing_calls.insert(call.id, Arc::new(call))),
            Noun::IncomingCall(call) => drop(self.incoming_calls.insert(call.id, Arc::new(call))),
        }
    }

    /// Takes a noun out; says whether it was there.
    pub fn remove(&mut self, id: NounId) -> bool {
        match id {
            NounId::General => false,
            NounId::Context(id) => self.contexts.remove(&id).is_some(),
            NounId::User(id) => self.users.remove(&id).is_some(),
            NounId::Line(id) => self.lines.remove(&id).is_some(),
            NounId::Extension(id) => self.extensions.remove(&id).is_some(),
            NounId::Trunk(id) => self.trunks.remove(&id).is_some(),
            NounId::OutgoingCall(id) => self.outgoing_calls.remove(&id).is_some(),
            NounId::IncomingCall(id) => self.incoming_calls.remove(&id).is_some(),
        }
    }

    /// Says whether a noun is there.
    pub fn contains(&self, id: NounId) -> bool {
        match id {
            NounId::General => true,
            NounId::Context(id) => self.contexts.contains_key(&id),
            NounId::User(id) => self.users.contains_key(&id),
            NounId::Line(id) => self.lines.contains_key(&id),
            NounId::Extension(id) => self.extensions.contains_key(&id),
            NounId::Trunk(id) => self.trunks.contains_key(&id),
            NounId::OutgoingCall(id) => self.outgoing_calls.contains_key(&id),
            NounId::IncomingCall(id) => self.incoming_calls.contains_key(&id),
        }
    }

    /// Gives an id that no noun ever had.
    pub(crate) fn next_id(&mut self) -> u32 {
        self.last_id = self.last_id.saturating_add(1);
        self.last_id
    }

    /// Returns a copy of a noun.
    pub fn get(&self, id: NounId) -> Option<Noun> {
        Some(match id {
            NounId::General => Noun::General(Box::new(self.general.as_ref().clone())),
            NounId::Context(id) => Noun::Context(self.contexts.get(&id)?.as_ref().clone()),
            NounId::User(id) => Noun::User(self.users.get(&id)?.as_ref().clone()),
            NounId::Line(id) => Noun::Line(self.lines.get(&id)?.as_ref().clone()),
            NounId::Extension(id) => Noun::Extension(self.extensions.get(&id)?.as_ref().clone()),
            NounId::Trunk(id) => Noun::Trunk(Box::new(self.trunks.get(&id)?.as_ref().clone())),
            NounId::OutgoingCall(id) => Noun::OutgoingCall(self.outgoing_calls.get(&id)?.as_ref().clone()),
            NounId::IncomingCall(id) => Noun::IncomingCall(self.incoming_calls.get(&id)?.as_ref().clone()),
        })
    }

    /// Returns what people call a noun; none where there is none of this id, and for the general settings.
    pub fn name(&self, id: NounId) -> Option<String> {
        self.get(id)?.name()
    }

    /// Mentions a noun; by its number where it is gone.
    pub fn mention(&self, id: NounId) -> Mention {
        let name = match id {
            NounId::General => String::new(),
            _ => self.name(id).unwrap_or_else(|| id.number().to_string()),
        };
        Mention { noun: id.kind(), id: id.number(), name }
    }

    /// Names a noun for people: `trunk xivo-trunk`.
    pub fn title(&self, id: NounId) -> String {
        self.mention(id).to_string()
    }
}
