//! What is allowed but probably not meant.

use std::{collections::HashSet, fmt};

use serde::Serialize;

use crate::{
    address::Transport,
    destination::Destination,
    id::{ContextId, NounId},
    media_encryption::MediaEncryption,
    nouns::Nouns,
};

/// A configuration that works, yet hardly as wished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Warning {
    /// Toll fraud: calls from a trunk can reach an outgoing call, and so be charged to us.
    TrunkReachesOutgoingCall {
        /// The trunk.
        trunk: String,
        /// Its context.
        context: String,
        /// The outgoing call.
        outgoing_call: String,
        /// Whether the trunk's calls may really leave; if not, only that setting keeps them in.
        transit: bool,
    },
    /// Calls are sent to a user who has no line.
    UserWithoutLine {
        /// Who sends them.
        from: String,
        /// The user.
        user: String,
    },
    /// An outgoing call uses a trunk that is never called.
    TrunkNotCalled {
        /// The outgoing call.
        outgoing_call: String,
        /// The trunk, of type user.
        trunk: String,
    },
    /// An outgoing call has no trunk that is in use.
    TrunksDisabled {
        /// The outgoing call.
        outgoing_call: String,
    },
    /// A trunk's audio must be encrypted, and its keys are sent in clear.
    KeysInClear {
        /// The trunk.
        trunk: String,
    },
    /// An emergency number leads nowhere.
    EmergencyUnreachable {
        /// The number.
        number: String,
        /// The context in which it is dialled.
        context: String,
    },
    /// An emergency number leads to something of ours.
    EmergencyLeadsElsewhere {
        /// The number.
        number: String,
        /// The context in which it is dialled.
        context: String,
        /// Where it leads.
        leads_to: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TrunkReachesOutgoingCall { trunk, context, outgoing_call, transit: true } => write!(
                f,
                "toll fraud: calls from trunk {trunk} can leave by outgoing call {outgoing_call}, which its context {context} reaches"
            ),
            Self::TrunkReachesOutgoingCall { trunk, context, outgoing_call, transit: false } => write!(
                f,
                "context {context} of trunk {trunk} reaches outgoing call {outgoing_call}; only transit = false keeps its calls in"
            ),
            Self::KeysInClear { trunk } => write!(
                f,
                "trunk {trunk} requires encrypted audio, but its SIP does not go over TLS: whoever listens reads the keys"
            ),
            Self::EmergencyUnreachable { number, context } => {
                write!(f, "emergency number {number} leaves by no trunk from context {context}")
            }
            Self::EmergencyLeadsElsewhere { number, context, leads_to } => {
                write!(
                    f,
                    "emergency number {number} leads to {leads_to} from context {context}, and out by no trunk"
                )
            }
            Self::UserWithoutLine { from, user } => write!(f, "{from} leads to user {user}, who has no line"),
            Self::TrunksDisabled { outgoing_call } => {
                write!(f, "outgoing call {outgoing_call} goes nowhere: every trunk of it is disabled")
            }
            Self::TrunkNotCalled { outgoing_call, trunk } => {
                write!(
                    f,
                    "outgoing call {outgoing_call} uses trunk {trunk}, which is of type user and is never called"
                )
            }
        }
    }
}

/// Finds all warnings.
pub(super) fn of(nouns: &Nouns) -> Vec<Warning> {
    let mut out = vec![];
    fraud(nouns, &mut out);
    lineless(nouns, &mut out);
    uncalled(nouns, &mut out);
    keys_in_clear(nouns, &mut out);
    out
}

fn fraud(nouns: &Nouns, out: &mut Vec<Warning>) {
    for trunk in nouns.trunks.values().filter(|trunk| trunk.enabled) {
        let reached = reachable(nouns, trunk.context);
        for call in nouns.outgoing_calls.values().filter(|call| reached.contains(&call.context)) {
            out.push(Warning::TrunkReachesOutgoingCall {
                trunk: trunk.name.to_string(),
                context: nouns
                    .contexts
                    .get(&trunk.context)
                    .map(|context| context.name.to_string())
                    .unwrap_or_default(),
                outgoing_call: call.name.to_string(),
                transit: trunk.calls.transit,
            });
        }
    }
}

/// Gives a context and all that it includes, however far.
fn reachable(nouns: &Nouns, from: ContextId) -> HashSet<ContextId> {
    let (mut seen, mut todo) = (HashSet::new(), vec![from]);
    while let Some(id) = todo.pop() {
        if seen.insert(id) {
            todo.extend(
                nouns.contexts.get(&id).into_iter().flat_map(|context| context.includes.iter().copied()),
            );
        }
    }
    seen
}

fn lineless(nouns: &Nouns, out: &mut Vec<Warning>) {
    let with_line: HashSet<_> = nouns.lines.values().map(|line| line.user).collect();
    let extensions = nouns.extensions.values().map(|e| (NounId::Extension(e.id), &e.destination));
    let incoming = nouns.incoming_calls.values().map(|c| (NounId::IncomingCall(c.id), &c.destination));
    for (from, destination) in extensions.chain(incoming) {
        let Destination::User(user) = destination else { continue };
        if !with_line.contains(user) {
            let user = nouns.users.get(user).map(|user| user.full_name()).unwrap_or_default();
            out.push(Warning::UserWithoutLine { from: nouns.title(from), user });
        }
    }
}

fn keys_in_clear(nouns: &Nouns, out: &mut Vec<Warning>) {
    let required = nouns.trunks.values().filter(|trunk| {
        trunk.enabled
            && trunk.media_encryption == MediaEncryption::Required
            && trunk.reach.transport != Transport::Tls
    });
    out.extend(required.map(|trunk| Warning::KeysInClear { trunk: trunk.name.to_string() }));
}

fn uncalled(nouns: &Nouns, out: &mut Vec<Warning>) {
    for call in nouns.outgoing_calls.values() {
        let mut trunks = call.trunks.iter().filter_map(|id| nouns.trunks.get(id)).peekable();
        if trunks.peek().is_some() && trunks.all(|trunk| !trunk.enabled) {
            out.push(Warning::TrunksDisabled { outgoing_call: call.name.to_string() });
        }
        for trunk in call.trunks.iter().filter_map(|id| nouns.trunks.get(id)) {
            if !trunk.reach.connection.is_called() {
                out.push(Warning::TrunkNotCalled {
                    outgoing_call: call.name.to_string(),
                    trunk: trunk.name.to_string(),
                });
            }
        }
    }
}
