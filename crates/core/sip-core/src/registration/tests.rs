use std::time::Duration;

use model::{Change, Edit, Snapshot, TrunkDraft, TrunkId};
use sip_msg::{HeaderName, Status};

use super::*;
use crate::{fixture, flow::Transport, trunk_status::Why};

const T0: Moment = Moment::from_unix_ms(5_000_000);

const HOP: Hop = Hop {
    transport: Transport::Udp,
    addr: std::net::SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::new(10, 77, 0, 2)), 5060),
    conn: None,
    proof: None,
};

/// One trunk that registers at 10.77.0.2, and the orders that came of it.
struct World {
    registrations: Registrations,
    snapshot: Snapshot,
    trunk: TrunkId,
    orders: Vec<Order>,
}

impl World {
    fn new() -> Self {
        let snapshot = fixture::snapshot(&[fixture::trunk("to-b", |trunk| {
            fixture::at(trunk, "10.77.0.2");
            fixture::registers(trunk, "10.77.0.2", "xivo-trunk");
        })]);
        let trunk = snapshot.trunk_by_name("to-b").unwrap().id;
        let mut world =
            Self { registrations: Registrations::new(Chance::new([2; 32])), snapshot, trunk, orders: vec![] };
        world.registrations.configure(T0, &world.snapshot, &mut world.orders);
        world
    }

    /// Takes the only order that came since the last one.
    fn order(&mut self) -> Order {
        assert_eq!(self.orders.len(), 1, "{:?}", self.orders);
        self.orders.remove(0)
    }

    fn answer(&mut self, now: Moment, order: &Order, status: Status, headers: &[(HeaderName, &str)]) {
        let mut response = order.request.response(status);
        headers.iter().for_each(|(name, value)| response.headers.push(name.clone(), *value));
        let told = self.registrations.responded(now, order.id, Ok((&response, HOP)), &mut self.orders);
        assert_eq!(told, Some(self.trunk));
    }

    fn fail(&mut self, now: Moment, order: &Order) {
        let silent = NoAnswer { why: Why::Silent, hop: Some(HOP) };
        self.registrations.responded(now, order.id, Err(Some(silent)), &mut self.orders);
    }

    fn edit(&mut self, now: Moment, draft: TrunkDraft) {
        self.snapshot = self.snapshot.apply(&[Change::Trunk(Edit::Update(self.trunk, draft))]).unwrap();
        self.registrations.configure(now, &self.snapshot, &mut self.orders);
    }

    fn status(&self) -> RegistrationStatus {
        self.registrations.status(self.trunk).unwrap()
    }

    /// Waits for the next REGISTER; returns how long that took.
    fn wait(&mut self, now: Moment) -> (Moment, Order) {
        let due = self.registrations.deadline().unwrap();
        assert!(due > now);
        self.registrations.tick(due, &mut self.orders);
        (due, self.order())
    }
}

fn is_about(wait: Duration, seconds: u64) -> bool {
    let nominal = Duration::from_secs(seconds);
    wait <= nominal && wait > nominal * 9 / 10 - Duration::from_millis(1)
}

fn expires(order: &Order) -> u32 {
    order.request.headers.expires().unwrap().unwrap()
}

/// RFC 3261 section 10.2: what a REGISTER carries.
#[test]
fn the_first_register_is_sent_at_once_and_is_complete() {
    let mut world = World::new();
    let order = world.order();
    assert_eq!(order.request.uri.to_string(), "sip:10.77.0.2");
    assert_eq!(order.request.headers.to().unwrap().uri.to_string(), "sip:xivo-trunk@10.77.0.2");
    assert!(order.request.headers.to().unwrap().tag().is_none());
    assert!(order.request.headers.from().unwrap().tag().is_some());
    assert_eq!((expires(&order), order.request.headers.cseq().unwrap().number), (120, 1));
    assert_eq!(order.to.transport, Some(Transport::Udp));
    assert_eq!(
        (order.username.as_str(), order.password.as_ref().map(|p| p.expose())),
        ("xivo-trunk", Some("pass"))
    );
    assert_eq!(order.contact, "xivo-trunk");
    assert_eq!((world.status().state, world.status().next), (RegistrationState::Trying, None));
}

#[test]
fn a_granted_registration_is_refreshed_before_it_lapses() {
    let mut world = World::new();
    let first = world.order();
    world.answer(T0, &first, Status::OK, &[(HeaderName::Expires, "100")]);
    assert_eq!((world.status().state, world.status().expiry), (RegistrationState::Registered, 100));
    let (due, second) = world.wait(T0);
    assert!(is_about(due.since(T0), 90));
    let cseq = |order: &Order| order.request.headers.cseq().unwrap().number;
    assert_eq!(second.request.headers.call_id(), first.request.headers.call_id());
    assert!(cseq(&second) > cseq(&first));
}

