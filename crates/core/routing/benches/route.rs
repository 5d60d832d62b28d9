//! How long it takes to find where a number goes among 10,000 extensions and 1,000 patterns; the bar is 5 microseconds.
#![allow(missing_docs, reason = "criterion's macros make public functions without docs")]

use std::{hint::black_box, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use model::{
    Change, ContextDraft, ContextId, ContextKind, Destination, DestinationDraft, Edit, ExtensionDraft,
    OutgoingCallDraft, OutgoingExtensionDraft, Snapshot, TrunkDraft, UserDraft,
};
use routing::{Ask, Caller, Router};

fn site() -> Router {
    let user =
        Change::User(Edit::Create(UserDraft { firstname: Some("Alice".into()), ..Default::default() }));
    let trunk = TrunkDraft { name: Some("t".into()), context: Some("Incalls".into()), ..Default::default() };
    let second =
        ContextDraft { name: Some("more".into()), kind: Some(ContextKind::Internal), ..Default::default() };
    let mut changes = vec![user, Change::Trunk(Edit::Create(trunk)), Change::Context(Edit::Create(second))];
    changes.extend((0..10_000).map(|n| {
        Change::Extension(Edit::Create(ExtensionDraft {
            number: Some(format!("{}", 20_000 + n)),
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
    let Ok(snapshot) = Snapshot::factory().apply(&changes) else { unreachable!("the site is valid") };
    assert!(snapshot.nouns().extensions.values().all(|e| e.destination == Destination::Echo));
    Router::new(Arc::new(snapshot))
}

fn route(c: &mut Criterion) {
    let router = site();
    for (name, dialled) in
        [("exact", "27500"), ("last of 1000 patterns", "003909991234"), ("no match", "00381234567")]
    {
        let ask = Ask::new(Caller::Context(ContextId(1)), dialled);
        c.bench_function(&format!("route/{name}"), |b| b.iter(|| black_box(router.route(black_box(&ask)))));
    }
}

criterion_group!(benches, route);
criterion_main!(benches);
