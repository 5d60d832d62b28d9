//! A trunk's test: each step, its cause, and one test at a time.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails it by panicking")]

mod world;

use std::time::Duration;

use admin::{
    Actor, AuditAct, CallFinding, Error, Query, TestCause, TestOrder, TestOutcome,
    live::{
        Answered, CallId, Failure, Hearing, MediaReport, ProbeAnswer, ProbeId, Probed, TestEnd, TestId,
        Tested, ToneHeard,
    },
};
use model::{Problem, TrunkId};
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
    let test = world.admin.test_trunk(&Actor::Owner, id, &TestOrder::default()).await.unwrap();
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
        let test = world.admin.test_trunk(&Actor::Owner, id, &TestOrder::default()).await.unwrap();
        assert_eq!(serde_json::to_value(&test.steps[0].cause).unwrap()["code"], code);
        assert!(test.steps[0].remedy.is_some());
        assert_eq!((&test.steps[1].cause, test.passed), (&TestCause::NoAddress, false));
    }
    world.close();
}

#[tokio::test]
async fn a_trunk_is_tested_once_at_a_time_and_again_when_the_first_has_gone() {
    let (world, id, _) = world("test-twice").await;
    let order = TestOrder::default();
    let first = world.admin.test_trunk(&Actor::Owner, id, &order);
    let second = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        world.admin.test_trunk(&Actor::Owner, id, &TestOrder::default()).await
    };
    tokio::select! {
        _ = first => panic!("nothing answers"),
        second = second => assert!(matches!(second, Err(Error::TestRunning)), "{second:?}"),
    }
    *world.live.probed.lock().unwrap() = probed(Err(Failure::Silent));
    let test = world.admin.test_trunk(&Actor::Owner, id, &TestOrder::default()).await.unwrap();
    assert!(matches!(test.steps[1].cause, TestCause::Silent { .. }));
    world.close();
}

fn calling(number: &str) -> TestOrder {
    TestOrder { call: Some(number.into()) }
}

/// A trunk that answers OPTIONS, and whose test calls end so.
async fn tested(name: &str, end: TestEnd) -> (World, u32) {
    let (world, id, _) = world(name).await;
    let answer = ProbeAnswer { code: 200, reason: "OK".into(), round_trip: Duration::from_millis(3) };
    *world.live.probed.lock().unwrap() = probed(Ok(answer));
    *world.live.tested.lock().unwrap() = Some(Tested { test: TestId(1), call: Some(CallId(77)), end });
    (world, id)
}

#[tokio::test]
async fn a_call_is_made_where_a_number_is_named_and_is_in_the_audit() {
    let tone = Some(ToneHeard { level_dbm0: -10.4, delay_ms: 41.6 });
    let report = MediaReport { packets_rx: 150, ..MediaReport::default() };
    let heard = Answered { report, hearing: Hearing { tone, ..Hearing::default() }, ..Answered::default() };
    let (world, id) = tested("test-call", TestEnd::Answered(heard)).await;
    let test = world.admin.test_trunk(&Actor::Owner, id, &calling("300")).await.unwrap();
    assert_eq!((test.passed, test.call.as_deref(), test.steps.len()), (true, Some("77"), 4));
    assert!(test.steps[3].sentence.contains("-10.4 dBm0"), "{}", test.steps[3].sentence);
    let order = ("300".to_owned(), "owner".to_owned());
    assert_eq!(*world.live.test_calls.lock().unwrap(), [(TrunkId(id), order.0, order.1)]);
    let audit = world.admin.audit(&Actor::Owner, &Query::default()).await.unwrap();
    assert_eq!((audit.items[0].act, audit.items[0].subject.name.as_str()), (AuditAct::TestCall, "to-b"));
    let soon = world.admin.test_trunk(&Actor::Owner, id, &calling("300")).await;
    assert!(matches!(soon, Err(Error::TestTooSoon { wait_s: 1..=10 })), "{soon:?}");
    let without = world.admin.test_trunk(&Actor::Owner, id, &calling("")).await.unwrap();
    assert_eq!((without.steps.len(), without.call), (3, None));
    world.close();
}

#[tokio::test]
async fn what_cannot_be_dialled_is_not_called() {
    let (world, id) = tested("test-call-number", TestEnd::Stopped).await;
    for number in ["30 0", "sip:1@evil", &"1".repeat(41)] {
        let Err(Error::Fields(errors)) = world.admin.test_trunk(&Actor::Owner, id, &calling(number)).await
        else {
            panic!("{number}")
        };
        assert_eq!(errors[0].field, "call");
        assert!(matches!(errors[0].problem, Problem::BadCharacters { .. } | Problem::TooLong { .. }));
    }
    *world.live.probed.lock().unwrap() = probed(Err(Failure::Unresolved));
    let test = world.admin.test_trunk(&Actor::Owner, id, &calling("300")).await.unwrap();
    assert_eq!((&test.steps[3].cause, test.steps[3].outcome), (&TestCause::NoAddress, TestOutcome::Skipped));
    assert!(world.live.test_calls.lock().unwrap().is_empty());
    world.close();
}

#[tokio::test]
async fn a_test_call_that_fails_says_why_and_what_to_do() {
    let refused = |code| {
        let status = sip_msg::Status::new(code).unwrap();
        TestEnd::Failed(Failure::Refused { status, text: "No".into() })
    };
    let ends = [
        (refused(404), "refused"),
        (refused(486), "busy"),
        (refused(488), "no_common_codec"),
        (TestEnd::NotAnswered { rang: true }, "not_answered"),
        (TestEnd::Answered(Answered::default()), "nothing_heard"),
        (TestEnd::NoMedia("No common codec".into()), "no_media"),
    ];
    let (world, id) = tested("test-call-fails", TestEnd::NoRoom).await;
    for (n, (end, code)) in ends.into_iter().enumerate() {
        let trunk = if n == 0 { id } else { another(&world, n).await };
        *world.live.tested.lock().unwrap() = Some(Tested { test: TestId(1), call: None, end });
        let test = world.admin.test_trunk(&Actor::Owner, trunk, &calling("300")).await.unwrap();
        let step = &test.steps[3];
        let TestCause::Called { finding } = &step.cause else { panic!("{step:?}") };
        assert_eq!(serde_json::to_value(finding).unwrap()["code"], code);
        assert!(!test.passed && step.outcome == TestOutcome::Failed && step.remedy.is_some(), "{step:?}");
        if let CallFinding::Refused { status, .. } = finding {
            assert_eq!(
                (*status, step.sentence.as_str()),
                (404, "Refused with 404: the other side knows no such number")
            );
        }
    }
    world.close();
}

/// One more trunk: each is called once in ten seconds.
async fn another(world: &World, n: usize) -> u32 {
    let name = format!("more-{n}");
    let site = format!(
        "[[trunk]]\nname = \"{name}\"\ncontext = \"Incalls\"\naddressing = \"static\"\naddress = \"c.example\"\n"
    );
    world.apply(&site).await;
    world.admin.snapshot().trunk_by_name(&name).map_or(0, |trunk| trunk.id.0)
}
