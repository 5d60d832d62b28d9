//! Calls whose far end has vanished without a word (RFC 4028).

use crate::{connected, secs};

#[test]
fn a_call_whose_peer_vanished_ends_when_the_session_is_not_refreshed() {
    let mut world = connected(1);
    let b = world.at("B").addr;
    world.net.drop_where(move |datagram| datagram.to == b || datagram.from == b);
    world.run(secs(700));
    assert!(world.phone("alice").last().is_over(), "{}", world.ladder());
    assert_eq!(world.at("A").exchange.call_count(), 0);
}

#[test]
fn a_long_call_is_refreshed_and_stays() {
    let mut world = connected(1);
    world.run(secs(3_000));
    assert_eq!(world.listeners("alice"), ["someone"], "{}", world.ladder());
    assert_eq!(world.listeners("someone"), ["alice"]);
}
