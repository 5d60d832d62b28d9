//! Toll fraud: what a stolen line, a redirecting phone or a trunk may cost, and that help is always called.

use std::time::Duration;

use calls::{CallEvent, Command, Input};
use model::{
    Change, Class, Edit, GeneralDraft, LimitsPolicy, LineDraft, OutgoingCallDraft, OutgoingExtensionDraft,
    Ref, TrunkDraft, TrunkId, UserDraft, UserId,
    record::{CallStatus, Passed, Past, PastCalls, Payer, StopChange, StopOf},
    toll::{LimitDraft, LimitOf},
};
use sip_msg::Status;
use testkit::{Plan, Reaction, World, provider};

use crate::secs;

const PREMIUM: &str = "0899123456";
const ABROAD: &str = "0018765551234";

/// Alice, Bob and a provider, in France, never closed; a number is dialled as it is.
fn plan(limits: &[LimitDraft]) -> Plan {
    Plan::new()
        .general(GeneralDraft {
            country: Some("FR".into()),
            emergency_numbers: Some(vec!["112".into()]),
            opening_hours: Some("always".into()),
            limit: (!limits.is_empty()).then(|| limits.to_vec()),
            ..GeneralDraft::default()
        })
        .user("Alice", &["alice"], "201")
        .user("Bob", &["bob"], "202")
        .trunk(provider("carrier", "10.77.0.102"))
        .outgoing("out", "0.", 0, &["carrier"])
        .outgoing("out-9", "9XXX", 1, &["carrier"])
}

fn limit(of: LimitOf, class: &str, draft: LimitDraft) -> LimitDraft {
    LimitDraft { of: Some(of), class: Some(class.into()), ..draft }
}

fn world(plan: &Plan) -> World {
    let mut world = World::new(1);
    world.site("A", 1, plan);
    for phone in ["alice", "bob", "carrier"] {
        world.add_phone(phone, "A");
    }
    world.register(&["alice", "bob"]);
    world
}

/// Dials, lets the provider answer, and hangs up after a time; tells what the caller was answered in the end.
fn call(world: &mut World, who: &str, number: &str, lasts: Duration) -> Option<Status> {
    let before = world.phone("carrier").calls.len();
    let at = world.phone(who).dial(number);
    world.run(secs(1));
    if world.phone("carrier").calls.len() > before {
        world.phone("carrier").answer(before);
        world.run(lasts);
        if world.phone(who).calls.get(at).is_some_and(|call| call.is_up()) {
            world.phone(who).hang_up(at);
        }
        world.run(secs(3));
    }
    world.phone(who).calls.get(at).and_then(|call| call.last())
}

fn payer(world: &mut World, name: &str) -> Payer {
    let snapshot = world.at("A").snapshot.clone();
    Payer::User(snapshot.users_by_name(name).next().map(|user| user.id).unwrap_or(UserId(0)))
}

fn stops(world: &mut World) -> Vec<StopOf> {
    world.at("A").exchange.stops().into_iter().map(|stop| stop.of).collect()
}

