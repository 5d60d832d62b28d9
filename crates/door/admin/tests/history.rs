//! The way back: undoing a change, restoring an earlier configuration, and what the audit has of it all.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails it by panicking")]

mod world;

use admin::{
    Actor, AuditAct, Contexts, Error, OutgoingCalls, Query, RevisionAct, Trunks, Users,
    site::{Step, Verb},
};
use model::{ContextDraft, NounKind, Problem, Role, Secret, TrunkDraft, UserDraft};
use world::{SITE_A, World};

fn trunk(world: &World) -> u32 {
    world.admin.snapshot().trunk_by_name("xivo-trunk").unwrap().id.0
}

fn conflicts<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<(NounKind, String, Problem)> {
    match result {
        Err(Error::Conflicts(conflicts)) => {
            conflicts.into_iter().map(|it| (it.noun.noun, it.noun.name, it.error.problem)).collect()
        }
        other => unreachable!("it must be refused: {other:?}"),
    }
}

fn field<'a>(step: &'a Step, name: &str) -> &'a admin::site::FieldChange {
    step.fields.iter().find(|change| change.field == name).unwrap()
}

#[tokio::test]
async fn what_was_deleted_comes_back_whole_with_its_identity_and_its_passwords() {
    let world = World::new("undelete").await;
    world.apply(SITE_A).await;
    let before = world.admin.snapshot();
    let out = before.nouns().outgoing_calls.values().find(|call| call.name.as_str() == "to-b").unwrap().id.0;
    world.admin.delete::<OutgoingCalls>(&Actor::Owner, out).await.unwrap();
    let gone = world.admin.delete::<Trunks>(&Actor::Owner, trunk(&world)).await.unwrap().revision.unwrap();
    let plan = world.admin.undo(&Actor::Owner, gone, true).await.unwrap();
    assert_eq!((plan.revision, plan.value.steps[0].verb), (None, Verb::Create));
    assert_eq!(world.admin.snapshot().revision().0, gone, "trying changes nothing");
    let back = world.admin.undo(&Actor::Owner, gone, false).await.unwrap();
    assert_eq!(back.revision, Some(gone + 1));
    world.admin.undo(&Actor::Owner, gone - 1, false).await.unwrap();
    assert_eq!(world.admin.snapshot().nouns(), before.nouns());
    let world = world.reopened().await;
    assert_eq!(world.admin.snapshot().nouns(), before.nouns());
    let rows = world.admin.history(&Query { limit: Some(1), ..Query::default() }).await.unwrap().items;
    assert_eq!(rows[0].act, RevisionAct::Undo { revision: gone - 1 });
    assert!(rows[0].summary.starts_with(&format!("undo revision {}: create outgoing call", gone - 1)));
    world.close();
}

#[tokio::test]
async fn what_was_changed_again_since_is_not_undone_and_the_refusal_names_the_later_change() {
    let world = World::new("later").await;
    world.apply(SITE_A).await;
    let id = trunk(&world);
    let change = |transit| TrunkDraft { transit: Some(transit), ..TrunkDraft::default() };
    let first =
        world.admin.update::<Trunks>(&Actor::Owner, id, change(true)).await.unwrap().revision.unwrap();
    let second =
        world.admin.update::<Trunks>(&Actor::Owner, id, change(false)).await.unwrap().revision.unwrap();
    let found = conflicts(world.admin.undo(&Actor::Owner, first, false).await);
    let later = Problem::ChangedLater { revision: second };
    assert_eq!(found, [(NounKind::Trunk, "xivo-trunk".to_owned(), later)]);
    // The latest can be undone, but not twice; then the one before it.
    world.admin.undo(&Actor::Owner, second, false).await.unwrap();
    world.admin.undo(&Actor::Owner, second, false).await.unwrap_err();
    world.admin.undo(&Actor::Owner, first, false).await.unwrap();
    assert!(matches!(world.admin.undo(&Actor::Owner, 99, false).await, Err(Error::NotFound { .. })));
    world.close();
}

#[tokio::test]
async fn what_others_rely_on_by_now_is_not_taken_away() {
    let world = World::new("relied-on").await;
    let context = ContextDraft { name: Some("sales".into()), ..ContextDraft::default() };
    let made = world.admin.create::<Contexts>(&Actor::Owner, context).await.unwrap().revision.unwrap();
    let text = "[[user]]\nfirstname = \"Bob\"\n[[user.line]]\nusername = \"bob\"\npassword = \"Kettle-9-boat\"\ncontext = \"sales\"\n";
    world.apply(text).await;
    let found = conflicts(world.admin.undo(&Actor::Owner, made, false).await);
    assert_eq!((found[0].0, found[0].1.as_str()), (NounKind::Context, "sales"));
    assert_eq!(found[0].2.to_string(), "is in use by line bob");
    world.close();
}

