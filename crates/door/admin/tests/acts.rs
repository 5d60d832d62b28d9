//! Acts on single nouns, on what is live, and on tokens.

mod world;

use admin::{
    Actor, Contexts, Direction, Error, Query, Question, TokenDraft, Trunks, Users,
    live::{CallRow, OurRegistration, Reach, RegistrationState, TrunkReach},
};
use model::secret::REDACTED;
use model::{
    Binding, GeneralDraft, LineDraft, Role, Secret, Transport, TrunkDraft, TrunkId, UserDraft,
    record::BindingOwner,
};
use world::{SITE_A, SITE_B, World};

fn call(id: u64) -> CallRow {
    CallRow {
        id: id.to_string(),
        dialled: "**99101".into(),
        started_ms: 1,
        answered_ms: None,
        ended_ms: None,
        legs: vec![],
    }
}

fn registered(owner: BindingOwner) -> Binding {
    Binding {
        owner,
        contact: "sip:xivo-trunk@10.77.0.1:5060".into(),
        expires_at_ms: 100_000,
        call_id: "c".into(),
        cseq: 1,
        user_agent: "phone".into(),
        transport: Transport::Udp,
        received: "10.77.0.1:5061".into(),
        local: "10.77.0.2:5060".into(),
        path: vec![],
        instance: None,
        q: 1000,
    }
}

#[tokio::test]
async fn a_user_comes_and_goes_with_the_lines() {
    let world = World::new("user").await;
    let line = LineDraft {
        username: Some("bob".into()),
        password: Some(Secret::new("Kettle-9-boat")),
        context: Some("default".into()),
        ..Default::default()
    };
    let draft = UserDraft { firstname: Some("Bob".into()), line: Some(vec![line]), ..Default::default() };
    let bob = world.admin.create::<Users>(&ops(), draft).await.unwrap().value;
    let shown = serde_json::to_value(&bob).unwrap();
    assert_eq!(shown["line"][0]["username"], "bob");
    assert_eq!(shown["line"][0]["password"], REDACTED);
    // What was shown can be sent back as it is.
    let again = world.admin.replace::<Users>(&Actor::Owner, bob.id, bob.fields.clone()).await.unwrap();
    assert_eq!(again.revision, None, "what is so already makes no revision");
    assert_eq!(serde_json::to_value(&again.value).unwrap(), shown);
    let snapshot = world.admin.snapshot();
    assert_eq!(snapshot.line_by_username("bob").unwrap().password.expose(), "Kettle-9-boat");
    world.admin.delete::<Users>(&Actor::Owner, bob.id).await.unwrap();
    assert!(world.admin.snapshot().nouns().lines.is_empty());
    let gone = world.admin.one::<Users>(bob.id).unwrap_err();
    assert!(matches!(gone, Error::NotFound { noun: "user", .. }));
    let history = world.admin.history(&Query::default()).await.unwrap();
    assert_eq!(history.items[1].author, "token ops");
    assert_eq!(history.items[1].summary, "create user Bob, create line bob");
    world.close();
}

#[tokio::test]
async fn what_others_rely_on_is_not_deleted() {
    let world = World::new("in-use").await;
    world.apply(SITE_A).await;
    let id = world.admin.snapshot().trunk_by_name("xivo-trunk").unwrap().id.0;
    let Err(Error::InUse(error)) = world.admin.delete::<Trunks>(&Actor::Owner, id).await else { panic!() };
    assert!(error.to_string().contains("outgoing call to-b"), "{error}");
    world.close();
}

#[tokio::test]
async fn lists_are_searched_ordered_and_cut() {
    let world = World::new("lists").await;
    world.apply(SITE_A).await;
    let names = |query: Query| {
        let page = world.admin.list::<Contexts>(&query).unwrap();
        (page.items.into_iter().filter_map(|row| row.fields.name).collect::<Vec<_>>(), page.total)
    };
    let query = Query { order: Some("-name".into()), limit: Some(2), ..Default::default() };
    assert_eq!(names(query), (vec!["to-extern".to_owned(), "load-out".to_owned()], 5));
    let query = Query { search: Some("INCALL".into()), ..Default::default() };
    assert_eq!(names(query), (vec!["Incalls".to_owned()], 1));
    world.close();
}

