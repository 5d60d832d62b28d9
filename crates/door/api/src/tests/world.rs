//! A server without sockets: requests are handed to the router, as its owner or as anybody.

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
};

use admin::{
    Actor, Admin, BanRow, Live, TokenDraft,
    live::{
        Answer, Answered as Heard, CallId, CallRow, Figures, Hearing, KeptCall, KeptMessage, Moment, Noticed,
        ProbeAnswer, ProbeId, Probed, Scope, Survey, TestEnd, TestId, Tested, ToneHeard, Transport,
        TrunkSurvey, UsageFacts,
    },
};
use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    http::{Request, Response},
};
use model::{
    Cdr, Class, Snapshot, TrunkId,
    record::{CdrId, Passed, Payer, Stop, StopOf},
    toll::LimitWhen,
};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio_stream::Stream;
use tower::ServiceExt;

use crate::{
    app::{App, router},
    cookie::Cookies,
    peer::Peer,
};

/// An exchange with one call, which says that it missed something.
struct Still;

impl Live for Still {
    fn configure(&self, _snapshot: Arc<Snapshot>) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn hangup(&self, _call: u64) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn calls(&self) -> Answer<'_, Vec<CallRow>> {
        let call = CallRow {
            id: "42".into(),
            dialled: "**99101".into(),
            started_ms: 1,
            answered_ms: None,
            ended_ms: None,
            legs: vec![],
        };
        Box::pin(async move { Ok(vec![call]) })
    }

    fn call(&self, call: u64) -> Answer<'_, Option<(CallRow, Cdr)>> {
        Box::pin(async move {
            let row = self.calls().await?.into_iter().find(|row| row.id == call.to_string());
            Ok(row.map(|row| (row, record(call))))
        })
    }

    fn kept(&self, call: u64) -> Answer<'_, Option<KeptCall>> {
        Box::pin(async move { Ok((call == 43).then(kept)) })
    }

    fn survey(&self, _scope: Scope) -> Answer<'_, Survey> {
        Box::pin(async { Ok(Survey::default()) })
    }

    fn trunks(&self, _trunks: Vec<TrunkId>) -> Answer<'_, TrunkSurvey> {
        Box::pin(async { Ok(TrunkSurvey::default()) })
    }

    fn figures(&self) -> Answer<'_, Figures> {
        Box::pin(async { Ok(Figures { calls: 1, ..Figures::default() }) })
    }

    fn probe(&self, _trunk: TrunkId) -> Answer<'_, Probed> {
        let answer =
            ProbeAnswer { code: 200, reason: "OK".into(), round_trip: std::time::Duration::from_millis(3) };
        let probed = Probed { probe: ProbeId(1), targets: vec![], outcome: Ok(answer), hop: None };
        Box::pin(async { Ok(probed) })
    }

    fn test_call(&self, _trunk: TrunkId, _number: String, _by: String) -> Answer<'_, Tested> {
        let tone = Some(ToneHeard { level_dbm0: -10.0, delay_ms: 30.0 });
        let heard = Heard { hearing: Hearing { tone, ..Hearing::default() }, ..Heard::default() };
        let tested = Tested { test: TestId(1), call: Some(CallId(77)), end: TestEnd::Answered(heard) };
        Box::pin(async { Ok(tested) })
    }

    fn register(&self, _trunk: TrunkId) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn bans(&self) -> Answer<'_, Vec<BanRow>> {
        let ban = BanRow {
            address: [203, 0, 113, 66].into(),
            account: None,
            tried: "1000".into(),
            guesses: 10,
            times: 1,
            since_ms: 1,
            until_ms: 60_001,
        };
        Box::pin(async { Ok(vec![ban]) })
    }

    fn lift(&self, _source: IpAddr, _account: Option<String>) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn stops(&self) -> Answer<'_, Vec<Stop>> {
        Box::pin(async { Ok(vec![stop()]) })
    }

    fn lift_stop(&self, _of: StopOf) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn usage(&self) -> Answer<'_, UsageFacts> {
        Box::pin(async { Ok(UsageFacts::default()) })
    }

    fn forget_sound(&self, _name: String) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn events(&self) -> Pin<Box<dyn Stream<Item = Noticed> + Send>> {
        Box::pin(tokio_stream::iter([Noticed::Trunk(TrunkId(7)), Noticed::Missed]))
    }
}

