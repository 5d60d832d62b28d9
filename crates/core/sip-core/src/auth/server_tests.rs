use std::time::Duration;

use model::ConnectionType;
use sip_msg::{Challenge, Params};

use super::*;
use crate::{
    auth::{Attempts, ClientAuth, Login, Reply},
    fixture,
    resolve::Resolver,
};

const T0: Moment = Moment::from_unix_ms(1_000_000);

/// One exchange that judges, and somebody who answers its challenges.
struct World {
    authenticator: Authenticator,
    snapshot: Snapshot,
    sources: Sources,
    client: ClientAuth,
    chance: Chance,
}

impl World {
    fn new(changes: &[model::Change]) -> Self {
        let mut chance = Chance::new([1; 32]);
        let snapshot = fixture::snapshot(changes);
        let mut sources = Sources::default();
        sources.configure(T0, &snapshot);
        sources.tick(T0, &mut Resolver::new(chance.fork()), &mut vec![]);
        let authenticator = Authenticator::new(&mut chance);
        Self { authenticator, snapshot, sources, client: ClientAuth::default(), chance }
    }

    fn judge(&mut self, now: Moment, request: &Request, from: &str) -> Verdict {
        self.authenticator.judge(now, request, &fixture::flow(from), &self.snapshot, &self.sources)
    }

    /// Sends a request, answers the challenge, and returns the request as it was sent last, with its verdict.
    fn log_in(
        &mut self,
        mut request: Request,
        from: &str,
        username: &str,
        password: &str,
    ) -> (Request, Verdict) {
        let challenge = match self.judge(T0, &request, from) {
            Verdict::Challenge { response, .. } => response,
            known => return (request, known),
        };
        self.answer(&challenge, &mut request, username, password);
        let verdict = self.judge(T0, &request, from);
        (request, verdict)
    }

    fn answer(&mut self, challenge: &Response, request: &mut Request, username: &str, password: &str) {
        let password = Secret::new(password);
        let login = Login { username, password: &password };
        let mut attempts = Attempts::default();
        let reply = self.client.answer(&mut attempts, challenge, request, login, &mut self.chance);
        assert_eq!(reply, Reply::Retry);
    }

    fn line(&self, username: &str) -> Party {
        Party::Line(self.snapshot.line_by_username(username).unwrap().id)
    }

    fn trunk(&self, name: &str) -> Party {
        Party::Trunk(self.snapshot.trunk_by_name(name).unwrap().id)
    }
}

fn invite(to: &str) -> Request {
    fixture::request("INVITE", &format!("sip:{to}@b.lab"), "sip:alice@b.lab", &format!("sip:{to}@b.lab"), &[])
}

fn register(user: &str) -> Request {
    let aor = format!("sip:{user}@b.lab");
    fixture::request("REGISTER", "sip:b.lab", &aor, &aor, &[])
}

fn challenges(verdict: &Verdict) -> Vec<DigestChallenge> {
    let Verdict::Challenge { response, .. } = verdict else { panic!("{verdict:?}") };
    assert_eq!(response.status, Status::UNAUTHORIZED);
    let digest = |challenge| match challenge {
        Challenge::Digest(digest) => digest,
        Challenge::Other(scheme) => panic!("{scheme}"),
    };
    response.headers.www_authenticate().unwrap().into_iter().map(digest).collect()
}

fn stale(verdict: &Verdict) -> bool {
    challenges(verdict).iter().all(|challenge| challenge.stale)
}

#[test]
fn a_stranger_gets_one_header_with_md5_and_qop_auth() {
    let mut world = World::new(&[]);
    let verdict = world.judge(T0, &invite("101"), "192.0.2.1:5060");
    let challenges = challenges(&verdict);
    assert_eq!(challenges.len(), 1);
    assert_eq!(challenges[0].algorithm, Some(sip_msg::Algorithm::Md5));
    assert_eq!((challenges[0].qop.as_slice(), challenges[0].stale), (&["auth".into()][..], false));
    assert_eq!(&*challenges[0].realm, world.snapshot.general().realm.as_str());
}

#[test]
fn a_line_proves_itself_with_each_algorithm_that_it_is_offered() {
    for digest in ["md5", "sha-256", "sha-512-256"] {
        let mut world = World::new(&[fixture::line("alice", |line| line.digest = Some(vec![digest.into()]))]);
        let (_, verdict) = world.log_in(invite("101"), "192.0.2.1:5060", "alice", "secret");
        assert_eq!(verdict, Verdict::Known(world.line("alice")), "{digest}");
    }
}

