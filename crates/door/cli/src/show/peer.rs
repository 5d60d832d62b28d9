//! `sip show peer NAME`: everything about one line or trunk.

use serde::Deserialize;

use super::peers::Peer;

/// A line or a trunk with its details.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Detail {
    #[serde(flatten)]
    peer: Peer,
    context: String,
    codecs: Vec<String>,
    extension: Option<String>,
    /// None where calls are not limited.
    call_limit: Option<u32>,
    contacts: Vec<Contact>,
    last_code: Option<u16>,
    last_reason: Option<String>,
}

/// Where it registered.
#[derive(Clone, Debug, Deserialize)]
struct Contact {
    contact: String,
    host: String,
    port: u16,
    transport: String,
    user_agent: String,
    expires_seconds: u32,
}

/// Prints a field a line, under chan_sip's names where it has one.
pub(super) fn print(detail: &Detail) -> String {
    let Detail { peer, .. } = detail;
    let reason = detail.last_reason.as_deref().unwrap_or_default();
    let mut lines = vec![
        ("Kind", peer.kind.clone()),
        ("Description", peer.user.clone().unwrap_or_default()),
        ("Username", peer.username.clone()),
        ("Extension", detail.extension.clone().unwrap_or_default()),
        ("Context", detail.context.clone()),
        ("Call limit", detail.call_limit.unwrap_or_default().to_string()),
        ("Dynamic", if peer.dynamic { "Yes" } else { "No" }.to_owned()),
        ("Addr->IP", format!("{}:{}", peer.host(), peer.port())),
        ("Codecs", format!("({})", detail.codecs.join("|"))),
        ("Status", peer.status.clone()),
        ("Last answer", detail.last_code.map(|code| format!("{code} {reason}")).unwrap_or_default()),
    ];
    for contact in &detail.contacts {
        let Contact { host, port, transport, .. } = contact;
        lines.push(("Reg. Contact", contact.contact.clone()));
        lines.push(("Reg. Address", format!("{host}:{port} ({transport})")));
        lines.push(("Useragent", contact.user_agent.clone()));
        lines.push(("Expires", format!("{} s", contact.expires_seconds)));
    }
    let line =
        |(name, value): &(&str, String)| format!("    {name:<12} : {value}").trim_end().to_owned() + "\n";
    format!("\n  * Name         : {}\n{}\n", peer.name, lines.iter().map(line).collect::<String>())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_peer_is_shown_field_by_field() {
        let detail: Detail = serde_json::from_value(json!({
            "name": "xivo-trunk", "username": "xivo-trunk", "kind": "trunk", "dynamic": true, "host": "10.77.0.1",
            "port": 5060, "status": "OK (3 ms)", "context": "Incalls", "codecs": ["gsm", "ulaw"], "call_limit": null,
            "last_code": 200, "last_reason": "OK",
            "contacts": [{"contact": "sip:xivo-trunk@10.77.0.1", "host": "10.77.0.1", "port": 5060, "transport": "udp",
                          "user_agent": "Strowger", "expires_seconds": 97}]
        }))
        .unwrap();
        insta::assert_snapshot!(print(&detail), @r"
        * Name         : xivo-trunk
          Kind         : trunk
          Description  :
          Username     : xivo-trunk
          Extension    :
          Context      : Incalls
          Call limit   : 0
          Dynamic      : Yes
          Addr->IP     : 10.77.0.1:5060
          Codecs       : (gsm|ulaw)
          Status       : OK (3 ms)
          Last answer  : 200 OK
          Reg. Contact : sip:xivo-trunk@10.77.0.1
          Reg. Address : 10.77.0.1:5060 (udp)
          Useragent    : Strowger
          Expires      : 97 s
        ");
    }
}
