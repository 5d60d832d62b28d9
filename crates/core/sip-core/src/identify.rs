//! Which trunk an address belongs to: every address that a static trunk has, or that its name has, whatever the port.
//!
//! Trunks may share a peer's address. Then the Request-URI tells them apart: the `line` parameter of the contact that we
//! registered, its user part, and then the called number, where a trunk's context has it word for word (patterns are
//! routing's). Where nothing helps, the first trunk by name order is meant. The From header has no say.

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    time::Duration,
};

use model::{Addressing, Network, Register, Snapshot, Trunk, TrunkId};
use moment::Moment;
use sip_msg::Uri;

use crate::{
    flow::{Flow, Hop, SIP_PORT, Transport},
    port::Action,
    resolve::{Destination, Lookup, Resolver, Ticket},
};

/// The addresses of every trunk that its address may identify.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// In the order of the trunks' names.
    trunks: Vec<Known>,
    by_address: HashMap<IpAddr, Vec<TrunkId>>,
    asked: BTreeMap<Ticket, Question>,
    refresh: Option<Moment>,
}

#[derive(Debug)]
struct Known {
    id: TrunkId,
    networks: Vec<Network>,
    numeric: Option<IpAddr>,
    /// What its name resolves to, asked in two ways; an answer stays until a better one comes.
    named: Vec<(Destination, Vec<IpAddr>)>,
}

/// The trunk and the destination that a ticket is for.
#[derive(Debug)]
struct Question {
    trunk: TrunkId,
    destination: Destination,
}

impl Sources {
    /// Reads the static trunks; names that were known keep their addresses, and all names are asked anew at once.
    pub(crate) fn configure(&mut self, now: Moment, snapshot: &Snapshot) {
        let mut before: Vec<(Destination, Vec<IpAddr>)> =
            self.trunks.drain(..).flat_map(|trunk| trunk.named).collect();
        let all = snapshot.nouns().trunks.values().map(AsRef::as_ref);
        let mut trunks: Vec<&Trunk> = all.filter(|trunk| known_by_address(trunk)).collect();
        trunks.sort_by(|a, b| a.name.cmp(&b.name));
        for trunk in trunks {
            let mut known = Known::new(trunk);
            for (destination, addresses) in &mut known.named {
                if let Some((_, old)) = before.iter_mut().find(|(old, _)| old == destination) {
                    addresses.clone_from(old);
                }
            }
            self.trunks.push(known);
        }
        let names = self.trunks.iter().any(|trunk| !trunk.named.is_empty());
        self.refresh = names.then_some(now);
        self.index();
    }

    /// Asks for the names that are due.
    pub(crate) fn tick(&mut self, now: Moment, resolver: &mut Resolver, out: &mut Vec<Action>) {
        if self.refresh.is_none_or(|at| now < at) {
            return;
        }
        self.refresh = Some(now + REFRESH);
        // A question that was never answered is forgotten: a new one goes out.
        self.asked.clear();
        let names =
            self.trunks.iter().flat_map(|trunk| trunk.named.iter().map(|(to, _)| (trunk.id, to.clone())));
        for (trunk, destination) in names.collect::<Vec<_>>() {
            match resolver.look_up(now, &destination, out) {
                Lookup::Done(hops) => self.learn(trunk, &destination, &hops),
                Lookup::Waiting(ticket) => {
                    self.asked.insert(ticket, Question { trunk, destination });
                }
            }
        }
        self.index();
    }

    /// Takes the end of a walk; tells whether it was one of ours.
    pub(crate) fn resolved(&mut self, ticket: Ticket, hops: &[Hop]) -> bool {
        let Some(Question { trunk, destination }) = self.asked.remove(&ticket) else { return false };
        self.learn(trunk, &destination, hops);
        self.index();
        true
    }

    /// When names are to be asked again.
    pub(crate) const fn deadline(&self) -> Option<Moment> {
        self.refresh
    }

