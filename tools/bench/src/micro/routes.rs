//! Routing among 10,000 extensions and 1,000 patterns of outgoing calls.

use std::sync::Arc;

use anyhow::{Result, ensure};
use model::{
    Change, ContextId, DestinationDraft, Edit, ExtensionDraft, OutgoingCallDraft, OutgoingExtensionDraft,
    Snapshot, TrunkDraft,
};
use routing::{Ask, Caller, Router};

use super::clock::{Clock, Spread};

/// A number that is an extension.
pub(super) fn number(clock: &Clock) -> Result<Spread> {
    route(clock, "27500")
}

/// A number that the last pattern takes.
pub(super) fn pattern(clock: &Clock) -> Result<Spread> {
    route(clock, "003909991234")
}

fn route(clock: &Clock, dialled: &str) -> Result<Spread> {
    let router = Router::new(Arc::new(site()?));
    let ask = Ask::new(Caller::Context(ContextId(1)), dialled);
    Ok(clock.time(|| router.route(&ask)))
}

fn site() -> Result<Snapshot> {
    let trunk = TrunkDraft { name: Some("t".into()), context: Some("Incalls".into()), ..Default::default() };
    let mut changes = vec![Change::Trunk(Edit::Create(trunk))];
    changes.extend((20_000..30_000).map(|number| {
        Change::Extension(Edit::Create(ExtensionDraft {
            number: Some(format!("{number}")),
            context: Some("default".into()),
            destination: Some(DestinationDraft::Echo),
        }))
    }));
    // Every pattern begins alike: the worst case for anything that looks at first characters only.
    let pattern = |n: u32| OutgoingExtensionDraft {
        pattern: Some(format!("0039{n:04}X.")),
        stripnum: Some(4),
        ..Default::default()
    };
    changes.push(Change::OutgoingCall(Edit::Create(OutgoingCallDraft {
        name: Some("out".into()),
        context: Some("to-extern".into()),
        trunks: Some(vec!["t".into()]),
        extension: Some((0..1_000).map(pattern).collect()),
        ..Default::default()
    })));
    let snapshot = Snapshot::factory().apply(&changes);
    ensure!(snapshot.is_ok(), "the site is refused: {:?}", snapshot.err());
    Ok(snapshot.unwrap_or_else(|_| Snapshot::factory()))
}
