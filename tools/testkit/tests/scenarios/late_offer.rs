//! An INVITE without an offer: ours comes in the 200, the answer in the ACK (RFC 3261 section 13.2.1).

use testkit::World;

use crate::secs;

#[test]
fn a_caller_without_an_offer_gets_ours_in_the_200() {
    let mut world = World::seed_page(1);
    world.phone("alice").manners.offers_late = true;
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("someone").answer(0);
    world.run(secs(1));
    assert_eq!(world.listeners("alice"), ["someone"], "{}", world.ladder());
    assert_eq!(world.listeners("someone"), ["alice"]);
    world.phone("someone").hang_up(0);
    world.run(secs(40));
    world.assert_quiet();
}
