//! Each trunk: as the exchange sees it where it runs; else whether its address can be reached as far as a connection shows.

use std::{
    net::{SocketAddr, TcpStream, ToSocketAddrs},
    time::Duration,
};

use model::{Addressing, Transport, Trunk};
use serde_json::Value;

use super::{
    Patient,
    finding::{Area, Finding, Level, Report},
};

/// How long a connection may take.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) fn look(patient: &Patient<'_>, report: &mut Report) {
    match (&patient.running, &patient.nouns) {
        (Some(trunks), _) if trunks.is_empty() => {
            report.add(Finding::new(Area::Trunk, Level::Good, "there is none"));
        }
        (Some(trunks), _) => trunks.iter().for_each(|trunk| report.add(told(trunk))),
        (None, Some(nouns)) => {
            for trunk in nouns.trunks.values().filter(|trunk| trunk.enabled) {
                report.add(tried(trunk));
            }
        }
        (None, None) => {}
    }
}

/// What the exchange says of a trunk.
fn told(trunk: &Value) -> Finding {
    let text = |field: &str| trunk.get(field).and_then(Value::as_str).unwrap_or_default();
    let level = match text("health") {
        "up" => Level::Good,
        "down" => Level::Broken,
        _ => Level::Notice,
    };
    let finding = Finding::new(Area::Trunk, level, format!("{}: {}", text("name"), text("sentence")));
    match text("remedy") {
        "" => finding,
        remedy => finding.remedy(remedy),
    }
}

/// What a connection shows of a trunk. Over UDP only the exchange itself can find out: nobody else is known to the other side.
fn tried(trunk: &Trunk) -> Finding {
    let name = &trunk.name;
    let Addressing::Static(address) = &trunk.reach.addressing else {
        return Finding::new(
            Area::Trunk,
            Level::Notice,
            format!("{name} registers here: start the exchange to see it"),
        );
    };
    let port = address.port.unwrap_or(if trunk.reach.transport == Transport::Tls { 5061 } else { 5060 });
    if trunk.reach.transport == Transport::Udp {
        return Finding::new(
            Area::Trunk,
            Level::Notice,
            format!("{name} at {address} speaks UDP: start the exchange to see whether it answers"),
        );
    }
    let found = (address.host.to_string().as_str(), port).to_socket_addrs();
    let places: Vec<SocketAddr> = found.map(Iterator::collect).unwrap_or_default();
    let mut why = "its name has no address".to_owned();
    for place in places {
        match TcpStream::connect_timeout(&place, PATIENCE) {
            Ok(_) => {
                return Finding::new(Area::Trunk, Level::Good, format!("{name}: {place} takes connections"));
            }
            Err(error) => why = format!("{place}: {error}"),
        }
    }
    Finding::new(Area::Trunk, Level::Broken, format!("{name}: {why}"))
        .remedy("compare address, port and transport with the provider's; else a firewall stands between")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_trunk_is_told_as_the_exchange_tells_it() {
        let down = json!({"name": "to-b", "health": "down", "sentence": "it does not answer", "remedy": "call them"});
        let found = told(&down);
        assert_eq!((found.level, found.says.as_str()), (Level::Broken, "to-b: it does not answer"));
        assert_eq!(found.remedy.as_deref(), Some("call them"));
        assert_eq!(told(&json!({"name": "x", "health": "up", "sentence": "y", "remedy": null})).remedy, None);
    }
}
