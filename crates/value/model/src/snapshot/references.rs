//! What every noun refers to, each reference with the field that holds it.

use crate::{destination::Destination, id::NounId, nouns::Nouns};

/// A reference: who refers, by which field, to what.
pub(super) type Reference = (NounId, &'static str, NounId);

/// Lists every reference of the configuration.
pub(super) fn of(nouns: &Nouns) -> Vec<Reference> {
    let mut out = vec![];
    for context in nouns.contexts.values() {
        let included = context.includes.iter().map(|id| NounId::Context(*id));
        out.extend(included.map(|id| (NounId::Context(context.id), "includes", id)));
    }
    for line in nouns.lines.values() {
        out.push((NounId::Line(line.id), "user", NounId::User(line.user)));
        out.push((NounId::Line(line.id), "context", NounId::Context(line.context)));
    }
    for extension in nouns.extensions.values() {
        let id = NounId::Extension(extension.id);
        out.push((id, "context", NounId::Context(extension.context)));
        out.extend(target(&extension.destination).map(|to| (id, "destination", to)));
    }
    for trunk in nouns.trunks.values() {
        out.push((NounId::Trunk(trunk.id), "context", NounId::Context(trunk.context)));
    }
    for call in nouns.outgoing_calls.values() {
        let id = NounId::OutgoingCall(call.id);
        out.push((id, "context", NounId::Context(call.context)));
        out.extend(call.trunks.iter().map(|trunk| (id, "trunks", NounId::Trunk(*trunk))));
    }
    for call in nouns.incoming_calls.values() {
        let id = NounId::IncomingCall(call.id);
        out.push((id, "context", NounId::Context(call.context)));
        out.extend(target(&call.destination).map(|to| (id, "destination", to)));
    }
    out
}

fn target(destination: &Destination) -> Option<NounId> {
    match destination {
        Destination::User(user) => Some(NounId::User(*user)),
        Destination::Extension { context, .. } => Some(NounId::Context(*context)),
        Destination::Hangup(_)
        | Destination::Echo
        | Destination::Milliwatt
        | Destination::Announcement(_) => None,
    }
}
