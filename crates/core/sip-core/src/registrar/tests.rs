use std::time::Duration;

use model::{Change, Edit, LineDraft, LineId, Secret};
use sip_msg::{Contacts, NameAddr};

use super::*;
use crate::{fixture, flow::Transport};

const T0: Moment = Moment::from_unix_ms(1_000_000_000);
const PHONE: &str = "192.0.2.1:5060";

/// A registrar with one configuration, and everything that it has told storage.
struct World {
    registrar: Registrar,
    snapshot: Snapshot,
    changes: Vec<BindingChange>,
}

impl World {
    fn new(changes: &[Change]) -> Self {
        Self { registrar: Registrar::default(), snapshot: fixture::snapshot(changes), changes: vec![] }
    }

    fn alice() -> Self {
        Self::new(&[fixture::line("alice", |_| {})])
    }

    fn line(&self) -> Party {
        Party::Line(self.snapshot.line_by_username("alice").unwrap().id)
    }

    fn send(&mut self, now: Moment, flow: &Flow, party: Party, request: &Request) -> Response {
        let arrival = Arrival { now, party, request, flow };
        self.registrar.register(&arrival, &self.snapshot, &mut self.changes)
    }

    /// Alice's phone registers with these header lines.
    fn register(&mut self, now: Moment, cseq: u32, more: &[&str]) -> Response {
        let cseq = format!("CSeq: {cseq} REGISTER");
        let lines: Vec<&str> = std::iter::once(cseq.as_str()).chain(more.iter().copied()).collect();
        let request = fixture::request("REGISTER", "sip:b.lab", "sip:alice@b.lab", "sip:alice@b.lab", &lines);
        self.send(now, &fixture::flow(PHONE), self.line(), &request)
    }

    fn contacts(&self, now: Moment) -> Vec<String> {
        self.registrar.contacts(self.line(), now).iter().map(|binding| binding.contact.clone()).collect()
    }
}

/// What a 200 lists: URI and seconds.
fn listed(response: &Response) -> Vec<(String, u32)> {
    assert_eq!(response.status, Status::OK, "{response:?}");
    let Contacts::List(list) = response.headers.contacts().unwrap() else { panic!("a star") };
    list.iter().map(|contact: &NameAddr| (contact.uri.to_string(), contact.expires().unwrap())).collect()
}

fn later(seconds: u64) -> Moment {
    T0 + Duration::from_secs(seconds)
}

fn code(response: &Response) -> u16 {
    response.status.code()
}

/// RFC 3261 section 10.3 steps 7 and 8.
#[test]
fn a_contact_is_bound_for_the_default_time_and_listed() {
    let mut world = World::alice();
    let answer = world.register(T0, 1, &["Contact: <sip:alice@192.0.2.1>"]);
    assert_eq!(listed(&answer), [("sip:alice@192.0.2.1".to_owned(), 120)]);
    assert!(matches!(world.changes.as_slice(), [BindingChange::Put(binding)] if binding.received == PHONE));
}

#[test]
fn the_contact_s_own_expiry_goes_before_the_header_and_both_are_cut_to_the_longest() {
    let mut world = World::alice();
    let answer = world.register(
        T0,
        1,
        &[
            "Expires: 200",
            "Contact: <sip:a@192.0.2.1>;expires=100, <sip:b@192.0.2.1>",
            "Contact: <sip:c@192.0.2.1>;expires=99999",
        ],
    );
    assert_eq!(listed(&answer).iter().map(|(_, seconds)| *seconds).collect::<Vec<_>>(), [100, 200, 3600]);
}

/// RFC 3261 section 10.3 step 7: 423 with Min-Expires, and nothing is changed.
#[test]
fn too_short_a_time_is_refused_whole() {
    let mut world = World::alice();
    let answer = world.register(T0, 1, &["Contact: <sip:a@192.0.2.1>, <sip:b@192.0.2.1>;expires=59"]);
    assert_eq!((code(&answer), answer.headers.min_expires()), (423, Ok(Some(60))));
    assert!(world.contacts(T0).is_empty() && world.changes.is_empty());
}

