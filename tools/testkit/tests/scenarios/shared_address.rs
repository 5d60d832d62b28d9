//! Two trunks of one provider share its address.

use testkit::{Plan, World, dynamic_trunk, registering, static_trunk};

use crate::secs;

#[test]
fn each_call_comes_in_on_the_trunk_that_its_credentials_name() {
    let trunk = |name: &str| model::TrunkDraft {
        register: Some(registering("10.77.0.2", name)),
        ..static_trunk(name, "10.77.0.2", "Incalls")
    };
    let a = Plan::new()
        .user("Alice", &["alice"], "201")
        .trunk(trunk("one"))
        .trunk(trunk("two"))
        .outgoing("first", "1.", 1, &["one"])
        .outgoing("second", "2.", 1, &["two"]);
    let b = Plan::new()
        .user("Someone", &["someone"], "111")
        .trunk(dynamic_trunk("one", "Incalls"))
        .trunk(dynamic_trunk("two", "Incalls"))
        .incoming("101", model::DestinationDraft::User("Someone".into()));
    let mut world = World::new(1);
    world.site("A", 1, &a);
    world.site("B", 2, &b);
    world.add_phone("alice", "A");
    world.add_phone("someone", "B");
    world.register_all();
    for (number, trunk) in [("1101", "one"), ("2101", "two")] {
        let call = world.phone("alice").dial(number);
        world.run(secs(1));
        world.phone("alice").cancel(call);
        world.run(secs(1));
        let came_on = world.at("B").last_cdr().caller.trunk_name.clone();
        assert_eq!(came_on, trunk, "{}", world.ladder());
    }
}