#[tokio::test]
async fn changes_of_many_at_once_are_all_kept() {
    let world = World::new("many").await;
    let create = |n: u32| {
        let admin = world.admin.clone();
        let draft = UserDraft { firstname: Some(format!("User {n}")), ..Default::default() };
        tokio::spawn(async move { admin.create::<Users>(&Actor::Owner, draft).await.unwrap().value.id })
    };
    let mut tasks: Vec<_> = (0..20).map(create).collect();
    let mut ids = vec![];
    for task in &mut tasks {
        ids.push(task.await.unwrap());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 20);
    assert_eq!(world.admin.snapshot().revision().0, 20);
    world.close();
}

#[tokio::test]
async fn settings_are_changed_in_part_or_set_as_a_whole() {
    let world = World::new("settings").await;
    let some = GeneralDraft { rtp_timeout: Some(60), realm: Some("lab".into()), ..Default::default() };
    world.admin.update_settings(&Actor::Owner, some).await.unwrap();
    let whole = GeneralDraft { realm: Some("other".into()), ..Default::default() };
    let now = world.admin.replace_settings(&Actor::Owner, whole).await.unwrap().value;
    assert_eq!((now.realm.as_deref(), now.rtp_timeout), (Some("other"), Some(7_200)));
    world.close();
}

#[tokio::test]
async fn registrations_are_shown_on_both_sides() {
    let (a, b) = (World::new("reg-a").await, World::new("reg-b").await);
    a.apply(SITE_A).await;
    b.apply(SITE_B).await;
    let rows = a.admin.registrations().await.unwrap();
    assert_eq!((rows.len(), rows[0].state.as_str()), (1, "Unregistered"));
    let trunk = a.admin.snapshot().trunk_by_name("xivo-trunk").unwrap().id;
    let granted = OurRegistration {
        state: RegistrationState::Registered,
        expiry: 105,
        granted_ms: Some(7),
        next_ms: Some(90_007),
        last_answer: Some((200, "OK".into())),
    };
    a.live.survey.lock().unwrap().registrations = vec![(trunk, granted)];
    let row = a.admin.registrations().await.unwrap().remove(0);
    assert_eq!((row.direction, row.host.as_str(), row.port), (Direction::Ours, "10.77.0.2", 5060));
    assert_eq!((row.state.as_str(), row.refresh_seconds, row.last_code), ("Registered", 105, Some(200)));
    let trunk = b.admin.snapshot().trunk_by_name("xivo-trunk").unwrap().id;
    b.live.survey.lock().unwrap().bindings = vec![registered(BindingOwner::Trunk(trunk))];
    let row = b.admin.registrations().await.unwrap().remove(0);
    assert_eq!((row.direction, row.trunk.as_str()), (Direction::Theirs, "xivo-trunk"));
    assert_eq!((row.host.as_str(), row.port, row.refresh_seconds), ("10.77.0.1", 5061, 100));
    a.close();
    b.close();
}

#[tokio::test]
async fn peers_are_lines_and_trunks_with_their_addresses() {
    let world = World::new("peers").await;
    world.apply(SITE_A).await;
    let snapshot = world.admin.snapshot();
    let line = snapshot.line_by_username("alice").unwrap().id;
    let trunk = snapshot.trunk_by_name("xivo-trunk").unwrap().id;
    {
        let mut survey = world.live.survey.lock().unwrap();
        survey.bindings = vec![registered(BindingOwner::Line(line))];
        let reach = TrunkReach { reach: Reach::Unreachable, last_answer: Some((503, "Busy".into())) };
        survey.trunks = vec![(trunk, reach)];
    }
    let peers = world.admin.peers(&Query::default()).await.unwrap();
    assert_eq!(peers.total, 4);
    let alice = peers.items.iter().find(|peer| peer.name == "alice").unwrap();
    assert_eq!(
        (alice.host.as_deref(), alice.dynamic, alice.user.as_deref()),
        (Some("10.77.0.1"), true, Some("Alice Lab"))
    );
    let detail = world.admin.peer("xivo-trunk").await.unwrap();
    assert_eq!((detail.peer.status.as_str(), detail.last_code), ("UNREACHABLE", Some(503)));
    assert_eq!((detail.peer.host.as_deref(), detail.peer.dynamic), (Some("10.77.0.2"), false));
    assert_eq!(world.admin.peer("alice").await.unwrap().contacts.len(), 1);
    assert!(world.admin.peer("nobody").await.is_err());
    world.close();
}

