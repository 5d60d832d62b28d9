//! Whole calls on a fake clock. One scenario is one file, and its tests are named by the rules that they keep.

mod busy;
mod call_limits;
mod cancel;
mod codecs;
mod configuration;
mod contexts;
mod digest;
mod drain;
mod dtmf;
mod early_media;
mod encrypted_audio;
mod forked_ringing;
mod glare;
mod guard;
mod hold;
mod identity;
mod late_offer;
mod lost_ack;
mod many_calls;
mod media_gone;
mod no_answer;
mod packet_loss;
mod play;
mod redirect;
mod registration;
mod restart;
mod seed_page;
mod session_timer;
mod shared_address;
mod silence;
mod tcp;
mod test_calls;
mod tolls;
mod too_many_hops;
mod transit;
mod trunk_failover;
mod variations;

use std::time::Duration;

use testkit::World;

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Alice on A and someone on B, connected by the seed page's call.
fn connected(seed: u64) -> World {
    let mut world = World::seed_page(seed);
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    world.phone("someone").answer(0);
    world.run(secs(1));
    assert!(world.phone("alice").last().is_up(), "{}", world.ladder());
    assert!(world.phone("someone").last().is_up(), "{}", world.ladder());
    world
}
