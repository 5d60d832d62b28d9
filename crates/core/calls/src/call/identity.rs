//! Who the called side sees: a line's own caller id, a trunk's as it came, both edited by what the call passes.

use model::{CallerId, CallerIdEdit, LineId, Snapshot};
use routing::CallerIdToSend;
use sip_core::{Caller, Incoming, Party};

/// The caller as people inside see it. What a line's phone says of itself in From is not believed: the line says it.
pub(super) fn caller(snapshot: &Snapshot, incoming: &Incoming) -> Caller {
    match incoming.party {
        Party::Line(line) => Caller { private: incoming.caller.private, ..of_line(snapshot, line) },
        Party::Trunk(_) => incoming.caller.clone(),
    }
}

/// Edits the name as the incoming call wants it.
pub(super) fn edited(caller: &Caller, edit: Option<&CallerIdEdit>) -> Caller {
    let name = edit.map_or_else(|| caller.name.clone(), |edit| edit.edit(&caller.name));
    Caller { name, ..caller.clone() }
}

/// The caller as the outside sees it, where a trunk has no caller id of its own for those who have none.
pub(super) fn outside(caller: &Caller, send: &CallerIdToSend) -> Caller {
    match send {
        CallerIdToSend::AsIs => caller.clone(),
        CallerIdToSend::Show(id) => shown(caller, id),
        CallerIdToSend::Hide(id) => {
            let caller = id.as_ref().map_or_else(|| caller.clone(), |id| shown(caller, id));
            Caller { private: true, ..caller }
        }
    }
}

/// The line's caller id, else its user's, else the user's name with the line's number, or that of the main line.
fn of_line(snapshot: &Snapshot, id: LineId) -> Caller {
    let Some(line) = snapshot.line(id) else { return Caller::default() };
    let user = snapshot.user(line.user);
    let main = || snapshot.lines_of_user(line.user).iter().filter_map(|id| snapshot.line(*id));
    let number = line.extension.as_ref().or_else(|| main().find_map(|line| line.extension.as_ref()));
    let plain = Caller {
        name: user.map(model::User::full_name).unwrap_or_default(),
        number: number.map_or_else(|| line.username.to_string(), ToString::to_string),
        private: false,
    };
    let own = line.caller_id.as_ref().or_else(|| user.and_then(|user| user.caller_id.as_ref()));
    own.map_or(plain.clone(), |own| shown(&plain, own))
}

/// What a caller id says, over what it leaves open.
fn shown(caller: &Caller, id: &CallerId) -> Caller {
    let name = id.name.as_ref().map_or_else(|| caller.name.clone(), ToString::to_string);
    let number = id.number.as_ref().map_or_else(|| caller.number.clone(), ToString::to_string);
    Caller { name, number, private: caller.private }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alice() -> Caller {
        Caller { name: "Alice".into(), number: "201".into(), private: false }
    }

    fn id(text: &str) -> CallerId {
        CallerId::parse(text).unwrap()
    }

    #[test]
    fn the_outside_sees_what_the_outgoing_call_says() {
        assert_eq!(outside(&alice(), &CallerIdToSend::AsIs), alice());
        let firm = outside(&alice(), &CallerIdToSend::Show(id("\"Firm\" <0551>")));
        assert_eq!((firm.name.as_str(), firm.number.as_str()), ("Firm", "0551"));
        let number_only = outside(&alice(), &CallerIdToSend::Show(id("<0551>")));
        assert_eq!((number_only.name.as_str(), number_only.number.as_str()), ("Alice", "0551"));
    }

    #[test]
    fn a_hidden_caller_is_private_and_a_trusted_trunk_still_learns_the_number() {
        let hidden = outside(&alice(), &CallerIdToSend::Hide(Some(id("<0551>"))));
        assert!(hidden.private);
        assert_eq!(hidden.number, "0551");
        assert_eq!(outside(&alice(), &CallerIdToSend::Hide(None)).number, "201");
    }
}