#[test]
fn without_a_contact_the_bindings_are_told_and_left_as_they_are() {
    let mut world = World::alice();
    world.register(T0, 1, &["Contact: <sip:a@192.0.2.1>;expires=100"]);
    let answer = world.register(later(40), 2, &[]);
    assert_eq!(listed(&answer), [("sip:a@192.0.2.1".to_owned(), 60)]);
    assert_eq!(world.changes.len(), 1);
}

#[test]
fn zero_seconds_remove_one_and_a_star_removes_all() {
    let mut world = World::alice();
    world.register(T0, 1, &["Contact: <sip:a@192.0.2.1>, <sip:b@192.0.2.1>, <sip:c@192.0.2.1>"]);
    world.register(T0, 2, &["Contact: <sip:b@192.0.2.1>;expires=0"]);
    assert_eq!(world.contacts(T0), ["sip:c@192.0.2.1", "sip:a@192.0.2.1"]);
    let answer = world.register(T0, 3, &["Contact: *", "Expires: 0"]);
    assert!(listed(&answer).is_empty() && world.contacts(T0).is_empty());
    let removed = world.changes.iter().filter(|change| matches!(change, BindingChange::Remove(_))).count();
    assert_eq!(removed, 3);
}

/// RFC 3261 section 10.3 step 6.
#[test]
fn a_star_needs_expires_zero() {
    let mut world = World::alice();
    world.register(T0, 1, &["Contact: <sip:a@192.0.2.1>"]);
    assert_eq!(code(&world.register(T0, 2, &["Contact: *"])), 400);
    assert_eq!(code(&world.register(T0, 3, &["Contact: *", "Expires: 60"])), 400);
    assert_eq!(world.contacts(T0).len(), 1);
}

/// RFC 3261 section 10.3 step 7: the same Call-ID needs a higher CSeq; another Call-ID is another life of the phone.
#[test]
fn an_older_request_changes_nothing() {
    let mut world = World::alice();
    world.register(T0, 5, &["Contact: <sip:a@192.0.2.1>"]);
    assert_eq!(code(&world.register(T0, 5, &["Contact: <sip:b@192.0.2.1>, <sip:a@192.0.2.1>"])), 500);
    assert_eq!(code(&world.register(T0, 4, &["Contact: *", "Expires: 0"])), 500);
    assert_eq!(world.contacts(T0), ["sip:a@192.0.2.1"]);
    let mut reborn = fixture::request(
        "REGISTER",
        "sip:b.lab",
        "sip:alice@b.lab",
        "sip:alice@b.lab",
        &["Contact: <sip:a@192.0.2.1>"],
    );
    reborn.headers.set(HeaderName::CallId, "another");
    let answer = world.send(T0, &fixture::flow(PHONE), world.line(), &reborn);
    assert_eq!(listed(&answer).len(), 1);
}

/// RFC 3261 section 19.1.4: contacts are compared as URIs.
#[test]
fn a_refresh_written_otherwise_is_still_the_same_contact() {
    let mut world = World::alice();
    world.register(T0, 1, &["Contact: <sip:%61lice@Phone.lab;ob>"]);
    let answer = world.register(T0, 2, &["Contact: <sip:alice@phone.LAB>"]);
    assert_eq!(listed(&answer).len(), 1);
    let (put, removed): (Vec<_>, Vec<_>) =
        world.changes.iter().partition(|change| matches!(change, BindingChange::Put(_)));
    assert_eq!((put.len(), removed.len()), (2, 1), "storage knows a contact by its text");
}

#[test]
fn the_newest_contact_replaces_the_oldest_where_the_line_is_full() {
    let mut world = World::new(&[fixture::line("alice", |line| line.max_contacts = Some(2))]);
    for (cseq, contact) in (1..).zip(["a", "b", "c"]) {
        world.register(T0, cseq, &[&format!("Contact: <sip:{contact}@192.0.2.1>")]);
    }
    assert_eq!(world.contacts(T0), ["sip:c@192.0.2.1", "sip:b@192.0.2.1"]);
}

