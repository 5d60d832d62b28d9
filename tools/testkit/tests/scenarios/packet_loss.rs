//! Networks that lose 1 to 20 % of all datagrams, double some and reorder many.

use testkit::{Weather, World};

use crate::secs;

#[test]
fn calls_come_about_and_end_in_every_weather() {
    let mut answered = 0;
    for (round, loss) in [1, 2, 5, 5, 10, 10, 15, 20, 20, 20].into_iter().enumerate() {
        let mut world = World::seed_page(round as u64);
        world.weather(Weather::stormy(loss));
        world.phone("alice").dial("**99101");
        world.run_until(secs(20), |world| !world.phone("someone").calls.is_empty());
        if !world.phone("someone").calls.is_empty() && !world.phone("someone").last().is_over() {
            world.phone("someone").answer(0);
            let is_up = world.run_until(secs(30), |world| world.phone("alice").last().is_up());
            answered += u32::from(is_up);
            world.run(secs(5));
            if is_up && !world.phone("alice").last().is_over() {
                world.phone("alice").hang_up(0);
            }
        } else if !world.phone("alice").last().is_over() {
            world.phone("alice").cancel(0);
        }
        world.run(secs(150));
        assert!(world.phone("alice").last().is_over(), "{loss} % in round {round}\n{}", world.ladder());
        world.assert_quiet();
    }
    assert!(answered >= 9, "only {answered} of 10 calls were answered");
}

#[test]
fn a_cancel_gets_through_ten_percent_loss() {
    for seed in 0..10 {
        let mut world = World::seed_page(seed);
        world.weather(Weather::stormy(10));
        world.phone("alice").dial("**99101");
        world.run(secs(3));
        if !world.phone("alice").last().is_over() {
            world.phone("alice").cancel(0);
        }
        world.run(secs(150));
        let rang_on = world.phone("someone").calls.iter().any(|call| !call.is_over());
        assert!(!rang_on, "seed {seed}\n{}", world.ladder());
        world.assert_quiet();
    }
}