    /// Every trunk at an address, in the order of their names.
    pub(crate) fn at(&self, ip: IpAddr) -> impl Iterator<Item = TrunkId> {
        let ip = ip.to_canonical();
        let exact = self.by_address.get(&ip).map(Vec::as_slice).unwrap_or_default();
        self.trunks
            .iter()
            .filter(move |known| {
                exact.contains(&known.id) || known.networks.iter().any(|net| net.contains(ip))
            })
            .map(|known| known.id)
    }

    /// The trunk that a request from an address belongs to; one that speaks TLS is never heard in clear.
    pub(crate) fn trunk_of<'a>(
        &self,
        flow: &Flow,
        request_uri: &Uri,
        snapshot: &'a Snapshot,
    ) -> Option<&'a Trunk> {
        let at = self.at(flow.remote.ip()).filter_map(|id| snapshot.trunk(id));
        let here: Vec<&Trunk> = at.filter(|trunk| speaks(trunk, flow.transport)).collect();
        let line = request_uri.as_sip().and_then(|uri| uri.line());
        let user = request_uri.user();
        let first = |matches: &dyn Fn(&Trunk) -> bool| here.iter().copied().find(|trunk| matches(trunk));
        first(&|trunk| line.is_some_and(|line| line == line_of(trunk.id)))
            .or_else(|| first(&|trunk| user.is_some() && registered_user(trunk) == user))
            .or_else(|| {
                first(&|trunk| user.is_some_and(|user| snapshot.target(trunk.context, user).is_some()))
            })
            .or_else(|| here.first().copied())
    }

    fn learn(&mut self, trunk: TrunkId, destination: &Destination, hops: &[Hop]) {
        // No answer is no reason to forget: a trunk must not fall silent with the DNS.
        if hops.is_empty() {
            return;
        }
        let known =
            self.trunks.iter_mut().filter(|known| known.id == trunk).flat_map(|known| &mut known.named);
        for (_, addresses) in known.filter(|(to, _)| to == destination) {
            *addresses = hops.iter().map(|hop| hop.addr.ip().to_canonical()).collect();
        }
    }

    fn index(&mut self) {
        self.by_address.clear();
        for known in &self.trunks {
            let named = known.named.iter().flat_map(|(_, addresses)| addresses.iter().copied());
            for ip in known.numeric.into_iter().chain(named) {
                self.by_address.entry(ip).or_default().push(known.id);
            }
        }
    }
}

impl Known {
    fn new(trunk: &Trunk) -> Self {
        let address = match &trunk.reach.addressing {
            Addressing::Static(address) => Some(address),
            Addressing::Dynamic => None,
        };
        let only = Some(trunk.reach.transport).filter(|transport| *transport == model::Transport::Tls);
        let destination = address.and_then(|to| Destination::of_setting(to, only));
        let numeric = destination.as_ref().and_then(|to| to.host.ip()).map(|ip| ip.to_canonical());
        let named = match destination {
            Some(to) if numeric.is_none() => {
                // The hosts that serve the name, and the name itself, which may call from an address of its own.
                let itself =
                    Destination { port: Some(to.port.unwrap_or(SIP_PORT)), transport: None, ..to.clone() };
                if itself == to { vec![(to, vec![])] } else { vec![(to, vec![]), (itself, vec![])] }
            }
            _ => Vec::new(),
        };
        Self { id: trunk.id, networks: trunk.reach.accept_from.clone(), numeric, named }
    }
}

/// The `line` parameter of the contact that we register for a trunk.
pub(crate) fn line_of(trunk: TrunkId) -> String {
    format!("t{trunk}")
}

/// The user part of the contact that we register for a trunk.
fn registered_user(trunk: &Trunk) -> Option<&str> {
    trunk.register.as_ref().filter(|register| register.enabled).map(contact_user)
}

/// The user part on which the other side calls us.
pub(crate) fn contact_user(register: &Register) -> &str {
    register.contact.as_ref().unwrap_or(&register.username).as_str()
}

fn speaks(trunk: &Trunk, transport: Transport) -> bool {
    trunk.reach.transport != model::Transport::Tls || transport == Transport::Tls
}

/// A friend or peer in use, static or with networks of its own.
fn known_by_address(trunk: &Trunk) -> bool {
    let somewhere = trunk.reach.addressing != Addressing::Dynamic || !trunk.reach.accept_from.is_empty();
    trunk.enabled && trunk.reach.connection.calls_us_by_address() && somewhere
}

