//! Site files: the seed page's two exchanges, and the rules of plan, apply, prune and export.

mod world;

use admin::{
    Actor, Error, Query, Trunks, Users,
    site::{Plan, SiteError, SiteFile, Verb},
};
use world::{SITE_A, SITE_B, World, file};

fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<SiteError> {
    match result {
        Err(Error::Site(errors)) => errors,
        other => unreachable!("a site that must be refused: {other:?}"),
    }
}

fn subjects(plan: &Plan, verb: Verb) -> Vec<&str> {
    plan.steps.iter().filter(|step| step.verb == verb).map(|step| step.subject.as_str()).collect()
}

#[tokio::test]
async fn the_seed_pages_two_exchanges_are_applied_as_they_are() {
    let world = World::new("seed").await;
    let plan = world.apply(SITE_A).await;
    assert!(subjects(&plan, Verb::Create).contains(&"trunk xivo-trunk"));
    assert!(subjects(&plan, Verb::Update).contains(&"context default"));
    let trunk = &world.admin.list::<Trunks>(&Query::default()).unwrap().items[0];
    assert_eq!(trunk.fields.register.as_ref().unwrap().remote_server.as_deref(), Some("10.77.0.2"));
    let other = World::new("seed-b").await;
    other.apply(SITE_B).await;
    let landed = other.admin.snapshot().nouns().incoming_calls.values().next().cloned().unwrap();
    assert_eq!(landed.did.as_str(), "101");
    world.close();
    other.close();
}

#[tokio::test]
async fn applying_twice_changes_nothing_and_makes_no_revision() {
    let world = World::new("twice").await;
    let first = world.apply(SITE_A).await;
    let second = world.apply(SITE_A).await;
    assert!(second.steps.is_empty(), "{second}");
    assert_eq!(second.revision, first.revision);
    assert_eq!(*world.live.configured.lock().unwrap(), [1]);
    let history = world.admin.history(&Query::default()).await.unwrap();
    assert_eq!(history.items.iter().map(|row| row.author.as_str()).collect::<Vec<_>>(), ["owner", "factory"]);
    world.close();
}

#[tokio::test]
async fn what_was_applied_is_there_after_a_restart() {
    let world = World::new("restart").await;
    world.apply(SITE_A).await;
    let before = world.admin.snapshot();
    let world = world.reopened().await;
    assert_eq!(world.admin.snapshot().nouns(), before.nouns());
    assert!(world.apply(SITE_A).await.steps.is_empty());
    world.close();
}

#[tokio::test]
async fn a_plan_shows_fields_from_and_to_and_never_a_password() {
    let world = World::new("plan").await;
    world.apply(SITE_A).await;
    let changed = SITE_A
        .replace("password = \"pass\"", "password = \"n3w-S3cret\"")
        .replace("stripnum = 4", "stripnum = 3");
    let plan = world.admin.plan(&[file(&changed)], false).unwrap();
    let words = plan.to_string();
    assert!(
        words.contains("update trunk xivo-trunk\n    password: changed\n    register.password: changed\n"),
        "{words}"
    );
    assert!(words.contains("\"stripnum\":4") && words.contains("\"stripnum\":3"), "{words}");
    assert!(!words.contains("n3w-S3cret"));
    assert_eq!(world.admin.snapshot().revision().0, 1, "a plan changes nothing");
    world.close();
}

#[tokio::test]
async fn what_a_file_does_not_name_stays_unless_it_is_pruned() {
    let world = World::new("prune").await;
    world.apply(SITE_A).await;
    let small = "[[user]]\nfirstname = \"Alice\"\nlastname = \"Lab\"\n[[context]]\nname = \"default\"\n";
    assert!(world.apply(small).await.steps.is_empty());
    let alone = format!("{small}includes = []\n");
    let plan = world.admin.plan(&[file(&alone)], true).unwrap();
    let gone = subjects(&plan, Verb::Delete);
    assert!(gone.contains(&"trunk xivo-trunk") && gone.contains(&"incoming call 201"), "{gone:?}");
    assert!(!gone.contains(&"user Alice Lab") && !gone.contains(&"line alice"), "{gone:?}");
    world.close();
}

