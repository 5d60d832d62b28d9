//! What the tests of this crate are made from: configurations, paths and requests in one line each.

use model::{
    Change, Edit, LineDraft, RegisterDraft, Secret, Snapshot, TrunkDraft, UserDraft, trunk::AddressingWord,
};
use sip_msg::{Message, Request};

use crate::flow::{Flow, Transport};

/// Makes a configuration from a new exchange's.
pub(crate) fn snapshot(changes: &[Change]) -> Snapshot {
    Snapshot::factory().apply(changes).unwrap()
}

/// Makes a user with one line, whose password is `secret`.
pub(crate) fn line(username: &str, edit: impl FnOnce(&mut LineDraft)) -> Change {
    let mut line = LineDraft {
        username: Some(username.into()),
        password: Some(Secret::new("secret")),
        weak_password: Some(true),
        context: Some("default".into()),
        ..LineDraft::default()
    };
    edit(&mut line);
    let user = UserDraft { firstname: Some(username.into()), line: Some(vec![line]), ..UserDraft::default() };
    Change::User(Edit::Create(user))
}

/// Makes a trunk, whose password is `pass`; it is dynamic unless an address is given.
pub(crate) fn trunk(name: &str, edit: impl FnOnce(&mut TrunkDraft)) -> Change {
    let mut trunk = TrunkDraft {
        name: Some(name.into()),
        password: Some(Secret::new("pass")),
        weak_password: Some(true),
        context: Some("Incalls".into()),
        ..TrunkDraft::default()
    };
    edit(&mut trunk);
    Change::Trunk(Edit::Create(trunk))
}

/// Gives a trunk a static address.
pub(crate) fn at(draft: &mut TrunkDraft, address: &str) {
    draft.addressing = Some(AddressingWord::Static);
    draft.address = Some(address.into());
}

/// Takes a trunk's password away.
pub(crate) fn open(draft: &mut TrunkDraft) {
    draft.password = None;
}

/// Fills a trunk's register tab.
pub(crate) fn registers(draft: &mut TrunkDraft, server: &str, username: &str) {
    draft.register = Some(RegisterDraft {
        enabled: Some(true),
        username: Some(username.into()),
        remote_server: Some(server.into()),
        ..RegisterDraft::default()
    });
}

/// A path over UDP from an address and port to us.
pub(crate) fn flow(remote: &str) -> Flow {
    Flow {
        transport: Transport::Udp,
        local: "192.0.2.254:5060".parse().unwrap(),
        remote: remote.parse().unwrap(),
        conn: None,
    }
}

/// Makes a request with what every request has, and these further header lines.
pub(crate) fn request(method: &str, uri: &str, from: &str, to: &str, more: &[&str]) -> Request {
    let cseq = more.iter().any(|line| line.starts_with("CSeq"));
    let mut text = format!(
        "{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n\
         From: <{from}>;tag=1\r\nTo: <{to}>\r\nCall-ID: c1\r\n"
    );
    if !cseq {
        text += &format!("CSeq: 1 {method}\r\n");
    }
    for line in more {
        text += line;
        text += "\r\n";
    }
    match Message::parse(format!("{text}\r\n").as_bytes()).unwrap() {
        Message::Request(request) => request,
        Message::Response(response) => panic!("{response:?}"),
    }
}