/// What the call log would have of a call that has just begun.
fn record(id: u64) -> Cdr {
    let party = json!({"name": "", "number": "201", "user": null, "line": 1, "line_name": "alice", "trunk": null,
                       "trunk_name": ""});
    let record = json!({
        "id": id, "times": {"start_ms": 1, "answer_ms": null, "end_ms": null}, "caller": party, "callee": party,
        "dialled": "**99101", "context": "default", "destination": "", "media": [], "trace": "",
        "outcome": {"status": "in_progress", "sip_code": 200, "reason": "", "hangup_by": null},
    });
    serde_json::from_value(record).unwrap()
}

/// One message, which is hostile.
fn kept() -> KeptCall {
    let text = b"INVITE sip:101@a SIP/2.0\r\nAuthorization: Digest response=\"cafe\"\r\nSubject: <script>\x1b[2J\r\n\r\n";
    let message = KeptMessage {
        at: Moment::from_micros(1_000_005),
        is_sent: false,
        transport: Transport::Udp,
        local: Some("10.0.0.1:5060".parse().unwrap()),
        remote: "10.0.0.2:5060".parse().unwrap(),
        leg: 0,
        bytes: text.to_vec(),
    };
    KeptCall { legs: vec![], messages: vec![message], missed: 0 }
}

/// A server for one test.
pub(super) struct World {
    router: Router,
    admin: Arc<Admin>,
    _running: watch::Sender<bool>,
    dir: PathBuf,
}

/// An answer, read.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) json: Value,
    pub(super) text: String,
    pub(super) response: Response<()>,
}

impl World {
    pub(super) async fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("strowger-api-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        let admin = Admin::open(&dir, Arc::new(Still)).await.unwrap();
        let (running, stopping) = watch::channel(false);
        Self {
            router: router(&App::new(admin.clone(), Cookies::HostOnly, stopping)),
            admin,
            _running: running,
            dir,
        }
    }

    /// Asks as the owner does, over the Unix socket.
    pub(super) async fn ask(&self, method: &str, path: &str, body: Value) -> Answered {
        let has_body = !body.is_null();
        let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        let request = match has_body {
            true => request.header("content-type", "application/json").body(Body::from(body.to_string())),
            false => request.body(Body::empty()),
        };
        self.send(Some(owner()), request.unwrap()).await
    }

    pub(super) async fn get(&self, path: &str) -> Answered {
        self.ask("GET", path, Value::Null).await
    }

    /// Sends a site file.
    pub(super) async fn site(&self, path: &str, text: &str) -> Answered {
        let request =
            Request::post(format!("/api/v1/site/{path}")).header("content-type", "application/toml");
        self.send(Some(owner()), request.body(Body::from(text.to_owned())).unwrap()).await
    }

    /// Sends a request as it is.
    pub(super) async fn send(&self, peer: Option<Peer>, request: Request<Body>) -> Answered {
        let (parts, body) = self.raw(peer, request).await.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answered {
            status: parts.status.as_u16(),
            json: serde_json::from_slice(&bytes).unwrap_or_default(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            response: Response::from_parts(parts, ()),
        }
    }

    pub(super) async fn raw(&self, peer: Option<Peer>, request: Request<Body>) -> Response<Body> {
        let router = match peer {
            Some(peer) => self.router.clone().layer(Extension(peer)),
            None => self.router.clone(),
        };
        router.oneshot(request).await.unwrap()
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn admin(&self) -> Arc<Admin> {
        self.admin.clone()
    }

    pub(super) async fn token(&self, name: &str) -> String {
        self.token_of(name, "administrator").await
    }

    pub(super) async fn token_of(&self, name: &str, role: &str) -> String {
        let draft = TokenDraft { name: name.into(), role: Some(role.into()), expires_ms: None };
        self.admin.create_token(&Actor::Owner, draft).await.unwrap().token
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

impl Answered {
    pub(super) fn header(&self, name: &str) -> &str {
        self.response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Lists the fields that were complained about.
    pub(super) fn wrong_fields(&self) -> Vec<&str> {
        self.json["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect()
    }
}

/// Root, who may always come in.
pub(super) fn owner() -> Peer {
    Peer::Unix(Some(0))
}

/// A stop of everybody's premium calls.
fn stop() -> Stop {
    Stop {
        of: StopOf { payer: Payer::Exchange, class: Some(Class::Premium) },
        since_ms: 1,
        passed: Passed::CallsHour,
        cap: 5,
        when: LimitWhen::Always,
        call: CdrId(42),
        number: "0899123456".into(),
    }
}
