//! Hold and resume through the bridge (RFC 3264 section 8.4).

use sdp::Direction::{Inactive, RecvOnly, SendOnly, SendRecv};

use crate::{connected, secs};

#[test]
fn hold_reaches_the_other_phone_through_both_exchanges_and_resume_too() {
    let mut world = connected(1);
    world.phone("alice").reoffer(0, SendOnly);
    world.run(secs(2));
    assert_eq!(world.phone("alice").last().direction(), Some(SendOnly), "{}", world.ladder());
    assert_eq!(world.phone("someone").last().direction(), Some(RecvOnly), "{}", world.ladder());
    assert_eq!(world.listeners("someone"), Vec::<String>::new());
    assert_eq!(world.listeners("alice"), ["someone"], "music of the holding side is heard");
    world.phone("alice").reoffer(0, SendRecv);
    world.run(secs(2));
    assert_eq!(world.phone("someone").last().direction(), Some(SendRecv), "{}", world.ladder());
    assert_eq!(world.listeners("someone"), ["alice"]);
    assert_eq!(world.listeners("alice"), ["someone"]);
    world.phone("alice").hang_up(0);
    world.run(secs(40));
    world.assert_quiet();
}

#[test]
fn both_may_hold_and_each_resumes_its_own() {
    let mut world = connected(1);
    world.phone("alice").reoffer(0, SendOnly);
    world.run(secs(2));
    world.phone("someone").reoffer(0, SendOnly);
    world.run(secs(2));
    assert_eq!(world.phone("someone").last().direction(), Some(Inactive), "{}", world.ladder());
    world.phone("alice").reoffer(0, SendRecv);
    world.run(secs(2));
    assert_eq!(world.listeners("someone"), ["alice"], "someone still holds: {}", world.ladder());
    assert_eq!(world.listeners("alice"), Vec::<String>::new());
    world.phone("someone").reoffer(0, SendRecv);
    world.run(secs(2));
    assert_eq!(world.listeners("alice"), ["someone"], "{}", world.ladder());
}

#[test]
fn what_changes_no_direction_is_answered_on_the_spot() {
    let mut world = connected(1);
    let (a, b) = (world.at("A").addr, world.at("B").addr);
    let before = world.count("INVITE", a, b) + world.count("UPDATE", a, b);
    world.phone("alice").reoffer(0, SendRecv);
    world.run(secs(2));
    assert_eq!(world.count("INVITE", a, b) + world.count("UPDATE", a, b), before);
    assert_eq!(world.listeners("alice"), ["someone"]);
}

#[test]
fn fax_is_refused_and_the_call_stays() {
    let mut world = connected(1);
    let fax = "v=0\r\no=- 1 2 IN IP4 10.77.0.100\r\ns=-\r\nc=IN IP4 10.77.0.100\r\nt=0 0\r\nm=image 4000 udptl t38\r\n";
    world.phone("alice").offer_body(0, fax);
    world.run(secs(2));
    assert_eq!(world.phone("alice").last().last().map(|status| status.code()), Some(488));
    assert!(world.phone("alice").last().is_up());
    assert_eq!(world.listeners("someone"), ["alice"]);
}
