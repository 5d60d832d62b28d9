//! Who relies on a noun: what must go first before it can be deleted.

use crate::{
    destination::Destination,
    id::{ContextId, NounId, TrunkId, UserId},
    mention::Mention,
    nouns::Nouns,
};

/// Names everyone who refers to the noun.
pub(super) fn of(nouns: &Nouns, id: NounId) -> Vec<Mention> {
    let users: Vec<NounId> = match id {
        NounId::Context(context) => of_context(nouns, context),
        NounId::User(user) => of_user(nouns, user),
        NounId::Trunk(trunk) => of_trunk(nouns, trunk),
        NounId::General
        | NounId::Line(_)
        | NounId::Extension(_)
        | NounId::OutgoingCall(_)
        | NounId::IncomingCall(_) => vec![],
    };
    users.into_iter().map(|user| nouns.mention(user)).collect()
}

fn of_context(nouns: &Nouns, id: ContextId) -> Vec<NounId> {
    let contexts =
        nouns.contexts.values().filter(|c| c.includes.contains(&id)).map(|c| NounId::Context(c.id));
    let lines = nouns.lines.values().filter(|line| line.context == id).map(|line| NounId::Line(line.id));
    let trunks =
        nouns.trunks.values().filter(|trunk| trunk.context == id).map(|trunk| NounId::Trunk(trunk.id));
    let outgoing = nouns
        .outgoing_calls
        .values()
        .filter(|call| call.context == id)
        .map(|call| NounId::OutgoingCall(call.id));
    let leads = |to: &Destination| matches!(to, Destination::Extension { context, .. } if *context == id);
    let extensions = nouns
        .extensions
        .values()
        .filter(|extension| extension.context == id || leads(&extension.destination))
        .map(|extension| NounId::Extension(extension.id));
    let incoming = nouns
        .incoming_calls
        .values()
        .filter(|call| call.context == id || leads(&call.destination))
        .map(|call| NounId::IncomingCall(call.id));
    contexts.chain(lines).chain(trunks).chain(outgoing).chain(extensions).chain(incoming).collect()
}

fn of_user(nouns: &Nouns, id: UserId) -> Vec<NounId> {
    let wanted = Destination::User(id);
    let extensions =
        nouns.extensions.values().filter(|e| e.destination == wanted).map(|e| NounId::Extension(e.id));
    let incoming =
        nouns.incoming_calls.values().filter(|c| c.destination == wanted).map(|c| NounId::IncomingCall(c.id));
    extensions.chain(incoming).collect()
}

fn of_trunk(nouns: &Nouns, id: TrunkId) -> Vec<NounId> {
    let calls = nouns.outgoing_calls.values().filter(|call| call.trunks.contains(&id));
    calls.map(|call| NounId::OutgoingCall(call.id)).collect()
}