/// RFC 8760 section 2.3: several challenges, in the order of preference.
#[test]
fn a_line_with_several_algorithms_is_offered_them_in_order() {
    let offers = Some(vec!["sha-256".into(), "md5".into()]);
    let mut world = World::new(&[fixture::line("alice", |line| line.digest = offers)]);
    let names: Vec<_> = challenges(&world.judge(T0, &register("alice"), "192.0.2.1:5060"))
        .iter()
        .map(|challenge| challenge.algorithm.as_ref().unwrap().as_str().to_owned())
        .collect();
    assert_eq!(names, ["SHA-256", "MD5"]);
}

#[test]
fn an_algorithm_that_was_not_offered_proves_nothing() {
    let mut world = World::new(&[fixture::line("alice", |line| line.digest = Some(vec!["sha-256".into()]))]);
    let (mut request, _) = world.log_in(invite("101"), "192.0.2.1:5060", "alice", "secret");
    // The same nonce, answered by MD5.
    let text = request.headers.get(&HeaderName::Authorization).unwrap();
    let nonce =
        Params::parse(&format!(";{}", text.split(", ").find(|p| p.starts_with("nonce")).unwrap())).unwrap();
    let offer = format!(
        "Digest realm=\"{}\", nonce={}, algorithm=MD5, qop=\"auth\"",
        world.snapshot.general().realm,
        nonce.get("nonce").unwrap()
    );
    let mut weaker = Response::new(Status::UNAUTHORIZED);
    weaker.headers.push(HeaderName::WwwAuthenticate, offer);
    world.answer(&weaker, &mut request, "alice", "secret");
    assert!(!stale(&world.judge(T0, &request, "192.0.2.1:5060")));
}

#[test]
fn an_unknown_user_and_a_wrong_password_are_answered_alike() {
    let mut world = World::new(&[fixture::line("alice", |_| {})]);
    let (_, wrong) = world.log_in(register("alice"), "192.0.2.1:5060", "alice", "guess");
    let (_, unknown) = world.log_in(register("nobody"), "192.0.2.1:5060", "nobody", "guess");
    let bare = |verdict: &Verdict| {
        let mut challenges = challenges(verdict);
        challenges.iter_mut().for_each(|challenge| challenge.nonce = "".into());
        challenges
    };
    assert_eq!(bare(&wrong), bare(&unknown));
    assert!(!stale(&wrong));
}

#[test]
fn guessing_the_stand_in_password_of_nobody_is_worth_nothing() {
    let mut world = World::new(&[]);
    let (_, verdict) = world.log_in(register("nobody"), "192.0.2.1:5060", "nobody", NOBODYS);
    assert!(!stale(&verdict));
}

/// RFC 7616 section 3.3: a right answer to an old nonce is told so.
#[test]
fn a_right_answer_to_a_nonce_that_is_old_or_from_elsewhere_or_used_up_is_stale() {
    let mut world = World::new(&[fixture::line("alice", |_| {})]);
    let (request, verdict) = world.log_in(invite("101"), "192.0.2.1:5060", "alice", "secret");
    assert_eq!(verdict, Verdict::Known(world.line("alice")));
    assert!(stale(&world.judge(T0, &request, "192.0.2.1:5060")), "a replay");
    assert!(stale(&world.judge(T0, &request, "192.0.2.2:5060")), "another source");
    assert!(stale(&world.judge(T0 + Duration::from_secs(3600), &request, "192.0.2.1:5060")), "an old one");
}

#[test]
fn a_phone_behind_a_nat_that_changes_its_port_keeps_its_nonce() {
    let mut world = World::new(&[fixture::line("alice", |_| {})]);
    let (mut request, _) = world.log_in(register("alice"), "192.0.2.1:5060", "alice", "secret");
    let password = Secret::new("secret");
    let login = Login { username: "alice", password: &password };
    world.client.authorize(&mut request, login, &mut world.chance);
    assert_eq!(world.judge(T0, &request, "192.0.2.1:40000"), Verdict::Known(world.line("alice")));
}

/// RFC 7616 section 3.4.6.
#[test]
fn a_digest_for_another_number_or_method_proves_nothing() {
    let mut world = World::new(&[fixture::line("alice", |_| {})]);
    let (mut request, _) = world.log_in(invite("101"), "192.0.2.1:5060", "alice", "secret");
    let stolen = request.headers.get(&HeaderName::Authorization).unwrap().to_owned();
    request.uri = Uri::parse("sip:00999@b.lab").unwrap();
    assert!(!stale(&world.judge(T0, &request, "192.0.2.1:5060")));
    let mut other = register("alice");
    other.headers.push(HeaderName::Authorization, stolen);
    assert!(!stale(&world.judge(T0, &other, "192.0.2.1:5060")));
}

