//! Many calls at once leave nothing behind.

use testkit::{Plan, Reaction, Weather, World};

use crate::{ms, secs};

#[test]
fn two_hundred_calls_in_bad_weather_leave_nothing_behind() {
    let alice = model::UserDraft {
        firstname: Some("Alice".into()),
        simultaneous_calls: Some(20),
        ..Default::default()
    };
    let bob = model::UserDraft {
        firstname: Some("Bob".into()),
        simultaneous_calls: Some(20),
        ..Default::default()
    };
    let plan = Plan::new().person(alice, &["alice"], "201").person(bob, &["bob"], "202");
    let mut world = World::single(5, &plan, &["alice", "bob"]);
    world.weather(Weather::stormy(3));
    world.phone("bob").manners.on_call = Reaction::AnswerAfter(ms(700));
    for call in 0..200 {
        world.phone("alice").dial("202");
        world.run(ms(300));
        if let Some(old) = usize::checked_sub(call, 10).filter(|old| world.phone("alice").calls[*old].is_up())
        {
            world.phone("alice").hang_up(old);
        }
    }
    world.run(secs(40));
    for call in 0..200 {
        if world.phone("alice").calls[call].is_up() {
            world.phone("alice").hang_up(call);
        }
    }
    world.run(secs(150));
    let answered = world.at("A").finished().iter().filter(|cdr| cdr.times.answer_ms.is_some()).count();
    assert!(answered > 180, "{answered} of 200 were answered");
    assert_eq!(world.at("A").finished().len(), 200);
    world.assert_quiet();
    let endpoint = world.at("A").exchange.endpoint();
    assert_eq!((endpoint.legs(), endpoint.transactions()), (0, 0), "no leg and no transaction lingers");
}
