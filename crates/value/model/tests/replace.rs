//! `Replace` sets a whole noun: what a form shows when it is sent, as PUT does.

// Functions that tests share are tests too, which clippy cannot see.
#![allow(clippy::unwrap_used)]

use model::{
    Change, Edit, RegisterDraft, Secret, Snapshot, TrunkDraft, TrunkId, UserDraft, trunk::AddressingWord,
};

fn trunk() -> TrunkDraft {
    TrunkDraft {
        name: Some("t".into()),
        password: Some(Secret::new("Br1ght-Kettle")),
        context: Some("Incalls".into()),
        addressing: Some(AddressingWord::Static),
        address: Some("192.0.2.1".into()),
        transit: Some(true),
        register: Some(RegisterDraft {
            username: Some("me".into()),
            password: Some(Secret::new("theirs")),
            ..Default::default()
        }),
        ..Default::default()
    }
}

fn with(draft: TrunkDraft) -> (Snapshot, TrunkId) {
    let snapshot = Snapshot::factory().apply(&[Change::Trunk(Edit::Create(draft))]).unwrap();
    let id = snapshot.trunk_by_name("t").unwrap().id;
    (snapshot, id)
}

#[test]
fn what_a_replacement_leaves_out_takes_its_default_and_passwords_stay() {
    let (snapshot, id) = with(trunk());
    let whole = TrunkDraft { password: None, transit: None, ..trunk() };
    let whole = TrunkDraft {
        register: Some(RegisterDraft { password: None, ..whole.register.clone().unwrap() }),
        ..whole
    };
    let after = snapshot.apply(&[Change::Trunk(Edit::Replace(id, whole))]).unwrap();
    let trunk = after.trunk(id).unwrap();
    assert!(!trunk.calls.transit);
    assert_eq!(trunk.auth.password, Some(Secret::new("Br1ght-Kettle")));
    assert_eq!(trunk.register.as_ref().unwrap().password, Some(Secret::new("theirs")));
}

#[test]
fn a_replacement_without_a_register_tab_takes_the_tab_away() {
    let (snapshot, id) = with(trunk());
    let after = snapshot
        .apply(&[Change::Trunk(Edit::Replace(id, TrunkDraft { register: None, ..trunk() }))])
        .unwrap();
    assert!(after.trunk(id).unwrap().register.is_none());
}

#[test]
fn an_update_leaves_alone_what_it_leaves_out() {
    let (snapshot, id) = with(trunk());
    let update = TrunkDraft { transit: Some(false), ..Default::default() };
    let after = snapshot.apply(&[Change::Trunk(Edit::Update(id, update))]).unwrap();
    assert_eq!(after.trunk(id).unwrap().register, snapshot.trunk(id).unwrap().register);
}

#[test]
fn a_user_who_is_replaced_without_a_last_name_is_called_by_the_first() {
    let alice = |last: Option<&str>| UserDraft {
        firstname: Some("Alice".into()),
        lastname: last.map(Into::into),
        ..Default::default()
    };
    let before = Snapshot::factory().apply(&[Change::User(Edit::Create(alice(Some("Lab"))))]).unwrap();
    let id = before.users_by_name("Alice Lab").next().unwrap().id;
    let after = before.apply(&[Change::User(Edit::Replace(id, alice(None)))]).unwrap();
    assert_eq!(after.user(id).unwrap().full_name(), "Alice");
}
