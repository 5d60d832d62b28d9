//! A number that leaves by a trunk: what is stripped and added, which trunks, what the other side sees of the caller.

use model::{Class, OutgoingCall, OutgoingCallId, OutgoingCallerId, OutgoingExtension, Snapshot, User};

use crate::{
    ask::Caller,
    decision::{CallerIdToSend, Decision, NoRoute, TrunkRoute},
    router::Router,
    trace::{Step, Trace},
};

/// Decides how a number leaves by an outgoing call's pattern.
pub(crate) fn leave(
    router: &Router,
    caller: Caller,
    number: &str,
    (id, at): (OutgoingCallId, usize),
    trace: &mut Trace,
) -> Decision {
    let snapshot = router.snapshot();
    if let Some(trunk) = origin(snapshot, caller) {
        trace.push(Step::Transit { trunk: trunk.name.to_string(), allowed: trunk.calls.transit });
        if !trunk.calls.transit {
            return Decision::NoRoute(NoRoute::NoTransit);
        }
    }
    let call = snapshot.outgoing_call(id);
    let Some((call, extension)) = call.and_then(|call| Some((call, call.extensions.get(at)?))) else {
        unreachable!("the snapshot's entries name outgoing calls that it holds")
    };
    let Rewritten { stripped, added, sends } = rewrite(extension, number);
    // What a provider is told is what it bills, so the number is judged as it is sent. A number for help stays one, whatever
    // a trunk wants in front of it.
    let found = router.classes().classify(&sends);
    let is_ours = origin(snapshot, caller).is_none();
    let class = match found.class {
        // A trunk's call is nobody's of ours: it has no right to be spared.
        Class::Emergency if !is_ours => Class::National,
        _ if is_ours && router.classes().is_emergency(number) => Class::Emergency,
        class => class,
    };
    trace.push(Step::Class {
        number: found.number,
        class,
        by: found.by,
        country: found.country.map(str::to_owned),
    });
    let trunks = || call.trunks.iter().filter_map(|id| snapshot.trunk(*id));
    for trunk in trunks().filter(|trunk| !trunk.enabled) {
        trace.push(Step::TrunkDisabled { trunk: trunk.name.to_string() });
    }
    let enabled = || trunks().filter(|trunk| trunk.enabled);
    trace.push(Step::Outgoing {
        name: call.name.to_string(),
        stripped: stripped.to_owned(),
        added,
        sends: sends.clone(),
        trunks: enabled().map(|trunk| trunk.name.to_string()).collect(),
    });
    if enabled().next().is_none() {
        return Decision::NoRoute(NoRoute::TrunksDisabled);
    }
    let caller_id = match class {
        Class::Emergency => shown_to_help(extension, user_of(snapshot, caller)),
        _ => caller_id(call, extension, user_of(snapshot, caller)),
    };
    Decision::Trunks(TrunkRoute {
        outgoing_call: id,
        trunks: enabled().map(|trunk| trunk.id).collect(),
        number: sends,
        caller_id,
        ring_ms: Some(u64::from(call.ring_time) * 1000).filter(|ms| *ms > 0),
        class,
    })
}

/// What becomes of a number that leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten<'n> {
    /// What is taken off the front.
    pub stripped: &'n str,
    /// What is put in front of the rest.
    pub added: String,
    /// What is sent.
    pub sends: String,
}

/// Strips a number that matches an outgoing call's pattern, and puts the pattern's prefixes in front.
pub fn rewrite<'n>(extension: &OutgoingExtension, number: &'n str) -> Rewritten<'n> {
    let (stripped, rest) = strip(number, extension.stripnum);
    let added = [&extension.external_prefix, &extension.prefix]
        .map(|part| part.as_ref().map_or("", |n| n.as_str()))
        .concat();
    Rewritten { stripped, sends: format!("{added}{rest}"), added }
}

/// Splits off the first characters, as `${EXTEN:n}` does: past the end nothing is left.
pub(crate) fn strip(number: &str, count: usize) -> (&str, &str) {
    let at = number.char_indices().nth(count).map_or(number.len(), |(at, _)| at);
    number.split_at(at)
}

fn origin(snapshot: &Snapshot, caller: Caller) -> Option<&model::Trunk> {
    match caller {
        Caller::Trunk(id) => snapshot.trunk(id),
        Caller::Line(_) | Caller::Context(_) => None,
    }
}

fn user_of(snapshot: &Snapshot, caller: Caller) -> Option<&User> {
    match caller {
        Caller::Line(id) => snapshot.user(snapshot.line(id)?.user),
        Caller::Trunk(_) | Caller::Context(_) => None,
    }
}

/// Chooses what the other side sees: XiVO's order.
fn caller_id(call: &OutgoingCall, extension: &OutgoingExtension, user: Option<&User>) -> CallerIdToSend {
    if call.internal_caller_id {
        return CallerIdToSend::AsIs;
    }
    let of_pattern = extension.caller_id.clone();
    match user.map(|user| (&user.outgoing_caller_id, &user.caller_id)) {
        Some((OutgoingCallerId::Anonymous, _)) => CallerIdToSend::Hide(of_pattern),
        Some((OutgoingCallerId::Custom(own), _)) => CallerIdToSend::Show(own.clone()),
        Some((OutgoingCallerId::Default, own)) => {
            of_pattern.or_else(|| own.clone()).map_or(CallerIdToSend::AsIs, CallerIdToSend::Show)
        }
        None => of_pattern.map_or(CallerIdToSend::AsIs, CallerIdToSend::Show),
    }
}

/// Who calls for help is shown, always: by the caller id of the way out for it, else by his own.
fn shown_to_help(extension: &OutgoingExtension, user: Option<&User>) -> CallerIdToSend {
    let own = user.and_then(|user| match &user.outgoing_caller_id {
        OutgoingCallerId::Custom(own) => Some(own.clone()),
        OutgoingCallerId::Default | OutgoingCallerId::Anonymous => user.caller_id.clone(),
    });
    extension.caller_id.clone().or(own).map_or(CallerIdToSend::AsIs, CallerIdToSend::Show)
}

#[cfg(test)]
mod tests {
    use super::strip;

    /// What a real Asterisk gives for `${EXTEN:n}`; a stripnum has neither a length nor a sign.
    #[test]
    fn stripping_agrees_with_asterisk() {
        let mut checked = 0;
        for row in include_str!("../tests/substrings.tsv").lines().skip(1) {
            let mut columns = row.split('\t');
            let (Some(number), Some(expression), expected) = (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            let count = expression.trim_start_matches("${EXTEN:").trim_end_matches('}');
            if let Ok(count) = count.parse() {
                assert_eq!(strip(number, count).1, expected.unwrap_or_default(), "{number} {expression}");
                checked += 1;
            }
        }
        assert_eq!(checked, 10);
    }

    #[test]
    fn stripping_counts_characters_not_bytes() {
        assert_eq!(strip("é12", 1), ("é", "12"));
    }
}
