//! DNS: whether there is one, and whether it knows the names that trunks have.

use std::{
    collections::BTreeSet,
    net::ToSocketAddrs,
    sync::mpsc,
    time::{Duration, Instant},
};

use model::{Addressing, Host};

use super::{
    Patient,
    finding::{Area, Finding, Level, Report},
};

/// How long a name may take; a call that waits longer is lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// An answer that takes longer than this delays calls.
const SLOW: Duration = Duration::from_secs(1);

pub(super) fn look(patient: &Patient<'_>, report: &mut Report) {
    let mut names = BTreeSet::new();
    for trunk in patient.nouns.iter().flat_map(|nouns| nouns.trunks.values()).filter(|trunk| trunk.enabled) {
        let fixed = match &trunk.reach.addressing {
            Addressing::Static(address) => Some(address),
            Addressing::Dynamic => None,
        };
        let register =
            trunk.register.as_ref().filter(|register| register.enabled).map(|it| &it.remote_server);
        for address in fixed.into_iter().chain(register).chain(&trunk.reach.outbound_proxy) {
            if let Host::Name(name) = &address.host {
                names.insert(name.clone());
            }
        }
    }
    if names.is_empty() {
        report.add(Finding::new(Area::Dns, Level::Good, "no trunk needs it"));
    }
    for name in names {
        report.add(resolve(&name));
    }
}

fn resolve(name: &str) -> Finding {
    let (done, wait) = mpsc::channel();
    let (asked, began) = (name.to_owned(), Instant::now());
    // The system's resolver cannot be told when to give up; the thread ends when it does.
    std::thread::spawn(move || {
        let found =
            (asked.as_str(), 5060).to_socket_addrs().map(|list| list.map(|at| at.ip()).collect::<Vec<_>>());
        let _ = done.send(found);
    });
    let remedy = "look at /etc/resolv.conf and at the name; a name with SRV records only is the exchange's own business";
    match wait.recv_timeout(PATIENCE) {
        Ok(Ok(found)) if !found.is_empty() => {
            let list = found
                .iter()
                .map(ToString::to_string)
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
                .join(", ");
            let took = began.elapsed();
            let says = format!("{name} is {list} ({} ms)", took.as_millis());
            match took > SLOW {
                true => Finding::new(Area::Dns, Level::Warning, says)
                    .remedy("it is slow: calls wait for it; use a name server that is nearer"),
                false => Finding::new(Area::Dns, Level::Good, says),
            }
        }
        Ok(Ok(_)) => Finding::new(Area::Dns, Level::Warning, format!("{name} has no address")).remedy(remedy),
        Ok(Err(error)) => Finding::new(Area::Dns, Level::Warning, format!("{name}: {error}")).remedy(remedy),
        Err(_) => Finding::new(
            Area::Dns,
            Level::Broken,
            format!("{name}: no answer within {} s", PATIENCE.as_secs()),
        )
        .remedy(remedy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_with_its_addresses_and_one_that_is_none_with_a_remedy() {
        let found = resolve("localhost");
        assert!(found.says.starts_with("localhost is "), "{found:?}");
        let found = resolve("no-such-name.invalid");
        assert!(found.level >= Level::Warning && found.remedy.is_some(), "{found:?}");
    }
}
