//! How long a page of a list takes where there is much: 10,000 users with a line and a number each, 1,000 trunks, and a
//! million calls in the log. What is timed is everything between a request that was read and the bytes of its answer.

use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
    time::Instant,
};

use admin::{Actor, Admin, CallLogQuery, Kind, Lines, Query, Trunks, Users, live::Nobody};
use anyhow::{Context as _, Result};
use model::{
    Cdr, Change, Edit, LineDraft, LineId, Secret, Snapshot, TrunkDraft, TrunkId, UserDraft, UserId,
    record::{CallStatus, CallTimes, CdrId, Direction, HangupBy, LegMedia, Outcome, Party},
};
use serde::Serialize;
use store::Store;

use crate::{options::Options, table::Table};

/// Users, each with a line and a number.
const USERS: u32 = 10_000;
const TRUNKS: u32 = 1_000;
/// Calls of the log; a quick run takes a tenth.
const CALLS: u64 = 1_000_000;

/// Every page is to be answered within this.
const BAR_MS: f64 = 50.0;

/// Times that each page is asked for.
const ROUNDS: usize = 21;

/// Calls that are handed over before it is waited for the database: half of what may wait for it.
const BATCH: u64 = 30_000;

/// A page, and how it is asked for.
type Page = (&'static str, Box<dyn Fn(&Bench) -> Result<usize>>);

/// Measures, where that was asked for.
pub(crate) fn run(options: &Options) -> Result<()> {
    if !options.wants("lists") {
        return Ok(());
    }
    let calls = if options.quick { CALLS / 10 } else { CALLS };
    eprintln!("measuring lists: a site and {calls} calls are made first, which takes minutes");
    let bench = Bench::new(calls)?;
    let what = format!("a page of 50: {USERS} users, {TRUNKS} trunks, {calls} calls");
    let mut table = Table::new(&[&what, "median", "max", "bar", "met"]);
    for (name, page) in pages() {
        let mut times: Vec<f64> = vec![];
        for _ in 0..ROUNDS {
            let start = Instant::now();
            page(&bench).with_context(|| name.to_owned())?;
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
        // The first one after a change makes what searches look into.
        let max = times.iter().copied().fold(0.0, f64::max);
        times.sort_by(f64::total_cmp);
        let median = times.get(ROUNDS / 2).copied().unwrap_or(f64::NAN);
        let met = if max < BAR_MS { "yes" } else { "NO" };
        table.push(vec![
            name.into(),
            format!("{median:.1} ms"),
            format!("{max:.1} ms"),
            format!("< {BAR_MS:.0} ms"),
            met.into(),
        ]);
    }
    println!("{table}");
    Ok(())
}

/// The pages, the first of each kind right after a change of the configuration.
fn pages() -> Vec<Page> {
    let calls = |name, query: CallLogQuery| -> Page { (name, Box::new(move |bench| bench.calls(&query))) };
    let log = CallLogQuery { limit: Some(50), ..CallLogQuery::default() };
    let search = |text: &str| CallLogQuery { search: Some(text.into()), ..log.clone() };
    vec![
        noun::<Users>("users, as they are", None, None),
        noun::<Users>("users, searched (first after a change: max)", Some("user 77"), None),
        noun::<Users>("users, by number", None, Some("extension")),
        noun::<Users>("users, searched and by name from the last", Some("a"), Some("-name")),
        noun::<Lines>("lines, searched and by user", Some("us"), Some("user")),
        noun::<Trunks>("trunks, searched and by address", Some("trunk"), Some("-address")),
        ("search box: everything with `77`", Box::new(|bench| bytes(&bench.admin.search("77")?))),
        ("search box: everything with `u`", Box::new(|bench| bytes(&bench.admin.search("u")?))),
        calls("calls, the latest", log.clone()),
        calls("calls, after 50,000 others", CallLogQuery { offset: Some(50_000), ..log.clone() }),
        calls("calls of one user", CallLogQuery { user: Some(77), ..log.clone() }),
        calls(
            "calls by one trunk that failed",
            CallLogQuery { trunk: Some(5), status: Some(CallStatus::Failed), ..log.clone() },
        ),
        calls(
            "calls that came in and failed",
            CallLogQuery {
                direction: Some(Direction::Inbound),
                status: Some(CallStatus::Failed),
                ..log.clone()
            },
        ),
        calls("calls that failed", CallLogQuery { status: Some(CallStatus::Failed), ..log.clone() }),
        calls(
            "calls of one day in the middle",
            CallLogQuery { from_ms: Some(500_000_000), to_ms: Some(586_400_000), ..log.clone() },
        ),
        calls("calls with a rare name", search("user 777 lab")),
        calls("calls with a text that all have", search("user")),
        calls("calls with two digits", search("77")),
        calls("calls with a text that none has", search("nobody")),
    ]
}

fn noun<K: Kind>(name: &'static str, search: Option<&str>, order: Option<&str>) -> Page
where
    K::Draft: Serialize,
{
    let query = Query {
        search: search.map(str::to_owned),
        order: order.map(str::to_owned),
        limit: Some(50),
        offset: None,
    };
    (name, Box::new(move |bench| bytes(&bench.admin.list::<K>(&query)?)))
}

/// Writes the answer, as it is sent.
fn bytes(answer: &impl Serialize) -> Result<usize> {
    Ok(serde_json::to_vec(answer)?.len())
}

struct Bench {
    admin: Arc<Admin>,
    runtime: tokio::runtime::Runtime,
    folder: PathBuf,
}

impl Bench {
    fn new(calls: u64) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("strowger-lists-{}", std::process::id()));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let (store, _) = Store::open(&folder, 0)?;
        fill(&store, calls)?;
        let admin = Admin::new(store, Arc::new(Nobody), Arc::new(site()?));
        let touch = UserDraft { firstname: Some("Last".into()), ..UserDraft::default() };
        runtime.block_on(admin.create::<Users>(&Actor::Owner, touch))?;
        Ok(Self { admin, runtime, folder })
    }

    fn calls(&self, query: &CallLogQuery) -> Result<usize> {
        bytes(&self.runtime.block_on(self.admin.call_logs(query))?)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// Makes the site.
fn site() -> Result<Snapshot> {
    let trunks = (0..TRUNKS).map(|n| {
        Change::Trunk(Edit::Create(TrunkDraft {
            name: Some(format!("trunk-{n}")),
            context: Some("Incalls".into()),
            password: Some(Secret::new("Kettle-9-boat")),
            address: Some(format!("10.{}.{}.1", n / 250, n % 250)),
            ..TrunkDraft::default()
        }))
    });
    let users = (0..USERS).map(|n| {
        let line = LineDraft {
            username: Some(format!("user{n}")),
            password: Some(Secret::new("Kettle-9-boat")),
            context: Some("default".into()),
            extension: Some(format!("{}", 20_000 + n)),
            ..LineDraft::default()
        };
        Change::User(Edit::Create(UserDraft {
            firstname: Some(format!("User {n}")),
            lastname: Some("Lab".into()),
            email: Some(format!("user{n}@example.org")),
            line: Some(vec![line]),
            ..UserDraft::default()
        }))
    });
    let changes: Vec<Change> = trunks.chain(users).collect();
    Snapshot::factory().apply(&changes).map_err(|errors| anyhow::anyhow!("the site is refused: {errors:?}"))
}

/// Fills the call log.
fn fill(store: &Store, calls: u64) -> Result<()> {
    let journal = store.journal();
    for id in 1..=calls {
        journal.cdr(Box::new(call(id)));
        if id % BATCH == 0 || id == calls {
            let (tell, told) = mpsc::channel();
            store.put_setting("bench", id.to_string(), move |result| {
                // Who waits is there until it is told.
                let _ = tell.send(result.is_ok());
            });
            told.recv()?;
        }
    }
    Ok(())
}

/// Makes a call as the exchange writes them: two thirds inside, the rest by trunks, one in ten failed.
fn call(id: u64) -> Cdr {
    let n = |of: u32| u32::try_from(id * 7_919 % u64::from(of)).unwrap_or(0);
    let user = |n: u32| Party {
        name: format!("User {n} Lab"),
        number: format!("{}", 20_000 + n),
        user: Some(UserId(n)),
        line: Some(LineId(n + USERS)),
        line_name: format!("user{n}"),
        ..Party::default()
    };
    let trunk = |n: u32| Party {
        number: format!("0145{n:06}"),
        trunk: Some(TrunkId(n)),
        trunk_name: format!("trunk-{n}"),
        ..Party::default()
    };
    let (caller, callee) = match id % 6 {
        0 => (trunk(n(TRUNKS)), user(n(USERS))),
        1 => (user(n(USERS)), trunk(n(TRUNKS))),
        _ => (user(n(USERS)), user(n(USERS - 7))),
    };
    let status = if id.is_multiple_of(10) { CallStatus::Failed } else { CallStatus::Answered };
    let start_ms = id * 1_000;
    let media =
        LegMedia { codec: "ulaw".into(), packets_rx: 3_000, packets_tx: 3_000, ..LegMedia::default() };
    Cdr {
        id: CdrId(id),
        times: CallTimes { start_ms, answer_ms: Some(start_ms + 500), end_ms: Some(start_ms + 60_000) },
        dialled: callee.number.clone(),
        caller,
        callee,
        context: "default".into(),
        destination: "user".into(),
        outcome: Outcome { status, sip_code: 200, reason: "OK".into(), hangup_by: Some(HangupBy::Caller) },
        media: vec![media.clone(), media],
        trace: TRACE.into(),
        charged: None,
        quality: vec![],
    }
}

/// A trace of usual length.
const TRACE: &str = r#"{"steps":[{"step":"dialled","number":"20077","caller":"line user77","context":"default"},{"step":"searched","context":"default","numbers":10000,"rejected":[],"others":0,"matched":"20077"},{"step":"user","user":"User 77 Lab","context":"default","lines":["user77"]}]}"#;