/// RFC 5626 section 6: instance and reg-id name the phone, whatever its address.
#[test]
fn a_phone_that_moved_replaces_itself() {
    let mut world = World::alice();
    let moved =
        |port| format!("Contact: <sip:alice@192.0.2.1:{port}>;reg-id=1;+sip.instance=\"<urn:uuid:1>\"");
    world.register(T0, 1, &[&moved(1111)]);
    world.register(T0, 2, &[&moved(2222)]);
    assert_eq!(world.contacts(T0), ["sip:alice@192.0.2.1:2222"]);
}

#[test]
fn preferred_contacts_come_first() {
    let mut world = World::alice();
    world.register(
        T0,
        1,
        &["Contact: <sip:a@192.0.2.1>;q=0.2, <sip:b@192.0.2.1>;q=0.9, <sip:c@192.0.2.1>;q=0.2"],
    );
    assert_eq!(world.contacts(T0), ["sip:b@192.0.2.1", "sip:c@192.0.2.1", "sip:a@192.0.2.1"]);
}

/// RFC 3261 section 10.3 step 4: authorised for its own address and no other.
#[test]
fn nobody_registers_for_somebody_else() {
    let mut world = World::new(&[fixture::line("alice", |_| {}), fixture::line("bob", |_| {})]);
    let request = fixture::request(
        "REGISTER",
        "sip:b.lab",
        "sip:alice@b.lab",
        "sip:bob@b.lab",
        &["Contact: <sip:x@192.0.2.1>"],
    );
    let answer = world.send(T0, &fixture::flow(PHONE), world.line(), &request);
    assert_eq!(code(&answer), 403);
    assert_eq!(world.registrar.all().count(), 0);
}

#[test]
fn a_dynamic_trunk_registers_and_a_static_one_may_not() {
    let fixed = fixture::trunk("fixed", |trunk| fixture::at(trunk, "203.0.113.1"));
    let mut world = World::new(&[fixture::trunk("xivo-trunk", |_| {}), fixed]);
    for (name, expected) in [("xivo-trunk", 200), ("fixed", 403)] {
        let party = Party::Trunk(world.snapshot.trunk_by_name(name).unwrap().id);
        let aor = format!("sip:{name}@b.lab");
        let contact = format!("Contact: <sip:{name}@203.0.113.1>");
        let request = fixture::request("REGISTER", "sip:b.lab", &aor, &aor, &[&contact]);
        assert_eq!(code(&world.send(T0, &fixture::flow("203.0.113.1:5060"), party, &request)), expected);
        assert_eq!(world.registrar.contacts(party, T0).len(), usize::from(expected == 200));
    }
}

/// RFC 4475 sections 3.1.1.4, 3.3.13 and 3.3.14.
#[test]
fn escapes_and_parameters_are_kept_and_headers_are_not() {
    let mut world = World::alice();
    let answer = world.register(
        T0,
        1,
        &[
            "Contact: <sip:%00@host5.example.com>, <sip:%00%00@host5.example.com>",
            "Contact: <sip:a@h.example;unknownparam?Route=%3Csip:evil.example%3E>",
        ],
    );
    let uris: Vec<String> = listed(&answer).into_iter().map(|(uri, _)| uri).collect();
    assert_eq!(
        uris,
        ["sip:%00@host5.example.com", "sip:%00%00@host5.example.com", "sip:a@h.example;unknownparam"]
    );
}

/// RFC 4475 section 3.3.12: without angle brackets a parameter is not the URI's.
#[test]
fn a_bare_contact_has_no_uri_parameters() {
    let mut world = World::alice();
    world.register(T0, 1, &["Contact: sip:a@h.example;unknownparam"]);
    assert_eq!(world.contacts(T0), ["sip:a@h.example"]);
}

#[test]
fn what_cannot_be_called_is_not_bound() {
    let mut world = World::alice();
    for contact in ["<sips:a@h.example>", "<tel:+390551>", "<name:John_Smith>"] {
        assert_eq!(code(&world.register(T0, 1, &[&format!("Contact: {contact}")])), 400, "{contact}");
    }
}

