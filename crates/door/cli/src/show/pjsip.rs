//! `pjsip show registrations|endpoints`: the same truth in res_pjsip's columns.

use super::{
    channels::Call,
    peers::Peer,
    registry::{Direction, Registration, of, state},
};
use crate::print::{Column, Columns};

/// Prints our registrations at others, and the trunks that are registered with us.
pub(super) fn registrations(all: &[Registration]) -> String {
    let mut columns = Columns::new([
        Column::left(" <Registration/ServerURI..............................>", 55),
        Column::left("<Auth....................>", 26),
        Column::left("<Status.......>", 15),
    ]);
    for registration in of(all, Direction::Ours) {
        columns.row([
            format!(" {}/sip:{}:{}", registration.trunk, registration.host, registration.port),
            registration.username.clone(),
            state(registration),
        ]);
    }
    let here: String = of(all, Direction::Theirs)
        .map(|theirs| format!(" {}/sip:{}:{}  {}\n", theirs.trunk, theirs.host, theirs.port, theirs.state))
        .collect();
    let here = if here.is_empty() { here } else { format!("\nRegistered here:\n{here}") };
    let ours = of(all, Direction::Ours).count();
    format!("\n{}\nObjects found: {ours}\n{here}", ruled(&columns.print()))
}

/// Prints lines and trunks with where they are.
pub(super) fn endpoints(peers: &[Peer], calls: &[Call]) -> String {
    let mut out = String::from(
        "\n Endpoint:  <Endpoint/CID.....................................>  <State.....>  <Channels.>\n     \
         InAuth:  <AuthId/UserName...........................................................>\n    \
         Contact:  <Aor/ContactUri..........................> <Status..........>\n",
    );
    out.push_str(&rule());
    for peer in peers {
        out.push_str(&endpoint(peer, channels_of(peer, calls)));
    }
    format!("{out}\nObjects found: {}\n", peers.len())
}

/// A channel is named after its peer: `SIP/alice-0000002a`.
fn channels_of(peer: &Peer, calls: &[Call]) -> usize {
    let owner = format!("SIP/{}", peer.name);
    let legs = calls.iter().flat_map(|call| &call.legs);
    legs.filter(|leg| leg.channel.rsplit_once('-').is_some_and(|(name, _)| name == owner)).count()
}

fn endpoint(peer: &Peer, channels: usize) -> String {
    let Peer { name, username, .. } = peer;
    let state = match (channels, peer.is_online()) {
        (0, true) => "Not in use",
        (0, false) => "Unavailable",
        (_, _) => "In use",
    };
    let mut out =
        format!("\n Endpoint:  {name:<53}  {state:<12}  {channels}\n     InAuth:  {name}/{username}\n");
    if let Some(host) = &peer.host {
        let contact = format!("{name}/sip:{host}:{}", peer.port());
        out.push_str(&format!("    Contact:  {contact:<43} {}\n", peer.status));
    }
    out
}

/// The line below headings.
fn rule() -> String {
    format!("{}\n", "=".repeat(98))
}

fn ruled(table: &str) -> String {
    let (head, rows) = table.split_once('\n').unwrap_or((table, ""));
    format!("{head}\n{}\n{rows}", rule())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn registrations_tell_both_sides() {
        let all: Vec<Registration> = serde_json::from_value(json!([
            {"direction": "ours", "trunk": "provider", "host": "198.51.100.1", "port": 5060, "username": "012345",
             "refresh_seconds": 110, "state": "Registered"},
            {"direction": "theirs", "trunk": "xivo-trunk", "host": "10.77.0.1", "port": 5060, "username": "xivo",
             "refresh_seconds": 97, "state": "Registered"}
        ]))
        .unwrap();
        insta::assert_snapshot!(registrations(&all), @r"
         <Registration/ServerURI..............................> <Auth....................> <Status.......>
        ==================================================================================================

         provider/sip:198.51.100.1:5060                         012345                     Registered

        Objects found: 1

        Registered here:
         xivo-trunk/sip:10.77.0.1:5060  Registered
        ");
    }

    #[test]
    fn an_endpoint_is_shown_with_where_it_is_and_whether_it_talks() {
        let peers: Vec<Peer> = serde_json::from_value(json!([
            {"name": "xivo-trunk", "username": "xivo", "kind": "trunk", "dynamic": true, "host": "10.77.0.1", "port": 5060,
             "status": "OK (3 ms)"},
            {"name": "xivo", "username": "xivo", "kind": "line", "dynamic": true, "status": "UNKNOWN"}
        ]))
        .unwrap();
        let calls: Vec<Call> = serde_json::from_value(json!([
            {"dialled": "101", "legs": [{"channel": "SIP/xivo-trunk-00000055", "state": "Up", "number": "201"}]}
        ]))
        .unwrap();
        insta::assert_snapshot!(endpoints(&peers, &calls), @r"
         Endpoint:  <Endpoint/CID.....................................>  <State.....>  <Channels.>
             InAuth:  <AuthId/UserName...........................................................>
            Contact:  <Aor/ContactUri..........................> <Status..........>
        ==================================================================================================

         Endpoint:  xivo-trunk                                             In use        1
             InAuth:  xivo-trunk/xivo
            Contact:  xivo-trunk/sip:10.77.0.1:5060               OK (3 ms)

         Endpoint:  xivo                                                   Unavailable   0
             InAuth:  xivo/xivo

        Objects found: 2
        ");
    }
}