#[test]
fn a_digest_for_the_server_s_address_alone_is_good_for_any_number() {
    assert!(same_target("sip:192.0.2.254:5060", &Uri::parse("sip:101@b.lab").unwrap()));
    assert!(same_target("sip:%31%301@nat.example:1", &Uri::parse("sip:101@b.lab").unwrap()));
    assert!(!same_target("sip:102@b.lab", &Uri::parse("sip:101@b.lab").unwrap()));
    assert!(!same_target("nonsense", &Uri::parse("sip:101@b.lab").unwrap()));
}

#[test]
fn an_open_trunk_s_address_counts_whatever_credentials_it_sends() {
    let open = fixture::trunk("open", |trunk| {
        fixture::at(trunk, "203.0.113.1");
        fixture::open(trunk);
    });
    let mut world = World::new(&[open, fixture::line("alice", |_| {})]);
    let mut request = invite("101");
    let realm = world.snapshot.general().realm.to_string();
    let offer = format!("Digest realm=\"{realm}\", nonce=\"n\", qop=\"auth\"");
    let mut elsewhere = Response::new(Status::UNAUTHORIZED);
    elsewhere.headers.push(HeaderName::WwwAuthenticate, offer);
    world.answer(&elsewhere, &mut request, "its-name-elsewhere", "pw");
    assert_eq!(world.judge(T0, &request, "203.0.113.1:5060"), Verdict::Known(world.trunk("open")));
    world.answer(&elsewhere, &mut request, "alice", "guess");
    assert!(
        !stale(&world.judge(T0, &request, "203.0.113.1:5060")),
        "but it is no way to try passwords of lines"
    );
}

/// RFC 4475 section 3.3.7.
#[test]
fn credentials_of_an_unknown_scheme_are_as_good_as_none() {
    let mut world = World::new(&[]);
    let mut request = register("alice");
    request.headers.push(HeaderName::Authorization, "NoOneKnowsThisScheme opaque-data=here");
    request.headers.push(HeaderName::Authorization, "Digest username");
    assert_eq!(challenges(&world.judge(T0, &request, "192.0.2.1:5060")).len(), 1);
}

#[test]
fn a_friend_and_a_user_are_known_by_digest_from_anywhere_and_a_peer_is_not() {
    let typed = |kind: &'static str, connection: ConnectionType| {
        fixture::trunk(kind, move |trunk| {
            fixture::at(trunk, "203.0.113.1");
            trunk.username = Some(format!("{kind}-user"));
            trunk.connection_type = Some(connection);
        })
    };
    let mut world = World::new(&[
        typed("friend", ConnectionType::Friend),
        typed("user", ConnectionType::User),
        typed("peer", ConnectionType::Peer),
    ]);
    for kind in ["friend", "user"] {
        let (_, verdict) = world.log_in(invite("101"), "192.0.2.1:5060", &format!("{kind}-user"), "pass");
        assert_eq!(verdict, Verdict::Known(world.trunk(kind)));
    }
    let (request, verdict) = world.log_in(invite("101"), "192.0.2.1:5060", "peer-user", "pass");
    assert!(!stale(&verdict), "{request:?}");
    let (_, verdict) = world.log_in(invite("101"), "203.0.113.1:5060", "peer-user", "pass");
    assert_eq!(verdict, Verdict::Known(world.trunk("peer")));
}

#[test]
fn a_static_trunk_without_a_password_is_known_by_its_address_from_any_port() {
    let open = fixture::trunk("open", |trunk| {
        fixture::at(trunk, "203.0.113.1");
        fixture::open(trunk);
    });
    let mut world = World::new(&[open]);
    assert_eq!(world.judge(T0, &invite("101"), "203.0.113.1:33333"), Verdict::Known(world.trunk("open")));
    challenges(&world.judge(T0, &invite("101"), "203.0.113.2:5060"));
    challenges(&world.judge(T0, &register("open"), "203.0.113.1:5060"));
}

#[test]
fn a_trunk_with_a_password_is_challenged_at_its_own_address_too() {
    let closed = fixture::trunk("closed", |trunk| {
        fixture::at(trunk, "203.0.113.1");
        trunk.digest = Some(vec!["sha-256".into()]);
    });
    let mut world = World::new(&[closed]);
    let verdict = world.judge(T0, &invite("101"), "203.0.113.1:5060");
    assert_eq!(challenges(&verdict)[0].algorithm, Some(sip_msg::Algorithm::Sha256));
}

#[test]
fn from_alone_identifies_nobody() {
    let mut world = World::new(&[fixture::line("alice", |_| {}), fixture::trunk("xivo-trunk", |_| {})]);
    for from in ["sip:alice@b.lab", "sip:xivo-trunk@b.lab"] {
        let request = fixture::request("INVITE", "sip:101@b.lab", from, "sip:101@b.lab", &[]);
        challenges(&world.judge(T0, &request, "192.0.2.1:5060"));
    }
}