#[test]
fn bindings_lapse_in_time_and_storage_is_told() {
    let mut world = World::alice();
    world.register(T0, 1, &["Contact: <sip:a@192.0.2.1>;expires=60, <sip:b@192.0.2.1>;expires=90"]);
    assert_eq!(world.registrar.deadline(), Some(later(60)));
    assert_eq!(world.contacts(later(60)), ["sip:b@192.0.2.1"], "even before anybody cleans up");
    world.changes.clear();
    world.registrar.expire(later(60), &mut world.changes);
    assert!(
        matches!(world.changes.as_slice(), [BindingChange::Remove(gone)] if gone.contact == "sip:a@192.0.2.1")
    );
    world.registrar.expire(later(90), &mut world.changes);
    assert_eq!((world.registrar.deadline(), world.registrar.bindings.len()), (None, 0));
}

#[test]
fn a_restart_keeps_what_has_not_lapsed() {
    let mut world = World::alice();
    world.register(T0, 1, &["Contact: <sip:a@192.0.2.1>;expires=60, <sip:b@192.0.2.1>;expires=90"]);
    let kept: Vec<Binding> = world.registrar.all().cloned().collect();
    world.registrar = Registrar::default();
    world.changes.clear();
    world.registrar.restore(later(70), kept, &mut world.changes);
    assert_eq!(world.contacts(later(70)), ["sip:b@192.0.2.1"]);
    assert_eq!(world.changes.len(), 1);
    assert_eq!(world.registrar.deadline(), Some(later(90)));
}

#[test]
fn a_phone_that_moved_while_we_were_down_replaces_itself() {
    let mut world = World::alice();
    let moved =
        |port| format!("Contact: <sip:alice@192.0.2.1:{port}>;reg-id=1;+sip.instance=\"<urn:uuid:1>\"");
    world.register(T0, 1, &[&moved(1111)]);
    let kept: Vec<Binding> = world.registrar.all().cloned().collect();
    world.registrar = Registrar::default();
    world.registrar.restore(later(5), kept, &mut world.changes);
    world.register(later(6), 2, &[&moved(2222)]);
    assert_eq!(world.contacts(later(6)), ["sip:alice@192.0.2.1:2222"]);
}

#[test]
fn what_storage_garbled_is_passed_over() {
    let mut world = World::alice();
    world.register(T0, 1, &["Contact: <sip:a@192.0.2.1>"]);
    let good = world.registrar.all().next().unwrap().clone();
    let garbled = vec![
        Binding { contact: "no uri".into(), ..good.clone() },
        Binding { received: "nowhere".into(), ..good.clone() },
        Binding { owner: BindingOwner::Line(LineId(99)), ..good },
    ];
    let mut registrar = Registrar::default();
    registrar.restore(T0, garbled, &mut vec![]);
    assert_eq!(registrar.all().count(), 1);
}

#[test]
fn a_new_password_or_no_line_ends_the_registration() {
    let mut world = World::alice();
    world.register(T0, 1, &["Contact: <sip:a@192.0.2.1>"]);
    world.changes.clear();
    let Party::Line(id) = world.line() else { panic!("a line") };
    let edit = |draft| world.snapshot.apply(&[Change::Line(Edit::Update(id, draft))]).unwrap();
    let renumbered = edit(LineDraft { extension: Some("201".into()), ..LineDraft::default() });
    world.registrar.configure(&world.snapshot, &renumbered, &mut world.changes);
    assert!(world.changes.is_empty(), "other fields do not matter");
    let changed =
        edit(LineDraft { password: Some(Secret::new("a-better-secret-9")), ..LineDraft::default() });
    world.registrar.configure(&world.snapshot, &changed, &mut world.changes);
    assert!(matches!(world.changes.as_slice(), [BindingChange::Remove(_)]));
    assert_eq!(world.registrar.all().count(), 0);
}

