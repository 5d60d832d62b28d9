//! The ports: whether they can be had, where no exchange has them yet.

use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, TcpListener, UdpSocket},
};

use super::{
    Patient,
    finding::{Area, Finding, Level, Report},
};

pub(super) fn look(patient: &Patient<'_>, report: &mut Report) {
    let engine = &patient.config.engine;
    if patient.running.is_some() {
        report.add(Finding::new(Area::Ports, Level::Good, "the exchange has those that it wants"));
        return;
    }
    for at in &engine.udp {
        report.add(had("SIP over UDP", *at, UdpSocket::bind(at).map(drop)));
    }
    for (what, list) in [("SIP over TCP", &engine.tcp), ("SIP over TLS", &engine.tls)] {
        for at in list {
            report.add(had(what, *at, TcpListener::bind(at).map(drop)));
        }
    }
    let http = patient.config.http;
    report.add(had("the web admin", http, TcpListener::bind(http).map(drop)));
}

fn had(what: &str, at: SocketAddr, bound: io::Result<()>) -> Finding {
    match bound {
        Ok(()) => Finding::new(Area::Ports, Level::Good, format!("{what}: {at} is free")),
        // Both families on one port: what IPv4 has been given, "all" of IPv6 may hold too.
        Err(error) => {
            let remedy = match error.kind() {
                ErrorKind::AddrInUse => format!(
                    "another program has it: ss -lnp | grep :{} names it; end that one, or choose another port",
                    at.port()
                ),
                ErrorKind::AddrNotAvailable => {
                    "this host has no such address: ip addr lists those that it has".to_owned()
                }
                ErrorKind::PermissionDenied => {
                    "a port below 1024 needs root, or CAP_NET_BIND_SERVICE in the unit".to_owned()
                }
                _ => "correct the address in the configuration file".to_owned(),
            };
            Finding::new(Area::Ports, Level::Broken, format!("{what}: {at}: {error}")).remedy(remedy)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_another_program_has_is_told_with_how_to_find_it() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = taken.local_addr().unwrap();
        let found = had("SIP over TCP", at, TcpListener::bind(at).map(drop));
        assert_eq!(found.level, Level::Broken);
        assert!(found.remedy.unwrap().contains(&format!("grep :{}", at.port())));
    }
}