#[tokio::test]
async fn the_configuration_goes_back_to_an_earlier_revision_and_forward_again() {
    let world = World::new("back").await;
    world.apply(SITE_A).await;
    let (old, number) = (world.admin.snapshot(), world.admin.snapshot().revision().0);
    let new = TrunkDraft { password: Some(Secret::new("n3w-S3cret-indeed")), ..TrunkDraft::default() };
    world.admin.update::<Trunks>(&Actor::Owner, trunk(&world), new).await.unwrap();
    let user = UserDraft { firstname: Some("Zed".into()), ..UserDraft::default() };
    world.admin.create::<Users>(&Actor::Owner, user).await.unwrap();
    let newer = world.admin.snapshot();
    let tried = world.admin.restore_revision(&Actor::Owner, number, true).await.unwrap();
    let verbs: Vec<_> = tried.value.steps.iter().map(|step| (step.verb, step.noun.name.as_str())).collect();
    assert_eq!(verbs, [(Verb::Update, "xivo-trunk"), (Verb::Delete, "Zed")]);
    assert!(field(&tried.value.steps[0], "password").secret);
    assert_eq!(world.admin.snapshot().revision(), newer.revision());
    let done = world.admin.restore_revision(&Actor::Owner, number, false).await.unwrap();
    assert_eq!(done.value.steps, tried.value.steps);
    let back = world.admin.snapshot();
    assert_eq!(back.nouns().trunks, old.nouns().trunks);
    assert_eq!(back.nouns().users, old.nouns().users);
    assert_eq!(back.nouns().last_id, newer.nouns().last_id, "an id is never given twice");
    let again = world.admin.restore_revision(&Actor::Owner, number, false).await.unwrap();
    assert_eq!((again.revision, again.value.steps.len()), (None, 0), "it is so already");
    world.admin.restore_revision(&Actor::Owner, newer.revision().0, false).await.unwrap();
    assert_eq!(world.admin.snapshot().nouns(), newer.nouns());
    world.close();
}

#[tokio::test]
async fn a_revision_is_read_with_what_it_did_to_each_field() {
    let world = World::new("detail").await;
    world.apply(SITE_A).await;
    let id = trunk(&world);
    let new = TrunkDraft {
        password: Some(Secret::new("n3w-S3cret-indeed")),
        transit: Some(true),
        ..TrunkDraft::default()
    };
    let number = world.admin.update::<Trunks>(&Actor::Owner, id, new).await.unwrap().revision.unwrap();
    let rename = TrunkDraft { name: Some("renamed".into()), ..TrunkDraft::default() };
    world.admin.update::<Trunks>(&Actor::Owner, id, rename).await.unwrap();
    let detail = world.admin.revision(number).await.unwrap();
    assert_eq!((detail.steps.len(), detail.revision.nouns_total), (1, 1));
    assert_eq!(detail.steps[0].noun.name, "xivo-trunk", "it is told as it was called then");
    let change = field(&detail.steps[0], "transit");
    assert_eq!((change.from.as_deref(), change.to.as_deref()), (Some("false"), Some("true")));
    assert!(!serde_json::to_string(&detail).unwrap().contains("S3cret"));
    let factory = world.admin.revision(0).await.unwrap();
    assert_eq!((factory.revision.act, factory.steps.len()), (RevisionAct::Factory, 3));
    assert!(matches!(world.admin.revision(99).await, Err(Error::NotFound { .. })));
    let found = |search: &str| Query { search: Some(search.into()), ..Query::default() };
    assert_eq!(world.admin.history(&found("renamed")).await.unwrap().total, 1);
    assert_eq!(world.admin.history(&found("S3cret")).await.unwrap().total, 0);
    world.close();
}

#[tokio::test]
async fn who_looks_at_a_password_or_insists_on_a_weak_one_is_in_the_audit() {
    let world = World::new("audit").await;
    let ada = Actor::Administrator { username: "ada".into(), role: Role::Administrator };
    world.apply(SITE_A).await;
    let id = trunk(&world);
    let shown = world.admin.trunk_secrets(&ada, id).await.unwrap();
    assert_eq!((shown.password.as_deref(), shown.register_password.as_deref()), (Some("pass"), Some("pass")));
    let line = world.admin.snapshot().line_by_username("alice").unwrap().id.0;
    assert!(world.admin.line_secrets(&ada, line).await.unwrap().password.is_some());
    for role in [Role::Operator, Role::ReadOnly] {
        let other = Actor::Administrator { username: "bob".into(), role };
        assert!(matches!(world.admin.trunk_secrets(&other, id).await, Err(Error::Forbidden { .. })));
        assert!(matches!(world.admin.audit(&other, &Query::default()).await, Err(Error::Forbidden { .. })));
    }
    world.admin.export(&ada, true).await.unwrap();
    world.admin.export(&ada, false).await.unwrap();
    let rows = world.admin.audit(&Actor::Owner, &Query::default()).await.unwrap().items;
    let told: Vec<_> =
        rows.iter().map(|row| (row.act, row.subject.name.as_str(), row.author.as_str())).collect();
    assert_eq!(told[0], (AuditAct::SecretsExported, "", "administrator ada"));
    assert_eq!(told[1], (AuditAct::SecretsShown, "alice", "administrator ada"));
    assert_eq!(told[2], (AuditAct::SecretsShown, "xivo-trunk", "administrator ada"));
    assert!(told[3..].contains(&(AuditAct::WeakPassword, "xivo-trunk", "owner")), "{told:?}");
    assert!(!serde_json::to_string(&rows).unwrap().contains("\"pass\""));
    // What is weak already and does not change is not insisted on again.
    let change = TrunkDraft { transit: Some(true), ..TrunkDraft::default() };
    world.admin.update::<Trunks>(&Actor::Owner, id, change).await.unwrap();
    assert_eq!(world.admin.audit(&Actor::Owner, &Query::default()).await.unwrap().total, rows.len() as u64);
    world.close();
}
