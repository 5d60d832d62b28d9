//! A trunk's test: each step, its cause, and one test at a time.

mod world;

use std::time::Duration;

use admin::{
    Actor, Error, TestCause, TestOutcome,
    live::{Failure, ProbeAnswer, ProbeId, Probed},
};
use world::World;

const SITE: &str = r#"
[[trunk]]
name = "to-b"
context = "Incalls"
addressing = "static"
address = "b.example"

[[trunk]]
name = "from-c"
context = "Incalls"
password = "Kettle-9-boat"
"#;

fn probed(outcome: Result<ProbeAnswer, Failure>) -> Option<Probed> {
    Some(Probed { probe: ProbeId(1), targets: vec![], outcome, hop: None })
}

async fn world(name: &str) -> (World, u32, u32) {
    let world = World::new(name).await;
    world.apply(SITE).await;
    let snapshot = world.admin.snapshot();
    let id = |name: &str| snapshot.trunk_by_name(name).map_or(0, |trunk| trunk.id.0);
    let (fixed, dynamic) = (id("to-b"), id("from-c"));
    (world, fixed, dynamic)
}

#[tokio::test]
async fn a_trunk_that_answers_passes_whatever_it_answers() {
    let (world, id, _) = world("test-passes").await;
    let answer = ProbeAnswer { code: 404, reason: "Nobody".into(), round_trip: Duration::from_millis(3) };
    *world.live.probed.lock().unwrap() = probed(Ok(answer));
    let test = world.admin.test_trunk(&Actor::Owner, id).await.unwrap();
    let outcomes: Vec<_> = test.steps.iter().map(|step| step.outcome).collect();
    assert_eq!(outcomes, [TestOutcome::Passed, TestOutcome::Passed, TestOutcome::Skipped]);
    assert!(test.passed);
    assert_eq!(test.steps[1].sentence, "It answers at b.example:5060 over UDP with 404 within 3 ms");
    world.close();
}

#[tokio::test]
async fn what_has_no_address_is_not_asked() {
    let (world, fixed, dynamic) = world("test-address").await;
    for (id, failure, code) in
        [(fixed, Failure::Unresolved, "name_not_found"), (dynamic, Failure::NotRegistered, "not_registered")]
    {
        *world.live.probed.lock().unwrap() = probed(Err(failure));
        let test = world.admin.test_trunk(&Actor::Owner, id).await.unwrap();
        assert_eq!(serde_json::to_value(&test.steps[0].cause).unwrap()["code"], code);
        assert!(test.steps[0].remedy.is_some());
        assert_eq!((&test.steps[1].cause, test.passed), (&TestCause::NoAddress, false));
    }
    world.close();
}

#[tokio::test]
async fn a_trunk_is_tested_once_at_a_time_and_again_when_the_first_has_gone() {
    let (world, id, _) = world("test-twice").await;
    let first = world.admin.test_trunk(&Actor::Owner, id);
    let second = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        world.admin.test_trunk(&Actor::Owner, id).await
    };
    tokio::select! {
        _ = first => panic!("nothing answers"),
        second = second => assert!(matches!(second, Err(Error::TestRunning)), "{second:?}"),
    }
    *world.live.probed.lock().unwrap() = probed(Err(Failure::Silent));
    let test = world.admin.test_trunk(&Actor::Owner, id).await.unwrap();
    assert!(matches!(test.steps[1].cause, TestCause::Silent { .. }));
    world.close();
}
