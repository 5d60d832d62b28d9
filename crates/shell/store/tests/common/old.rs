//! Databases as earlier releases left them: their schema, and rows of their time with the passwords in clear.

use std::{fs, path::Path};

use rusqlite::{Connection, params};

/// The schemas of the releases that kept passwords in clear, the oldest first.
pub(crate) const SCHEMAS: [&str; 5] = [
    include_str!("../../schema/0001.sql"),
    include_str!("../../schema/0002.sql"),
    include_str!("../../schema/0003.sql"),
    include_str!("../../schema/0004.sql"),
    include_str!("../../schema/0005.sql"),
];

/// The passwords in it: of a line now and before, and of a trunk's two tabs.
pub(crate) const PASSWORDS: [&str; 4] =
    ["line-now-k3Vq9xPw", "line-before-7hZ2mB", "trunk-general-Wq72xT", "trunk-register-Lp04sD"];

/// Makes a data directory of the release with schema `number`, 1 being the first.
pub(crate) fn directory(path: &Path, number: usize) {
    fs::create_dir_all(path).unwrap();
    let db = Connection::open(path.join("strowger.db")).unwrap();
    db.pragma_update(None, "journal_mode", "wal").unwrap();
    for schema in SCHEMAS.iter().take(number) {
        db.execute_batch(schema).unwrap();
    }
    db.pragma_update(None, "user_version", u32::try_from(number).unwrap()).unwrap();
    let [line, line_before, trunk, register] = PASSWORDS;
    let put = |kind: &str, id: u32, body: &str, secrets: &str| {
        db.execute("insert into noun values ($1, $2, $3, $4)", params![kind, id, body, secrets]).unwrap();
    };
    put("context", 1, CONTEXT, "{}");
    put("user", 2, USER, "{}");
    put("line", 3, LINE, &format!(r#"{{"password":"{line}"}}"#));
    put("trunk", 4, TRUNK, &format!(r#"{{"password":"{trunk}","register.password":"{register}"}}"#));
    db.execute("insert into setting values ('last_id', '9')", []).unwrap();
    let edits = format!(r#"[{{"noun":"line","id":3,"before":{LINE},"after":{LINE}}}]"#);
    db.execute(
        "insert into revision (number, at_ms, author, summary, edits) values (1, 5, 'ada', 'x', $1)",
        [&edits],
    )
    .unwrap();
    if number >= 3 {
        let secrets =
            format!(r#"[{{"before":{{"password":"{line_before}"}},"after":{{"password":"{line}"}}}}]"#);
        db.execute(
            "insert into revision (number, at_ms, author, summary, edits, secrets) values (2, 6, 'ada', 'y', $1, $2)",
            [&edits, &secrets],
        )
        .unwrap();
    }
    let body = serde_json::to_string(&super::cdr(7, true, true)).unwrap();
    db.execute(
        "insert into cdr (id, started_ms, answered_ms, ended_ms, caller, dialled, status, body)
         values (7, 10, 20, 30, '201', '**99101', 'answered', $1)",
        [&body],
    )
    .unwrap();
    db.execute("insert into token (name, sha256, created_ms) values ('ops', x'0101', 5)", []).unwrap();
}

// Documents with the fields that the first release had, and no later one.

const CONTEXT: &str = r#"{"id":1,"name":"default","label":null,"kind":"internal","includes":[],"ranges":[]}"#;

const USER: &str = r#"{
    "id":2,"firstname":"Alice","lastname":null,"email":null,"mobile_phone_number":null,"caller_id":null,
    "outgoing_caller_id":"default","ring_seconds":30,"simultaneous_calls":2,"userfield":null
}"#;

const LINE: &str = r#"{
    "id":3,"user":2,"position":1,"username":"alice","password":"********","weak_password":false,"context":1,
    "extension":"101","caller_id":null,"codecs":null,"digest":["md5"],"max_contacts":10
}"#;

const TRUNK: &str = r#"{
    "id":4,"name":"to-b","context":1,
    "auth":{"username":null,"password":"********","weak_password":false,"digest":["md5"]},
    "reach":{"connection":"friend","addressing":"dynamic","accept_from":[],"transport":"udp","outbound_proxy":null},
    "identity":{"from_user":null,"from_domain":null,"caller_id":null,"trust":false},
    "calls":{"call_limit":0,"transit":false,"limits":"default","did_source":"request_uri"},
    "codecs":null,
    "register":{
        "enabled":true,"transport":"udp","username":"to-b","password":"********","remote_server":"10.0.0.2",
        "expiry":60,"contact":null
    }
}"#;