#[tokio::test]
async fn pruning_what_the_site_still_needs_is_refused_and_names_who_needs_it() {
    let world = World::new("prune-used").await;
    world.apply(SITE_A).await;
    let line = "[[user]]\nfirstname = \"Alice\"\nlastname = \"Lab\"\n";
    let errors = refused(world.admin.plan(&[file(line)], true));
    assert!(errors[0].message.contains("line alice"), "{errors:?}");
    world.close();
}

#[tokio::test]
async fn an_unknown_key_is_refused_with_its_line() {
    let world = World::new("unknown-key").await;
    let errors = refused(world.admin.plan(&[file("[[trunk]]\nname = \"t\"\ncolour = \"red\"\n")], false));
    assert_eq!((errors[0].line, errors[0].file.as_str()), (Some(3), "site.toml"));
    assert_eq!((errors[0].field.as_str(), errors[0].message.as_str()), ("trunk.colour", "unknown field"));
    assert!(errors[0].remedy.starts_with("use one of name, enabled, username"), "{errors:?}");
    let errors = refused(world.admin.plan(&[file("\n[[truck]]\nname = \"t\"\n")], false));
    assert_eq!((errors[0].line, errors[0].field.as_str()), (Some(2), "truck"));
    world.close();
}

#[tokio::test]
async fn a_value_of_the_wrong_kind_is_told_with_its_line_and_key_in_words() {
    let world = World::new("wrong-kind").await;
    for (text, line, field, message) in [
        (
            "[[user]]\nfirstname = \"Bob\"\nring_seconds = \"three\"\n",
            3,
            "user.ring_seconds",
            "should be a whole number from 0 to 4294967295, not the text \"three\"",
        ),
        (
            "[[user]]\nfirstname = \"Bob\"\n[[user.line]]\nusername = 7\n",
            4,
            "user.line[0].username",
            "should be text, not the number 7",
        ),
        (
            "[sip.general]\ncodecs = \"gsm\"\n",
            2,
            "sip.general.codecs",
            "should be a list, not the text \"gsm\"",
        ),
    ] {
        let errors = refused(world.admin.plan(&[file(text)], false));
        let told = (errors[0].line, errors[0].field.as_str(), errors[0].message.as_str());
        assert_eq!(told, (Some(line), field, message));
        assert!(!errors[0].remedy.is_empty());
    }
    world.close();
}

#[tokio::test]
async fn a_wrong_value_is_told_with_its_field_its_line_and_what_to_do() {
    let world = World::new("wrong-value").await;
    let text = "[[user]]\nfirstname = \"Bob\"\n[[user.line]]\nusername = \"bob\"\npassword = \"bob\"\ncontext = \"default\"\n";
    let errors = refused(world.admin.apply(&Actor::Owner, &[file(text)], false).await);
    assert_eq!((errors[0].field.as_str(), errors[0].line), ("user.line[0].password", Some(1)));
    assert!(errors[0].remedy.contains("weak_password"), "{errors:?}");
    world.close();
}

#[tokio::test]
async fn several_files_merge_and_within_one_a_noun_stands_once() {
    let world = World::new("merge").await;
    let one = SiteFile {
        name: "one.toml".into(),
        text: "[[context]]\nname = \"sales\"\nlabel = \"Sales\"\n[sip.general]\nrealm = \"lab\"\n".into(),
    };
    let two = SiteFile {
        name: "two.toml".into(),
        text: "[[context]]\nname = \"sales\"\nincludes = [\"to-extern\"]\n[sip.general]\nrtp_timeout = 60\n"
            .into(),
    };
    let plan = world.admin.apply(&Actor::Owner, &[one, two], false).await.unwrap().value;
    assert_eq!(plan.steps.len(), 2, "{plan}");
    let snapshot = world.admin.snapshot();
    let sales = snapshot.context_by_name("sales").unwrap();
    assert!(sales.label.is_some() && sales.includes.len() == 1);
    assert_eq!((snapshot.general().realm.as_str(), snapshot.general().rtp_timeout), ("lab", 60));
    let twice = "[[context]]\nname = \"x\"\n\n[[context]]\nname = \"x\"\n";
    let errors = refused(world.admin.plan(&[file(twice)], false));
    assert_eq!(errors[0].line, Some(4));
    assert!(errors[0].message.contains("site.toml:1"), "{errors:?}");
    world.close();
}

