//! Registrations through the endpoint: the challenge, the credentials, the binding.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow, ensure};
use model::{Change, Edit, LineDraft, Secret, Snapshot, UserDraft};
use moment::Moment;
use sip_core::{Action, Endpoint, EndpointConfig, Flow, Input, Interface, Transport};
use sip_msg::{Challenge, Message};

use super::{
    clock::{Clock, Spread},
    messages::hash,
};

/// Every line registers once in each round; a round lasts a minute of the endpoint's time, so that its transactions end.
pub(super) fn register(clock: &Clock) -> Result<Spread> {
    let mut world = World::new()?;
    clock.gather(|| {
        let mut spent = Duration::ZERO;
        for line in 0..LINES {
            spent += world.register(line)?;
        }
        spent += world.rest();
        Ok(spent.as_nanos() as f64 / f64::from(LINES))
    })
}

struct World {
    endpoint: Endpoint,
    now: Moment,
    out: Vec<Action>,
    sent: u32,
}

impl World {
    fn new() -> Result<Self> {
        let users: Vec<Change> = (0..LINES).map(user).collect();
        let snapshot = Snapshot::factory().apply(&users).map_err(|error| anyhow!("{error:?}"))?;
        let config = EndpointConfig {
            listeners: vec![(Transport::Udp, SERVER)],
            external_address: None,
            local_networks: Vec::new(),
            unlimited_sources: Vec::new(),
            seed: [7; 32],
        };
        let mut endpoint = Endpoint::new(config, Arc::new(snapshot));
        let (now, mut out) = (Moment::from_unix_ms(1_790_000_000_000), Vec::new());
        endpoint.handle(now, Input::Interfaces(vec![Interface { addr: SERVER.ip(), prefix: 24 }]), &mut out);
        Ok(Self { endpoint, now, out, sent: 0 })
    }

    /// Registers one line and returns what the endpoint took for its two requests.
    fn register(&mut self, line: u32) -> Result<Duration> {
        self.sent += 1;
        let (mut spent, challenge) = self.ask(line, "")?;
        let Message::Response(challenge) = challenge else { return Err(anyhow!("a request came back")) };
        let challenges = challenge.headers.www_authenticate().ok().context("a challenge that can be read")?;
        let Some(Challenge::Digest(digest)) = challenges.into_iter().next() else {
            return Err(anyhow!("no digest challenge but {}", challenge.status.code()));
        };
        let (ha1, ha2) =
            (hash(&[&format!("u{line}"), &digest.realm, PASSWORD]), hash(&["REGISTER", "sip:192.0.2.1"]));
        let response = hash(&[&ha1, &digest.nonce, "00000001", "abcdef01", "auth", &ha2]);
        let credentials = format!(
            "Authorization: Digest username=\"u{line}\", realm=\"{}\", nonce=\"{}\", uri=\"sip:192.0.2.1\", \
             response=\"{response}\", cnonce=\"abcdef01\", nc=00000001, qop=auth, algorithm=MD5\r\n",
            digest.realm, digest.nonce
        );
        let (second, accepted) = self.ask(line, &credentials)?;
        spent += second;
        let Message::Response(accepted) = accepted else { return Err(anyhow!("a request came back")) };
        ensure!(accepted.status.code() == 200, "refused with {}", accepted.status.code());
        Ok(spent)
    }

    /// Sends one REGISTER and returns what it took and what came back.
    fn ask(&mut self, line: u32, credentials: &str) -> Result<(Duration, Message)> {
        let (n, cseq) = (self.sent, if credentials.is_empty() { 1 } else { 2 });
        let text = format!(
            "REGISTER sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK{n}.{cseq}\r\nMax-Forwards: \
             70\r\nFrom: <sip:u{line}@192.0.2.1>;tag={n}\r\nTo: <sip:u{line}@192.0.2.1>\r\nCall-ID: \
             {n}@192.0.2.10\r\nCSeq: {cseq} REGISTER\r\nContact: \
             <sip:u{line}@192.0.2.10:5060>\r\nExpires: 600\r\n{credentials}Content-Length: 0\r\n\r\n"
        );
        let flow = Flow { transport: Transport::Udp, local: SERVER, remote: PHONE, conn: None };
        self.out.clear();
        let start = Instant::now();
        self.endpoint.handle(self.now, Input::Received { flow, bytes: text.as_bytes() }, &mut self.out);
        let spent = start.elapsed();
        let answer = self.out.iter().find_map(|action| match action {
            Action::Reply { bytes, .. } => Message::parse(bytes).ok(),
            _ => None,
        });
        Ok((spent, answer.context("the endpoint did not answer")?))
    }

    /// Lets a minute pass and returns what the endpoint took for what fell due.
    fn rest(&mut self) -> Duration {
        let end = self.now + Duration::from_secs(60);
        let start = Instant::now();
        while let Some(at) = self.endpoint.deadline().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.out.clear();
            self.endpoint.handle(self.now, Input::Tick, &mut self.out);
        }
        let spent = start.elapsed();
        self.now = end;
        spent
    }
}

fn user(number: u32) -> Change {
    let line = LineDraft {
        username: Some(format!("u{number}")),
        password: Some(Secret::new(PASSWORD)),
        weak_password: Some(true),
        context: Some("default".into()),
        ..LineDraft::default()
    };
    let name = format!("User {number}");
    Change::User(Edit::Create(UserDraft {
        firstname: Some(name),
        line: Some(vec![line]),
        ..UserDraft::default()
    }))
}

const LINES: u32 = 1_000;
const PASSWORD: &str = "secret";
const SERVER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 5060);
const PHONE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 10)), 5060);