/// RFC 3261 section 10.2.4: the expires parameter of our own contact, among all that the server lists.
#[test]
fn the_time_of_our_own_contact_counts() {
    let mut world = World::new();
    let order = world.order();
    let ours = format!("<sip:xivo-trunk@10.77.0.1;line=t{}>;expires=70", world.trunk);
    let listed = [
        (HeaderName::Contact, "<sip:other@10.77.0.9>;expires=3000, <sip:xivo-trunk@10.77.0.7>;expires=2000"),
        (HeaderName::Contact, ours.as_str()),
        (HeaderName::Expires, "1000"),
    ];
    world.answer(T0, &order, Status::OK, &listed);
    assert_eq!(world.status().expiry, 70);
}

#[test]
fn a_registration_in_a_hurry_does_not_wait_for_its_time_but_for_its_answer() {
    let mut world = World::new();
    let first = world.order();
    world.registrations.hurry(T0, world.trunk, &mut world.orders);
    assert!(world.orders.is_empty(), "one is on its way");
    world.answer(T0, &first, Status::OK, &[(HeaderName::Expires, "100")]);
    let later = T0 + Duration::from_secs(5);
    world.registrations.hurry(later, world.trunk, &mut world.orders);
    let second = world.order();
    world.answer(later, &second, Status::FORBIDDEN, &[]);
    assert_eq!((world.status().state, world.status().tried), (RegistrationState::Refused, Some(later)));
}

/// RFC 3261 section 10.2.8.
#[test]
fn too_short_a_time_is_corrected_at_once() {
    let mut world = World::new();
    let order = world.order();
    world.answer(T0, &order, Status::INTERVAL_TOO_BRIEF, &[(HeaderName::MinExpires, "600")]);
    let again = world.order();
    assert_eq!(expires(&again), 600);
    world.answer(T0, &again, Status::INTERVAL_TOO_BRIEF, &[(HeaderName::MinExpires, "600")]);
    assert!(world.orders.is_empty(), "a server that contradicts itself is not asked in a circle");
    assert_eq!(world.status().state, RegistrationState::Refused);
}

#[test]
fn a_silent_server_is_asked_after_1_2_4_8_16_and_then_every_30_seconds_for_ever() {
    let mut world = World::new();
    let (mut now, mut order) = (T0, world.order());
    for seconds in [1, 2, 4, 8, 16, 30, 30, 30, 30] {
        world.fail(now, &order);
        assert_eq!(world.status().state, RegistrationState::Unreachable);
        let (due, next) = world.wait(now);
        assert!(is_about(due.since(now), seconds), "{seconds}: {:?}", due.since(now));
        (now, order) = (due, next);
    }
    for _ in 0..1000 {
        world.fail(now, &order);
        (now, order) = world.wait(now);
    }
}

#[test]
fn a_refusal_is_shown_and_retried_and_success_forgets_the_waiting() {
    let mut world = World::new();
    let order = world.order();
    world.answer(T0, &order, Status::FORBIDDEN, &[]);
    let status = world.status();
    assert_eq!(
        (status.state, status.last_answer.map(|last| last.code)),
        (RegistrationState::Refused, Some(403))
    );
    assert!(status.next.is_some());
    let (now, order) = world.wait(T0);
    world.answer(now, &order, Status::OK, &[]);
    let (refresh, order) = world.wait(now);
    world.fail(refresh, &order);
    let (again, _) = world.wait(refresh);
    assert!(is_about(again.since(refresh), 1));
}

#[test]
fn a_wish_to_wait_is_heard_within_bounds() {
    let mut world = World::new();
    let order = world.order();
    world.answer(T0, &order, Status::SERVICE_UNAVAILABLE, &[(HeaderName::RetryAfter, "86400")]);
    assert!(is_about(world.registrations.deadline().unwrap().since(T0), 30));
}

#[test]
fn two_exchanges_do_not_wait_alike() {
    let wait = |seed| {
        let mut registrations = Registrations::new(Chance::new([seed; 32]));
        let (world, mut orders) = (World::new(), vec![]);
        registrations.configure(T0, &world.snapshot, &mut orders);
        registrations.responded(T0, orders[0].id, Err(None), &mut orders);
        registrations.deadline()
    };
    assert_ne!(wait(1), wait(2));
}

