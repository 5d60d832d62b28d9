//! Site files: whatever is typed becomes a configuration or a list of what is wrong with it, and a configuration that was taken
//! is taken again without a change.

use model::{
    Change, ContextDraft, Edit, GeneralDraft, IncomingCallDraft, Naming, OutgoingCallDraft, Snapshot,
    TrunkDraft, UserDraft,
};
use serde::de::DeserializeOwned;
use toml::{Table, Value};

/// Reads the bytes as TOML with the tables of a site file, and applies what they say.
pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(table) = text.parse::<Table>() else { return };
    let mut changes: Vec<Change> = drafts::<GeneralDraft>(&table, "general").map(Change::General).collect();
    changes.extend(drafts::<ContextDraft>(&table, "context").map(Edit::Create).map(Change::Context));
    changes.extend(drafts::<UserDraft>(&table, "user").map(Edit::Create).map(Change::User));
    changes.extend(drafts::<TrunkDraft>(&table, "trunk").map(Edit::Create).map(Change::Trunk));
    changes.extend(
        drafts::<OutgoingCallDraft>(&table, "outgoing_call").map(Edit::Create).map(Change::OutgoingCall),
    );
    changes.extend(
        drafts::<IncomingCallDraft>(&table, "incoming_call").map(Edit::Create).map(Change::IncomingCall),
    );
    match Snapshot::factory().apply(&changes) {
        Err(wrong) => {
            assert!(wrong.iter().all(|error| !error.remedy.is_empty()), "a refusal names its remedy")
        }
        Ok(site) => stays(&site),
    }
}

/// Every trunk and user, written down as drafts and applied again, is what it was.
fn stays(site: &Snapshot) {
    let naming = Naming::Ids;
    let trunks =
        site.nouns().trunks.values().map(|trunk| Change::Trunk(Edit::Update(trunk.id, trunk.draft(naming))));
    let users = site.nouns().users.values().map(|user| Change::User(Edit::Update(user.id, user.draft())));
    let again = site.apply(&trunks.chain(users).collect::<Vec<_>>());
    assert!(
        again.is_ok_and(|again| again.difference(site).is_empty()),
        "what was taken is taken again without a change"
    );
}

fn drafts<D: DeserializeOwned>(table: &Table, key: &str) -> impl Iterator<Item = D> {
    let values = match table.get(key) {
        Some(Value::Array(values)) => values.clone(),
        Some(value) => vec![value.clone()],
        None => vec![],
    };
    values.into_iter().filter_map(|value| value.try_into().ok())
}