#[tokio::test]
async fn a_call_is_hung_up_by_its_id_and_only_if_there_is_one() {
    let world = World::new("calls").await;
    *world.live.calls.lock().unwrap() = vec![call(u64::MAX)];
    world.admin.hang_up(&Actor::Owner, &u64::MAX.to_string()).await.unwrap();
    assert_eq!(*world.live.hung_up.lock().unwrap(), [u64::MAX]);
    for unknown in ["1", "x", ""] {
        assert!(matches!(world.admin.hang_up(&Actor::Owner, unknown).await, Err(Error::NotFound { .. })));
    }
    world.close();
}

#[tokio::test]
async fn a_route_is_explained_for_contexts_lines_and_trunks() {
    let world = World::new("route").await;
    world.apply(SITE_A).await;
    let ask = |question: Question| world.admin.explain(&question);
    let from_context =
        Question { context: Some("default".into()), number: "**99101".into(), ..Default::default() };
    let out = ask(from_context.clone()).unwrap();
    assert!(
        out.routed && out.words.iter().any(|line| line.contains("sends 101 by trunk xivo-trunk")),
        "{out:?}"
    );
    let from_trunk =
        Question { trunk: Some("xivo-trunk".into()), number: "201".into(), ..Default::default() };
    assert!(ask(from_trunk).unwrap().words.join(" ").contains("alice"));
    let both = Question { line: Some("alice".into()), ..from_context };
    assert!(matches!(ask(both), Err(Error::Fields(_))));
    assert!(matches!(ask(Question::default()), Err(Error::Fields(_))));
    world.close();
}

#[tokio::test]
async fn the_dialplan_shows_what_is_tried_in_order() {
    let world = World::new("dialplan").await;
    world.apply(SITE_A).await;
    let all = world.admin.dialplan(None).unwrap();
    let context = |name: &str| all.iter().find(|context| context.context == name).unwrap();
    assert_eq!(context("default").includes, ["to-extern"]);
    assert_eq!(context("default").extensions[0].application, "Dial(SIP/alice)");
    let out = &context("to-extern").extensions[0];
    assert_eq!(out.extension, "_**99.");
    assert_eq!(out.application, "Dial(SIP/xivo-trunk/${EXTEN:4})");
    assert_eq!(out.registrar, "outgoing call to-b");
    assert!(world.admin.dialplan(Some("nowhere")).is_err());
    world.close();
}

#[tokio::test]
async fn a_token_is_shown_once_opens_until_it_is_deleted_and_is_kept_as_a_hash() {
    let world = World::new("tokens").await;
    let made = world.admin.create_token(&Actor::Owner, ops_draft()).await.unwrap();
    assert_eq!(world.admin.authenticate(&made.token).await.unwrap(), Some(ops()));
    assert_eq!(world.admin.authenticate("strowger_guess").await.unwrap(), None);
    assert!(matches!(world.admin.create_token(&Actor::Owner, ops_draft()).await, Err(Error::Fields(_))));
    let listed = serde_json::to_string(&world.admin.tokens(&Actor::Owner).await.unwrap()).unwrap();
    assert!(listed.contains("ops") && !listed.contains(&made.token));
    world.admin.delete_token(&Actor::Owner, "ops").await.unwrap();
    assert_eq!(world.admin.authenticate(&made.token).await.unwrap(), None);
    assert!(matches!(world.admin.delete_token(&Actor::Owner, "ops").await, Err(Error::NotFound { .. })));
    world.close();
}

#[tokio::test]
async fn a_trunk_that_is_updated_keeps_its_password() {
    let world = World::new("keep").await;
    world.apply(SITE_A).await;
    let trunk = world.admin.snapshot().trunk_by_name("xivo-trunk").unwrap().id.0;
    let shown =
        TrunkDraft { password: Some(Secret::new(REDACTED)), transit: Some(true), ..Default::default() };
    world.admin.update::<Trunks>(&Actor::Owner, trunk, shown).await.unwrap();
    let after = world.admin.snapshot();
    let after = after.trunk(TrunkId(trunk)).unwrap();
    assert!(after.calls.transit);
    assert_eq!(after.auth.password.as_ref().unwrap().expose(), "pass");
    world.close();
}

fn ops() -> Actor {
    Actor::Token { name: "ops".into(), role: Role::Administrator }
}

fn ops_draft() -> TokenDraft {
    TokenDraft { name: "ops".into(), ..TokenDraft::default() }
}