/// RFC 3261 section 10.2.2.
#[test]
fn a_disabled_registration_is_taken_back() {
    let mut world = World::new();
    let order = world.order();
    world.answer(T0, &order, Status::OK, &[]);
    let mut draft = TrunkDraft::default();
    fixture::registers(&mut draft, "10.77.0.2", "xivo-trunk");
    draft.register.as_mut().unwrap().enabled = Some(false);
    world.edit(T0, draft);
    let goodbye = world.order();
    assert_eq!(expires(&goodbye), 0);
    assert_eq!(goodbye.request.headers.call_id(), order.request.headers.call_id());
    assert_eq!(world.registrations.status(world.trunk), None);
    let late = world.registrations.responded(T0, goodbye.id, Err(None), &mut world.orders);
    assert_eq!((late, world.registrations.deadline()), (None, None));
}

#[test]
fn another_account_is_a_new_registration_and_the_old_one_is_taken_back() {
    let mut world = World::new();
    let order = world.order();
    world.answer(T0, &order, Status::OK, &[]);
    let mut draft = TrunkDraft::default();
    fixture::registers(&mut draft, "10.77.0.2", "someone-else");
    world.edit(T0, draft);
    let [goodbye, hello] = world.orders.as_slice() else { panic!("{:?}", world.orders) };
    assert_eq!((expires(goodbye), goodbye.username.as_str()), (0, "xivo-trunk"));
    assert_eq!((expires(hello), hello.username.as_str()), (120, "someone-else"));
    assert_ne!(goodbye.request.headers.call_id(), hello.request.headers.call_id());
}

#[test]
fn another_expiry_refreshes_and_an_unrelated_edit_does_nothing() {
    let mut world = World::new();
    let order = world.order();
    world.answer(T0, &order, Status::OK, &[]);
    world.edit(T0, TrunkDraft { transit: Some(true), ..TrunkDraft::default() });
    assert!(world.orders.is_empty());
    let mut draft = TrunkDraft::default();
    fixture::registers(&mut draft, "10.77.0.2", "xivo-trunk");
    draft.register.as_mut().unwrap().expiry = Some(300);
    world.edit(T0, draft);
    assert_eq!(expires(&world.order()), 300);
}

#[test]
fn the_end_of_the_process_takes_everything_back() {
    let mut world = World::new();
    let order = world.order();
    world.answer(T0, &order, Status::OK, &[]);
    world.registrations.leave(T0, &mut world.orders);
    assert_eq!(expires(&world.order()), 0);
    assert_eq!(world.registrations.deadline(), None);
}

#[test]
fn requests_take_the_outbound_proxy_and_keep_the_registrar_s_name() {
    let mut world = World::new();
    world.orders.clear();
    world.edit(T0, TrunkDraft { outbound_proxy: Some("10.77.0.9:5070".into()), ..TrunkDraft::default() });
    let order = world.order();
    assert_eq!((order.to.host.to_string().as_str(), order.to.port), ("10.77.0.9", Some(5070)));
    assert_eq!(order.request.uri.to_string(), "sip:10.77.0.2");
}

/// RFC 5626 section 4.5: the other side calls us on the connection that we registered over.
#[test]
fn a_connection_that_is_gone_is_no_reason_to_wait_for_the_refresh() {
    let mut world = World::new();
    let order = world.order();
    let hop = Hop { transport: Transport::Tls, ..HOP };
    let mut ok = order.request.response(Status::OK);
    ok.headers.push(HeaderName::Expires, "120");
    world.registrations.responded(T0, order.id, Ok((&ok, hop)), &mut world.orders);
    let refresh = world.registrations.deadline();
    world.registrations.connection_lost(T0, Transport::Tcp, hop.addr);
    assert_eq!(world.registrations.deadline(), refresh, "another connection");
    world.registrations.connection_lost(T0, Transport::Tls, hop.addr);
    let soon = world.registrations.deadline().unwrap();
    assert!(soon > T0 && soon <= T0 + Duration::from_secs(2), "{soon:?}");
    world.registrations.tick(soon, &mut world.orders);
    assert_eq!(world.order().request.method, sip_msg::Method::Register);
}

/// Whoever enters another fingerprint wants to know whether it is shown, and not in two minutes.
#[test]
fn another_fingerprint_is_asked_for_at_once() {
    let mut world = World::new();
    let first = world.order();
    world.answer(T0, &first, Status::OK, &[(HeaderName::Expires, "100")]);
    world.edit(T0, TrunkDraft { tls_fingerprint: Some("ab".repeat(32)), ..TrunkDraft::default() });
    let second = world.order();
    assert_eq!((second.id == first.id, expires(&second)), (false, 120));
}
