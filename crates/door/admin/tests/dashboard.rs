//! The dashboard: counted once for everybody, and what needs attention with its place.

mod world;

use admin::{Actor, Attention, AttentionLevel, AuditAct, BanOf, BanRow, Error, Query, live::Figures};
use world::World;

const SITE: &str = r#"
[[user]]
firstname = "Alice"
  [[user.line]]
  username = "alice"
  password = "pass"
  weak_password = true
  context = "default"
  max_contacts = 1

[[trunk]]
name = "from-c"
context = "Incalls"
password = "Kettle-9-boat"
"#;

fn ban(account: Option<&str>) -> BanRow {
    BanRow {
        address: [203, 0, 113, 66].into(),
        account: account.map(str::to_owned),
        tried: "1000".into(),
        guesses: 10,
        times: 1,
        since_ms: 1,
        until_ms: 60_001,
    }
}

#[tokio::test]
async fn who_is_shut_out_is_listed_and_let_in_again_by_who_may() {
    let world = World::new("bans").await;
    world.live.figures.lock().unwrap().bans = vec![ban(None), ban(Some("bob"))];
    let listed = world.admin.bans(&Query::default()).await.unwrap();
    assert_eq!(listed.total, 2);
    let of = |account: &str| BanOf { account: Some(account.into()) };
    let reader = Actor::Administrator { username: "ro".into(), role: model::Role::ReadOnly };
    let refused = world.admin.lift_ban(&reader, "203.0.113.66", BanOf::default()).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    for (address, of) in
        [("203.0.113.67", BanOf::default()), ("nowhere", BanOf::default()), ("203.0.113.66", of("eve"))]
    {
        let missing = world.admin.lift_ban(&Actor::Owner, address, of).await;
        assert!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
    }
    world.admin.lift_ban(&Actor::Owner, "203.0.113.66", of("bob")).await.unwrap();
    assert_eq!(world.admin.bans(&Query::default()).await.unwrap().items, [ban(None)]);
    let audit = world.admin.audit(&Actor::Owner, &Query::default()).await.unwrap();
    assert_eq!(
        (audit.items[0].act, audit.items[0].subject.name.as_str()),
        (AuditAct::BanLifted, "bob at 203.0.113.66")
    );
    world.close();
}

#[tokio::test]
async fn a_stop_is_told_listed_and_lifted_by_who_may_and_the_audit_has_it() {
    let world = World::new("stops").await;
    world.live.figures.lock().unwrap().stops = vec![world::stop()];
    let page = world.admin.dashboard(None).await.unwrap();
    assert!(page.attention[0].sentence.starts_with("premium calls of the whole exchange are stopped"));
    let listed = world.admin.stops(&Query::default()).await.unwrap().items;
    assert_eq!((listed[0].id.as_str(), listed[0].number.as_str()), ("exchange-premium", "0899123456"));
    let reader = Actor::Administrator { username: "ro".into(), role: model::Role::ReadOnly };
    let refused = world.admin.lift_stop(&reader, "exchange-premium").await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    let missing = world.admin.lift_stop(&Actor::Owner, "user-7-premium").await;
    assert!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
    world.admin.lift_stop(&Actor::Owner, "exchange-premium").await.unwrap();
    assert_eq!(world.admin.stops(&Query::default()).await.unwrap().items, []);
    let audit = world.admin.audit(&Actor::Owner, &Query::default()).await.unwrap();
    assert_eq!(
        (audit.items[0].act, audit.items[0].subject.name.as_str()),
        (AuditAct::StopLifted, "premium calls of the whole exchange")
    );
    world.close();
}

#[tokio::test]
async fn the_secrets_of_alerts_are_kept_and_never_shown() {
    let world = World::new("alert-secrets").await;
    let draft = model::GeneralDraft {
        alert_webhook: Some("https://example.org/hook".into()),
        alert_webhook_secret: Some(model::Secret::new("k3Vq-9xPw")),
        ..model::GeneralDraft::default()
    };
    let shown = world.admin.update_settings(&Actor::Owner, draft).await.unwrap().value;
    let shown = serde_json::to_string(&shown).unwrap();
    assert!(!shown.contains("k3Vq-9xPw") && shown.contains("********"), "{shown}");
    // A form that sends back what it was shown changes nothing.
    let back = serde_json::from_str(&shown).unwrap();
    assert_eq!(world.admin.replace_settings(&Actor::Owner, back).await.unwrap().revision, None);
    let kept = world.admin.snapshot().general().alerts.webhook_secret.clone();
    assert_eq!(kept.as_ref().map(model::Secret::expose), Some("k3Vq-9xPw"));
    world.close();
}

#[tokio::test]
async fn attention_is_told_the_worst_first_with_what_it_is_about() {
    let world = World::new("dashboard").await;
    world.apply(SITE).await;
    let line = world.admin.snapshot().line_by_username("alice").unwrap().id;
    *world.live.figures.lock().unwrap() = Figures {
        calls: 2,
        peaks: vec![(0, 99), (admin_now() / 3_600_000 * 3_600_000, 7)],
        lines_registered: 1,
        contests: vec![(line, 4)],
        bans: vec![ban(None), ban(Some("bob"))],
        ..Figures::default()
    };
    let page = world.admin.dashboard(None).await.unwrap();
    assert_eq!((page.calls_now, page.calls_peak), (2, 7), "the peak of another day does not count");
    assert_eq!((page.lines_registered, page.lines_total, page.trunks.down), (1, 1, 1));
    let levels: Vec<_> = page.attention.iter().map(|item| item.level).collect();
    assert!(levels.is_sorted());
    assert_eq!(levels[0], AttentionLevel::Critical);
    assert!(matches!(&page.attention[0].what, Attention::TrunkDown { name, .. } if name == "from-c"));
    let has = |wanted: fn(&Attention) -> bool| page.attention.iter().any(|item| wanted(&item.what));
    assert!(has(|what| matches!(what, Attention::LineContested { times: 4, max_contacts: 1, .. })));
    assert!(has(|what| matches!(what, Attention::ShutOut { account: None, others: 1, .. })));
    assert!(has(|what| matches!(what, Attention::WeakLinePassword { name, .. } if name == "alice")));
    assert!(page.changes.len() >= 2 && !page.hours.is_empty());
    assert!(page.load.rss_bytes > 0);
    world.close();
}

#[tokio::test]
async fn a_page_is_made_once_for_all_who_ask_within_a_second() {
    let world = World::new("dashboard-once").await;
    let first = world.admin.dashboard(None).await.unwrap();
    world.live.figures.lock().unwrap().calls = 5;
    let second = world.admin.dashboard(None).await.unwrap();
    assert_eq!(first, second);
    world.close();
}

#[tokio::test]
async fn a_day_begins_where_the_reader_says_but_not_years_ago() {
    let world = World::new("dashboard-day").await;
    let now = admin_now();
    let page = world.admin.dashboard(Some(now - 3 * 3_600_000)).await.unwrap();
    assert_eq!(page.hours.len(), 4);
    let page = world.admin.dashboard(Some(0)).await.unwrap();
    assert_eq!(page.hours.len(), 49);
    let page = world.admin.dashboard(Some(i64::MAX.unsigned_abs())).await.unwrap();
    assert_eq!(page.hours.len(), 1);
    // Past what the store can count, it is no moment at all.
    let refused = world.admin.dashboard(Some(u64::MAX)).await.unwrap_err();
    assert!(refused.to_string().contains("day_start_ms"), "{refused}");
    world.close();
}

fn admin_now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or_default()
}