/// How often the names of trunks are asked again.
const REFRESH: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance::Chance,
        fixture,
        port::{Answer, Query},
    };

    const T0: Moment = Moment::ZERO;

    fn open_at(name: &str, address: &'static str) -> model::Change {
        fixture::trunk(name, move |trunk| {
            fixture::at(trunk, address);
            fixture::open(trunk);
        })
    }

    /// The name of the trunk that an address and a Request-URI lead to.
    fn found(sources: &Sources, snapshot: &Snapshot, ip: &str, uri: &str) -> Option<String> {
        found_over(Transport::Udp, sources, snapshot, ip, uri)
    }

    fn found_over(
        transport: Transport,
        sources: &Sources,
        snapshot: &Snapshot,
        ip: &str,
        uri: &str,
    ) -> Option<String> {
        let (local, remote) = (([192, 0, 2, 1], 5060).into(), (ip.parse::<IpAddr>().unwrap(), 5060).into());
        let flow = Flow { transport, local, remote, conn: None };
        let trunk = sources.trunk_of(&flow, &Uri::parse(uri).unwrap(), snapshot);
        trunk.map(|trunk| trunk.name.to_string())
    }

    fn sources(snapshot: &Snapshot) -> Sources {
        let mut sources = Sources::default();
        sources.configure(T0, snapshot);
        sources
    }

    /// Asks for what is due, and answers addresses of a host from the list and everything else with nothing.
    fn resolve(sources: &mut Sources, now: Moment, addresses: &[(&str, &str)]) {
        let mut resolver = Resolver::new(Chance::new([1; 32]));
        let mut out = vec![];
        sources.tick(now, &mut resolver, &mut out);
        while let Some(action) = out.pop() {
            let Action::Resolve { query, ask } = action else { continue };
            let known = |host: &str| {
                let all: Vec<IpAddr> = addresses
                    .iter()
                    .filter(|(name, _)| *name == host)
                    .map(|(_, ip)| ip.parse().unwrap())
                    .collect();
                if all.is_empty() { Answer::None } else { Answer::Addresses(all) }
            };
            let answer = match ask {
                Query::Addresses(host) => known(&host),
                Query::Srv(name) if name == "_sip._udp.b.lab" && !addresses.is_empty() => {
                    Answer::Srv(vec![(0, 0, 5060, "sbc.b.lab".into())])
                }
                Query::Srv(_) | Query::Naptr(_) => Answer::None,
            };
            let mut ended = vec![];
            resolver.answered(now, query, answer, &mut ended, &mut out);
            for (ticket, hops) in ended {
                assert!(sources.resolved(ticket, &hops));
            }
        }
    }

    #[test]
    fn an_address_is_known_whatever_the_port_and_in_ipv6_clothes() {
        let snapshot = fixture::snapshot(&[open_at("b", "10.77.0.2:5080")]);
        let sources = sources(&snapshot);
        assert_eq!(found(&sources, &snapshot, "10.77.0.2", "sip:1@a"), Some("b".into()));
        assert_eq!(found(&sources, &snapshot, "::ffff:10.77.0.2", "sip:1@a"), Some("b".into()));
        assert_eq!(found(&sources, &snapshot, "10.77.0.3", "sip:1@a"), None);
    }

    /// Whoever can write a source address into a datagram is not the peer that speaks TLS.
    #[test]
    fn a_trunk_that_speaks_tls_is_not_known_in_clear() {
        let tls = fixture::trunk("b", |trunk| {
            fixture::at(trunk, "10.77.0.2");
            fixture::open(trunk);
            trunk.transport = Some(model::Transport::Tls);
        });
        let snapshot = fixture::snapshot(&[tls]);
        let sources = sources(&snapshot);
        let by = |transport| found_over(transport, &sources, &snapshot, "10.77.0.2", "sip:1@a");
        let all = [Transport::Udp, Transport::Tcp, Transport::Tls].map(by);
        assert_eq!(all, [None, None, Some("b".into())]);
    }

    #[test]
    fn every_address_of_a_name_is_known_those_of_its_servers_too() {
        let snapshot = fixture::snapshot(&[open_at("b", "b.lab")]);
        let mut sources = sources(&snapshot);
        let zone = [("b.lab", "192.0.2.1"), ("b.lab", "192.0.2.2"), ("sbc.b.lab", "192.0.2.3")];
        resolve(&mut sources, T0, &zone);
        for ip in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
            assert_eq!(found(&sources, &snapshot, ip, "sip:1@a"), Some("b".into()), "{ip}");
        }
    }

    #[test]
    fn names_are_asked_again_and_a_silent_dns_makes_nobody_a_stranger() {
        let snapshot = fixture::snapshot(&[open_at("b", "b.lab:5060")]);
        let mut sources = sources(&snapshot);
        resolve(&mut sources, T0, &[("b.lab", "192.0.2.1")]);
        assert_eq!(sources.deadline(), Some(T0 + REFRESH));
        resolve(&mut sources, T0 + REFRESH, &[]);
        assert_eq!(found(&sources, &snapshot, "192.0.2.1", "sip:1@a"), Some("b".into()));
        resolve(&mut sources, T0 + REFRESH * 2, &[("b.lab", "192.0.2.9")]);
        assert_eq!(found(&sources, &snapshot, "192.0.2.1", "sip:1@a"), None);
        assert_eq!(found(&sources, &snapshot, "192.0.2.9", "sip:1@a"), Some("b".into()));
        sources.configure(T0, &snapshot);
        assert_eq!(
            found(&sources, &snapshot, "192.0.2.9", "sip:1@a"),
            Some("b".into()),
            "a reload forgets nothing"
        );
    }

    #[test]
    fn trunks_at_one_address_are_told_apart_by_what_we_registered() {
        let account = |name: &str, user: &'static str| {
            fixture::trunk(name, move |trunk| {
                fixture::at(trunk, "203.0.113.1");
                fixture::open(trunk);
                fixture::registers(trunk, "203.0.113.1", user);
            })
        };
        let snapshot = fixture::snapshot(&[account("second", "user2"), account("first", "user1")]);
        let sources = sources(&snapshot);
        let id = snapshot.trunk_by_name("second").unwrap().id;
        let by = |uri: &str| found(&sources, &snapshot, "203.0.113.1", uri);
        assert_eq!(
            by(&format!("sip:user1@a;line={}", line_of(id))),
            Some("second".into()),
            "the line comes first"
        );
        assert_eq!(by("sip:user2@a"), Some("second".into()));
        assert_eq!(by("sip:101@a"), Some("first".into()), "by name order");
    }

    #[test]
    fn where_nothing_was_registered_the_called_number_tells_trunks_apart() {
        let inside = fixture::trunk("inside", |trunk| {
            fixture::at(trunk, "203.0.113.1");
            trunk.context = Some("default".into());
        });
        let alice = fixture::line("alice", |line| line.extension = Some("201".into()));
        let snapshot = fixture::snapshot(&[open_at("first", "203.0.113.1"), inside, alice]);
        let sources = sources(&snapshot);
        assert_eq!(found(&sources, &snapshot, "203.0.113.1", "sip:201@a"), Some("inside".into()));
        assert_eq!(found(&sources, &snapshot, "203.0.113.1", "sip:202@a"), Some("first".into()));
    }

    #[test]
    fn further_networks_are_known_and_a_user_is_not_known_by_address() {
        let provider = fixture::trunk("provider", |trunk| {
            fixture::at(trunk, "203.0.113.1");
            trunk.accept_from = Some(vec!["198.51.100.0/24".into()]);
        });
        let caller = fixture::trunk("caller", |trunk| {
            fixture::at(trunk, "203.0.113.2");
            trunk.connection_type = Some(model::ConnectionType::User);
        });
        let snapshot = fixture::snapshot(&[provider, caller]);
        let sources = sources(&snapshot);
        assert_eq!(found(&sources, &snapshot, "198.51.100.77", "sip:1@a"), Some("provider".into()));
        assert_eq!(found(&sources, &snapshot, "203.0.113.2", "sip:1@a"), None);
    }
}