#[test]
fn requests_over_udp_go_to_the_contact_s_port_or_through_its_nat() {
    let mut world = World::alice();
    let at = |contact: &str, source: &str, world: &mut World| {
        let line = format!("Contact: <sip:{contact}>");
        let request =
            fixture::request("REGISTER", "sip:b.lab", "sip:alice@b.lab", "sip:alice@b.lab", &[&line]);
        let mut request = request;
        request.headers.set(HeaderName::CallId, contact);
        world.send(T0, &fixture::flow(source), world.line(), &request);
        let binding = (*world.registrar.contacts(world.line(), T0).first().unwrap()).clone();
        let hop = world.registrar.hop(&binding).unwrap();
        (hop.transport, hop.addr.to_string())
    };
    let udp = |addr: &str| (Transport::Udp, addr.to_owned());
    assert_eq!(at("a@192.0.2.1:5070", "192.0.2.1:40000", &mut world), udp("192.0.2.1:5070"));
    assert_eq!(at("a@10.0.0.5:5060", "203.0.113.9:40000", &mut world), udp("203.0.113.9:40000"));
    assert_eq!(at("a@phone.lab", "203.0.113.9:40000", &mut world), udp("203.0.113.9:40000"));
    let tcp = (Transport::Tcp, "192.0.2.1:5071".to_owned());
    assert_eq!(at("a@192.0.2.1:5071;transport=tcp", "192.0.2.1:40000", &mut world), tcp);
}

/// RFC 5626 section 5.3: over a stream, requests go back on the connection.
#[test]
fn requests_over_tcp_go_back_on_the_connection_as_long_as_it_lives() {
    let mut world = World::alice();
    let flow = Flow { transport: Transport::Tcp, conn: Some(ConnId(7)), ..fixture::flow("192.0.2.1:40000") };
    let line = "Contact: <sip:alice@192.0.2.1:5060;transport=tcp>";
    let request = fixture::request("REGISTER", "sip:b.lab", "sip:alice@b.lab", "sip:alice@b.lab", &[line]);
    world.send(T0, &flow, world.line(), &request);
    let binding = world.registrar.all().next().unwrap().clone();
    assert_eq!(world.registrar.hop(&binding), Some(Hop::from(flow)));
    world.registrar.connection_lost(ConnId(7));
    assert_eq!(world.registrar.hop(&binding).unwrap().conn, None);
}

/// RFC 3261 section 26.2.2: what registered over TLS is called over TLS, on its own connection, whatever its contact says.
#[test]
fn a_phone_that_registered_over_tls_is_never_called_in_clear() {
    for contact in [
        "sip:a@192.0.2.1;transport=tls",
        "sips:a@192.0.2.1",
        "sip:a@192.0.2.1;transport=udp",
        "sip:a@192.0.2.1",
    ] {
        let mut world = World::alice();
        let flow =
            Flow { transport: Transport::Tls, conn: Some(ConnId(7)), ..fixture::flow("192.0.2.1:40000") };
        let line = format!("Contact: <{contact}>");
        let request =
            fixture::request("REGISTER", "sip:b.lab", "sip:alice@b.lab", "sip:alice@b.lab", &[&line]);
        assert_eq!(world.send(T0, &flow, world.line(), &request).status, Status::OK, "{contact}");
        let binding = world.registrar.all().next().unwrap().clone();
        assert_eq!((binding.transport, binding.contact.as_str()), (model::Transport::Tls, contact));
        assert_eq!(world.registrar.hop(&binding), Some(Hop::from(flow)), "{contact}");
    }
}

/// RFC 3327 section 5.3.
#[test]
fn a_path_is_kept_and_repeated() {
    let mut world = World::alice();
    let answer = world.register(T0, 1, &["Path: <sip:p1.lab;lr>", "Contact: <sip:a@192.0.2.1>"]);
    assert_eq!(answer.headers.get(&HeaderName::Path), Some("<sip:p1.lab;lr>"));
    assert_eq!(world.registrar.all().next().unwrap().path, ["<sip:p1.lab;lr>"]);
    let long: Vec<String> = (0..20).map(|n| format!("Path: <sip:p{n}.lab;lr>")).collect();
    let mut lines: Vec<&str> = long.iter().map(String::as_str).collect();
    lines.push("Contact: <sip:a@192.0.2.1>");
    assert_eq!(code(&world.register(T0, 2, &lines)), 400);
}
