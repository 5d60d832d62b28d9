//! The seed page with other words: host names for addresses, a username that is not the name, a line elsewhere.

use model::{Change, ContextDraft, DestinationDraft, Edit, LineDraft, Ref, Secret, TrunkDraft, UserDraft};
use testkit::{PASSWORD, Plan, World, dynamic_trunk, registering, static_trunk};

use crate::secs;

/// A with a trunk as given; B as given; alice calls `**99101` and someone answers.
fn call(a: TrunkDraft, b: Plan, prepare: impl FnOnce(&mut World)) -> World {
    let a =
        Plan::new().user("Alice", &["alice"], "201").trunk(a).outgoing("to-b", "**99.", 4, &["xivo-trunk"]);
    let mut world = World::new(1);
    prepare(&mut world);
    world.site("A", 1, &a);
    world.site("B", 2, &b);
    world.add_phone("alice", "A");
    world.add_phone("someone", "B");
    world.register_all();
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    assert_eq!(world.phone("someone").calls.len(), 1, "{}", world.ladder());
    world.phone("someone").answer(0);
    world.run(secs(1));
    assert_eq!(world.listeners("alice"), ["someone"], "{}", world.ladder());
    world
}

fn trunk_to(server: &str) -> TrunkDraft {
    TrunkDraft {
        register: Some(registering(server, "xivo-trunk")),
        ..static_trunk("xivo-trunk", server, "Incalls")
    }
}

#[test]
fn the_server_may_have_a_name() {
    call(trunk_to("b.example.org"), Plan::seed_b(), |world| {
        world.dns.host("b.example.org", [10, 77, 0, 2].into())
    });
}

/// RFC 3263 section 4: SRV names the host and its port.
#[test]
fn the_server_may_be_found_by_srv() {
    call(trunk_to("example.org"), Plan::seed_b(), |world| {
        world.dns.service("_sip._udp.example.org", (10, 0, 5060, "b.example.org"));
        world.dns.host("b.example.org", [10, 77, 0, 2].into());
    });
}

/// RFC 3263 section 4.3: a dead host is passed over.
#[test]
fn of_two_servers_the_living_one_is_used() {
    call(trunk_to("example.org"), Plan::seed_b(), |world| {
        world.dns.service("_sip._udp.example.org", (10, 0, 5060, "dead.example.org"));
        world.dns.service("_sip._udp.example.org", (20, 0, 5060, "b.example.org"));
        world.dns.host("dead.example.org", [10, 77, 0, 66].into());
        world.dns.host("b.example.org", [10, 77, 0, 2].into());
        world.net.close(std::net::SocketAddr::from(([10, 77, 0, 66], 5060)));
    });
}

#[test]
fn the_username_need_not_be_the_name() {
    let a = TrunkDraft {
        username: Some("site-a".into()),
        register: Some(registering("10.77.0.2", "site-a")),
        ..static_trunk("xivo-trunk", "10.77.0.2", "Incalls")
    };
    let b = Plan::new()
        .user("Someone", &["someone"], "111")
        .trunk(TrunkDraft { username: Some("site-a".into()), ..dynamic_trunk("from-a", "Incalls") })
        .incoming("101", DestinationDraft::User("Someone".into()));
    let mut world = call(a, b, |_| {});
    assert_eq!(world.at("B").cdrs[0].caller.trunk_name, "from-a");
}

#[test]
fn someones_line_may_be_in_another_context() {
    let line = LineDraft {
        username: Some("someone".into()),
        password: Some(Secret::new(PASSWORD)),
        context: Some(Ref::from("sales")),
        extension: Some("111".into()),
        ..LineDraft::default()
    };
    let someone =
        UserDraft { firstname: Some("Someone".into()), line: Some(vec![line]), ..UserDraft::default() };
    let b = Plan::new()
        .context("sales")
        .with(Change::User(Edit::Create(someone)))
        .trunk(dynamic_trunk("xivo-trunk", "Incalls"))
        .incoming("101", DestinationDraft::User("Someone".into()))
        .with(Change::Context(Edit::Create(ContextDraft {
            name: Some("empty".into()),
            ..ContextDraft::default()
        })));
    let mut world = call(trunk_to("10.77.0.2"), b, |_| {});
    assert!(world.at("B").cdrs[0].trace.contains("sales"), "found from the line");
}

/// A name has an address of each family, the exchange only one: it does not wait for what it cannot reach.
#[test]
fn an_address_of_a_family_that_we_do_not_have_is_passed_over() {
    call(trunk_to("b.example.org"), Plan::seed_b(), |world| {
        world.dns.host("b.example.org", "2001:db8::2".parse().unwrap());
        world.dns.host("b.example.org", [10, 77, 0, 2].into());
    });
}

/// RFC 8866 section 5.2: no two session descriptions of ours have the same origin, also where calls begin at one moment.
#[test]
fn every_session_has_a_number_of_its_own() {
    let mut world = World::seed_page(1);
    world.phone("alice").dial("**99101");
    world.phone("someone").dial("101");
    world.phone("alice").dial("**99101");
    world.run(secs(1));
    let ours = ["10.77.0.1:", "10.77.0.2:"];
    let sent = world.wire.iter().filter(|seen| ours.iter().any(|ip| seen.from.to_string().starts_with(ip)));
    let offers = sent.filter(|seen| seen.what == "INVITE");
    let mut ids: Vec<String> = offers
        .filter_map(|seen| seen.text.lines().find(|line| line.starts_with("o=")))
        .map(str::to_owned)
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(all >= 4 && ids.len() == all, "{ids:?} of {all}");
}
