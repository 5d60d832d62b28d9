//! The call log as a file: longer than a page, with calls of the same moment, each exactly once and in order.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails it by panicking")]

mod world;

use std::sync::Arc;

use admin::{Admin, CallSheetQuery, Error};
use model::{
    Cdr,
    record::{CallStatus, CallTimes, CdrId, Outcome, Party},
};
use store::Store;

/// More than two pages.
const CALLS: u64 = 12_345;

fn call(id: u64) -> Box<Cdr> {
    Box::new(Cdr {
        id: CdrId(id),
        // A thousand calls begin at the same moment.
        times: CallTimes { start_ms: id / 1_000 * 1_000, answer_ms: None, end_ms: Some(u64::MAX >> 12) },
        caller: Party {
            name: "=HYPERLINK(1)\r\n\u{1b}[2J".into(),
            number: id.to_string(),
            ..Party::default()
        },
        callee: Party::default(),
        dialled: "+39055".into(),
        context: "default".into(),
        destination: String::new(),
        outcome: Outcome {
            status: CallStatus::Busy,
            sip_code: 486,
            reason: "<b>Busy</b>".into(),
            hangup_by: None,
        },
        media: vec![],
        charged: None,
        trace: "{}".into(),
        quality: vec![],
    })
}

async fn file(admin: &Arc<Admin>, query: CallSheetQuery) -> Vec<Vec<String>> {
    let mut sheet = admin.call_sheet(&query).await.unwrap();
    let mut bytes = vec![];
    while let Some(piece) = sheet.piece().await.unwrap() {
        bytes.extend(piece);
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn every_call_is_in_the_file_once_and_in_order() {
    let dir = std::env::temp_dir().join(format!("strowger-doors-{}-call-sheet", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    let (store, _) = Store::open(&dir, 0).unwrap();
    let journal = store.journal();
    (1..=CALLS).for_each(|id| journal.cdr(call(id)));
    store.close();
    let admin = Admin::open(&dir, Arc::new(world::Still::default())).await.unwrap();
    for (order, ids) in
        [(None, (1..=CALLS).rev().collect::<Vec<_>>()), (Some("started"), (1..=CALLS).collect())]
    {
        let query = CallSheetQuery {
            order: order.map(str::to_owned),
            columns: Some("id".into()),
            ..CallSheetQuery::default()
        };
        let rows = file(&admin, query).await;
        assert_eq!(rows[0], ["id"]);
        let found: Vec<u64> = rows[1..].iter().map(|row| row[0].parse().unwrap()).collect();
        assert!(found == ids, "{order:?}: {} rows", found.len());
    }
    let one = CallSheetQuery {
        search: Some("12345".into()),
        columns: Some("started,status,sip_code,reason,dialled,caller_name".into()),
        ..CallSheetQuery::default()
    };
    let rows = file(&admin, one).await;
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1][..5], ["1970-01-01T00:00:12Z", "busy", "486", "<b>Busy</b>", "'+39055"]);
    assert!(
        rows[1][5].starts_with("'=HYPERLINK"),
        "what a phone calls itself is not computed: {:?}",
        rows[1][5]
    );
    let wrong = CallSheetQuery { columns: Some("trace".into()), ..CallSheetQuery::default() };
    assert!(matches!(admin.call_sheet(&wrong).await, Err(Error::Fields(_))));
    let wrong = CallSheetQuery { order: Some("caller".into()), ..CallSheetQuery::default() };
    assert!(matches!(admin.call_sheet(&wrong).await, Err(Error::Fields(_))));
    drop(admin);
    let _ = std::fs::remove_dir_all(&dir);
}