#[test]
fn a_stolen_line_is_stopped_within_one_call_and_lifted_by_one_order() {
    let mut world = world(&plan(&[]));
    for _ in 0..5 {
        assert_eq!(call(&mut world, "alice", PREMIUM, secs(5)), Some(Status::OK), "{}", world.ladder());
    }
    assert!(stops(&mut world).is_empty());
    assert_eq!(call(&mut world, "alice", PREMIUM, secs(5)), Some(Status::FORBIDDEN));
    let of = StopOf { payer: payer(&mut world, "Alice"), class: Some(Class::Premium) };
    assert_eq!(stops(&mut world), [of]);
    assert_eq!(world.phone("carrier").calls.len(), 5, "the sixth was not placed");
    let refused = world.at("A").last_cdr().clone();
    assert_eq!(refused.outcome.status, CallStatus::Refused);
    assert_eq!(refused.outcome.reason, "Stopped: premium calls, 5 calls within an hour");
    let stopped = |event: &&CallEvent| matches!(event, CallEvent::Stopped(stop) if stop.of == of && stop.passed == Passed::CallsHour);
    assert_eq!(world.at("A").events.iter().filter(stopped).count(), 1);
    // An hour later it is stopped all the same, others and other classes are not.
    world.run(secs(2 * 3_600));
    world.register(&["alice", "bob"]);
    assert_eq!(call(&mut world, "alice", PREMIUM, secs(1)), Some(Status::FORBIDDEN));
    assert_eq!(call(&mut world, "alice", "0145678901", secs(1)), Some(Status::OK));
    assert_eq!(call(&mut world, "bob", PREMIUM, secs(1)), Some(Status::OK));
    world.order("A", Command::LiftStop(of));
    assert!(stops(&mut world).is_empty());
    assert_eq!(call(&mut world, "alice", PREMIUM, secs(1)), Some(Status::OK), "{}", world.ladder());
    let kept = &world.at("A").stops;
    assert!(matches!(kept.as_slice(), [StopChange::Began(_), StopChange::Lifted { .. }]), "{kept:?}");
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn minutes_that_are_used_up_end_the_call() {
    let row = limit(LimitOf::User, "premium", LimitDraft { minutes_hour: Some(3), ..LimitDraft::default() });
    let mut world = world(&plan(&[row]));
    let at = world.phone("alice").dial(PREMIUM);
    world.run(secs(1));
    world.phone("carrier").answer(0);
    world.run(secs(170));
    assert!(world.phone("alice").calls[at].is_up());
    world.run(secs(12));
    assert!(world.phone("alice").calls[at].is_over(), "{}", world.ladder());
    let reason = world.wire.iter().rfind(|seen| seen.what == "BYE").map(|seen| seen.text.clone()).unwrap();
    assert!(reason.contains("Stopped: premium calls, 3 minutes within an hour"), "{reason}");
    assert_eq!(world.at("A").last_cdr().times.talk_ms() / 1_000, 180);
    assert_eq!(call(&mut world, "alice", PREMIUM, secs(1)), Some(Status::FORBIDDEN));
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn calls_at_once_are_refused_without_a_stop() {
    let row = limit(LimitOf::User, "international", LimitDraft { at_once: Some(1), ..LimitDraft::default() });
    let mut world = world(&plan(&[row]));
    world.phone("alice").dial(ABROAD);
    world.run(secs(1));
    world.phone("carrier").answer(0);
    world.run(secs(1));
    assert_eq!(call(&mut world, "alice", ABROAD, secs(1)), Some(Status::FORBIDDEN));
    assert!(stops(&mut world).is_empty());
    world.phone("alice").hang_up(0);
    world.run(secs(3));
    assert_eq!(call(&mut world, "alice", ABROAD, secs(1)), Some(Status::OK));
}

#[test]
fn a_trunk_and_the_whole_exchange_have_limits_of_their_own() {
    for (of, is_trunk) in [(LimitOf::Trunk, true), (LimitOf::Exchange, false)] {
        let row = limit(of, "international", LimitDraft { calls_day: Some(2), ..LimitDraft::default() });
        let mut world = world(&plan(&[row]));
        assert_eq!(call(&mut world, "alice", ABROAD, secs(1)), Some(Status::OK));
        assert_eq!(call(&mut world, "bob", ABROAD, secs(1)), Some(Status::OK));
        assert_eq!(call(&mut world, "bob", ABROAD, secs(1)), Some(Status::FORBIDDEN), "{}", world.ladder());
        let trunk = world.at("A").snapshot.trunk_by_name("carrier").map(|trunk| trunk.id).unwrap();
        let payer = if is_trunk { Payer::Trunk(trunk) } else { Payer::Exchange };
        assert_eq!(stops(&mut world), [StopOf { payer, class: Some(Class::International) }]);
        world.run(secs(40));
        world.assert_quiet();
    }
}

#[test]
fn out_of_hours_only_what_was_called_then_counts() {
    let row = LimitDraft {
        when: Some(model::toll::LimitWhen::Closed),
        calls_hour: Some(1),
        ..LimitDraft::default()
    };
    let shut = |hours: &str| {
        plan(&[limit(LimitOf::User, "premium", row.clone())])
            .general(GeneralDraft { opening_hours: Some(hours.into()), ..GeneralDraft::default() })
    };
    let mut world = world(&shut("always"));
    for _ in 0..3 {
        assert_eq!(call(&mut world, "alice", PREMIUM, secs(1)), Some(Status::OK));
    }
    // A house that opens for one minute of the week.
    world.configure("A", &shut("Su 03:00-03:01"));
    assert_eq!(call(&mut world, "alice", PREMIUM, secs(1)), Some(Status::OK), "{}", world.ladder());
    assert_eq!(call(&mut world, "alice", PREMIUM, secs(1)), Some(Status::FORBIDDEN));
}

#[test]
fn a_line_and_a_trunk_may_have_limits_of_their_own_or_none() {
    let rows = [
        limit(LimitOf::User, "premium", LimitDraft { calls_hour: Some(1), ..LimitDraft::default() }),
        limit(
            LimitOf::User,
            "premium",
            LimitDraft { set: Some("sales".into()), calls_hour: Some(2), ..LimitDraft::default() },
        ),
    ];
    for (policy, passes) in [("default", 1), ("sales", 2), ("none", 4)] {
        let base = plan(&rows);
        let line = base.snapshot().line_by_username("alice").map(|line| line.id).unwrap();
        let draft = LineDraft { limits: LimitsPolicy::parse(policy).ok(), ..LineDraft::default() };
        let mut world = world(&base.with(Change::Line(Edit::Update(line, draft))));
        let through =
            (0..4).filter(|_| call(&mut world, "alice", PREMIUM, secs(1)) == Some(Status::OK)).count();
        assert_eq!(through, passes, "{policy}");
    }
}

#[test]
fn help_is_called_past_every_stop_limit_and_permission() {
    let rows = [limit(LimitOf::Exchange, "any", LimitDraft { calls_hour: Some(0), ..LimitDraft::default() })];
    let mut plan = plan(&rows)
        .person(
            UserDraft {
                firstname: Some("Carol".into()),
                simultaneous_calls: Some(1),
                outgoing_caller_id: Some("anonymous".into()),
                ..UserDraft::default()
            },
            &["carol"],
            "203",
        )
        .trunk(TrunkDraft { call_limit: Some(1), ..provider("rescue", "10.77.0.103") });
    plan = plan.with(Change::OutgoingCall(Edit::Create(OutgoingCallDraft {
        name: Some("help".into()),
        context: Some(Ref::from("to-extern")),
        trunks: Some(vec![Ref::from("rescue"), Ref::from("carrier")]),
        emergency: Some(true),
        extension: Some(vec![OutgoingExtensionDraft {
            pattern: Some("112".into()),
            caller_id: Some("<0145000000>".into()),
            ..OutgoingExtensionDraft::default()
        }]),
        ..OutgoingCallDraft::default()
    })));
    // A context that leads nowhere.
    plan = plan.context("cell");
    let cell = plan.snapshot();
    let line = cell.line_by_username("carol").map(|line| line.id).unwrap();
    let draft = LineDraft { context: Some(Ref::from("cell")), ..LineDraft::default() };
    let mut world = World::new(1);
    world.site("A", 1, &plan.with(Change::Line(Edit::Update(line, draft))));
    for phone in ["alice", "bob", "carrier", "rescue", "carol"] {
        world.add_phone(phone, "A");
    }
    world.register(&["alice", "bob", "carol"]);
    assert_eq!(call(&mut world, "carol", "0145678901", secs(1)), Some(Status::NOT_FOUND));
    world.phone("alice").dial("0145678901");
    world.run(secs(1));
    assert_eq!(world.phone("alice").last().last(), Some(Status::FORBIDDEN), "everything is stopped");
    // Three at once, of which one has but one call and the trunk room for one.
    for who in ["alice", "carol", "carol"] {
        world.phone(who).dial("112");
        world.run(secs(1));
    }
    assert_eq!(world.phone("rescue").calls.len(), 3, "{}", world.ladder());
    let rescue = world.phone("rescue").addr;
    let invite = world
        .wire
        .iter()
        .rfind(|seen| seen.what == "INVITE" && seen.to == rescue)
        .map(|seen| seen.text.clone())
        .unwrap();
    assert!(invite.contains("<sip:0145000000@") && !invite.contains("Privacy"), "{invite}");
    let help = |event: &&CallEvent| matches!(event, CallEvent::Help(help) if help.number == "112");
    assert_eq!(world.at("A").events.iter().filter(help).count(), 3);
}

#[test]
fn a_phone_may_send_calls_on_only_where_it_is_allowed_and_pays_for_them() {
    let row = limit(LimitOf::User, "mobile", LimitDraft { calls_hour: Some(1), ..LimitDraft::default() });
    let mut world = world(&plan(&[row]));
    for (to, expected) in
        [(PREMIUM, 0), (ABROAD, 0), ("112", 0), ("9112", 0), ("0612345678", 1), ("0612345678", 1)]
    {
        world.phone("bob").manners.on_call = Reaction::Redirect(to.into());
        world.phone("alice").dial("202");
        world.run(secs(1));
        assert_eq!(world.phone("carrier").calls.len(), expected, "{to}\n{}", world.ladder());
    }
    let of = StopOf { payer: payer(&mut world, "Bob"), class: Some(Class::Mobile) };
    assert_eq!(stops(&mut world), [of], "who sends a call on pays for it");
    assert_eq!(call(&mut world, "alice", "0612345678", secs(1)), Some(Status::OK));
}

/// RFC 3261 section 21.3: whoever is called may name others to call. A provider's word for that costs nothing.
#[test]
fn a_redirect_from_outside_never_makes_a_call() {
    let mut world = world(&plan(&[]));
    world.phone("carrier").manners.on_call = Reaction::Redirect(PREMIUM.into());
    let at = world.phone("alice").dial("0145678901");
    world.run(secs(5));
    assert_eq!(world.phone("carrier").calls.len(), 1, "{}", world.ladder());
    assert_eq!(world.phone("alice").calls[at].last(), Some(Status::SERVICE_UNAVAILABLE));
    world.run(secs(40));
    world.assert_quiet();
}

/// RFC 3515 section 2.4.2 lets whoever is referred refuse: a provider, or a stranger behind it, does not make us call.
#[test]
fn a_refer_from_outside_never_makes_a_call() {
    let mut world = world(&plan(&[]));
    world.phone("alice").dial("0145678901");
    world.run(secs(1));
    world.phone("carrier").answer(0);
    world.run(secs(1));
    world.phone("carrier").refer(0, PREMIUM);
    world.run(secs(5));
    let carrier = world.phone("carrier").addr;
    let refused = world.wire.iter().any(|seen| seen.to == carrier && seen.text.starts_with("SIP/2.0 405"));
    assert!(refused, "{}", world.ladder());
    assert_eq!(world.phone("carrier").calls.len(), 1, "{}", world.ladder());
    assert!(world.phone("alice").last().is_up(), "the call goes on");
}

#[test]
fn a_restart_forgets_neither_stops_nor_what_was_used() {
    let row = limit(LimitOf::User, "premium", LimitDraft { calls_day: Some(2), ..LimitDraft::default() });
    let mut world = world(&plan(&[row]));
    assert_eq!(call(&mut world, "alice", PREMIUM, secs(61)), Some(Status::OK));
    let charged = world.at("A").last_cdr().charged.unwrap();
    assert_eq!(charged.payer, payer(&mut world, "Alice"));
    world.restart("A");
    let trunk = world.at("A").snapshot.trunk_by_name("carrier").map(|trunk| trunk.id);
    let hour = world.now.as_unix_ms() / 3_600_000;
    let past = PastCalls { payer: charged.payer, class: charged.class, trunk, hour, calls: 1, minutes: 2 };
    world.input("A", Input::Past(Past { calls: vec![past], lifted: vec![] }));
    let now = world.now;
    let (usage, _) = world.at("A").exchange.usage(now);
    let used = |payer| {
        let of = StopOf { payer, class: Some(Class::Premium) };
        usage.iter().find(|row| row.of == of).map(|row| (row.calls_day, row.minutes_hour))
    };
    assert_eq!(used(charged.payer), Some((1, 2)));
    assert_eq!(used(Payer::Exchange), Some((1, 2)));
    assert_eq!(used(Payer::Trunk(trunk.unwrap_or(TrunkId(0)))), Some((1, 2)));
    assert_eq!(call(&mut world, "alice", PREMIUM, secs(1)), Some(Status::OK), "{}", world.ladder());
    assert_eq!(call(&mut world, "alice", PREMIUM, secs(1)), Some(Status::FORBIDDEN));
    let stops: Vec<_> = world.at("A").exchange.stops();
    world.restart("A");
    world.input("A", Input::Stops(stops));
    assert_eq!(call(&mut world, "alice", PREMIUM, secs(1)), Some(Status::FORBIDDEN));
}