#[tokio::test]
async fn an_export_makes_the_same_configuration_elsewhere() {
    let world = World::new("export").await;
    world.apply(SITE_A).await;
    let text = world.admin.export(&Actor::Owner, true).await.unwrap();
    assert!(text.contains("password = \"secret\""), "{text}");
    let other = World::new("export-other").await;
    other.apply(&text).await;
    assert_eq!(other.admin.export(&Actor::Owner, true).await.unwrap(), text);
    assert!(world.apply(&text).await.steps.is_empty());
    world.close();
    other.close();
}

#[tokio::test]
async fn an_export_without_secrets_keeps_them_here_and_opens_no_trunk_elsewhere() {
    let world = World::new("redacted").await;
    world.apply(SITE_A).await;
    let text = world.admin.export(&Actor::Owner, false).await.unwrap();
    assert!(!text.contains("\"secret\"") && !text.contains("\"pass\""), "{text}");
    assert!(world.apply(&text).await.steps.is_empty());
    let other = World::new("redacted-other").await;
    let errors = refused(other.admin.apply(&Actor::Owner, &[file(&text)], false).await);
    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert!(fields.contains(&"trunk.password"), "{fields:?}");
    assert!(other.admin.list::<Users>(&Query::default()).unwrap().items.is_empty(), "all or nothing");
    world.close();
    other.close();
}

#[tokio::test]
async fn a_hole_for_toll_fraud_is_a_warning_and_no_error() {
    let world = World::new("fraud").await;
    let open = SITE_A.replace(
        "address = \"10.77.0.2\"\ncontext = \"Incalls\"",
        "address = \"10.77.0.2\"\ncontext = \"default\"",
    );
    let plan = world.apply(&open).await;
    assert!(plan.warnings.iter().any(|warning| warning.contains("to-b")), "{:?}", plan.warnings);
    world.close();
}

/// Two people of one name are ordinary: what the exchange writes out, it takes back, here and elsewhere.
#[tokio::test]
async fn people_of_one_name_are_told_apart_by_their_lines() {
    let site = r#"
[[user]]
firstname = "Bob"
lastname = "Lab"
  [[user.line]]
  username = "bob1"
  password = "Kettle-9-boat-1"
  context = "default"

[[user]]
firstname = "Bob"
lastname = "Lab"
email = "bob2@example.org"
  [[user.line]]
  username = "bob2"
  password = "Kettle-9-boat-2"
  context = "default"

[[extension]]
number = "150"
context = "default"
destination = { user = "Bob Lab (bob2)" }
"#;
    let world = World::new("namesakes").await;
    world.apply(site).await;
    let snapshot = world.admin.snapshot();
    assert_eq!(snapshot.users_by_name("Bob Lab").count(), 2);
    let exported = world.admin.export(&Actor::Owner, true).await.unwrap();
    assert!(exported.contains("Bob Lab (bob2)"), "{exported}");
    let before = snapshot.revision();
    world.apply(&exported).await;
    assert_eq!(world.admin.snapshot().revision(), before, "nothing changes here");
    let elsewhere = World::new("namesakes-elsewhere").await;
    elsewhere.apply(&exported).await;
    let there = elsewhere.admin.snapshot();
    let owner = there.line_by_username("bob2").unwrap().user;
    assert_eq!(
        there.user(owner).unwrap().email.as_ref().map(ToString::to_string).as_deref(),
        Some("bob2@example.org")
    );
    assert_eq!(there.users_by_name("Bob Lab").count(), 2);
    world.close();
    elsewhere.close();
}
