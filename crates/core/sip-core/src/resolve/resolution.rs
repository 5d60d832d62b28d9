//! One walk of RFC 3263 section 4: a question at a time, until the targets are known, in the order to try them.

use std::{
    collections::VecDeque,
    net::{IpAddr, SocketAddr},
};

use sip_msg::Host;

use super::{Destination, order};
use crate::{
    chance::Chance,
    flow::{Hop, Transport},
    port::{Answer, Query},
};

/// A walk that waits for an answer.
#[derive(Debug)]
pub(crate) struct Resolution {
    domain: String,
    transport: Option<Transport>,
    stage: Stage,
}

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Ask the DNS, and hand the answer in.
    Ask(Query),
    /// The targets, to be tried in this order; at least one.
    Targets(Vec<Hop>),
    /// The host has no address, or the DNS does not answer.
    NoTarget,
}

#[derive(Debug)]
enum Stage {
    /// Which services has the domain?
    Naptr,
    /// Which hosts serve the first of these? `found` are those of the services before it.
    Srv { services: VecDeque<(Transport, String)>, found: VecDeque<Target>, declined: bool },
    /// Which addresses has the first of these? `hops` are those of the targets before it.
    Addresses { targets: VecDeque<Target>, hops: Vec<Hop> },
}

#[derive(Debug)]
struct Target {
    transport: Transport,
    host: String,
    port: u16,
}

impl Resolution {
    /// Starts a walk; a numeric host is there at once (section 4.2).
    pub(crate) fn start(to: &Destination) -> (Self, Step) {
        let transport = to.transport.unwrap_or(Transport::Udp);
        let domain = match &to.host {
            Host::Name(name) => name.trim_end_matches('.').to_ascii_lowercase(),
            Host::V4(_) | Host::V6(_) => String::new(),
        };
        let stage = match (to.host.ip(), to.port, to.transport) {
            (Some(ip), port, _) => {
                let addr = SocketAddr::new(ip, port.unwrap_or(transport.default_port()));
                Stage::Addresses { targets: VecDeque::new(), hops: vec![hop(transport, addr)] }
            }
            (None, Some(port), _) => {
                Stage::addresses(VecDeque::from([Target { transport, host: domain.clone(), port }]))
            }
            (None, None, Some(transport @ (Transport::Udp | Transport::Tcp))) => {
                Stage::srv(&domain, &[transport])
            }
            (None, None, Some(Transport::Tls) | None) => Stage::Naptr,
        };
        let walk = Self { domain, transport: to.transport, stage };
        let step = walk.next();
        (walk, step)
    }

    /// Takes the answer to the last question.
    pub(crate) fn answered(&mut self, answer: Answer, chance: &mut Chance) -> Step {
        match &mut self.stage {
            Stage::Naptr => self.after_naptr(answer),
            Stage::Srv { services, found, declined } => {
                if let (Some((transport, _)), Answer::Srv(records)) = (services.pop_front(), answer) {
                    let ordered = order::weighted(records, chance);
                    // RFC 2782: a target of "." says that the service is decidedly not there.
                    *declined |= ordered.iter().any(|(_, host)| is_root(host));
                    let hosts = ordered.into_iter().filter(|(_, host)| !is_root(host));
                    found.extend(hosts.map(|(port, host)| Target { transport, host, port }));
                }
                self.after_srv();
            }
            Stage::Addresses { targets, hops } => {
                if let (Some(target), Answer::Addresses(found)) = (targets.pop_front(), answer) {
                    let here = |ip: IpAddr| hop(target.transport, SocketAddr::new(ip, target.port));
                    hops.extend(found.into_iter().map(here));
                }
            }
        }
        self.next()
    }

    fn after_naptr(&mut self, answer: Answer) {
        self.stage = match answer {
            Answer::Naptr(records) => match order::services(records, self.is_over_tls()) {
                services if services.is_empty() => self.without_naptr(),
                services => Stage::Srv {
                    services: services.into_iter().take(MAX_SERVICES).collect(),
                    found: VecDeque::new(),
                    declined: false,
                },
            },
            // Section 4.1: without NAPTR records, SRV is asked for each transport that we speak.
            Answer::None | Answer::Srv(_) | Answer::Addresses(_) => self.without_naptr(),
            // No DNS at all: the hosts file may know the name, and each further question would cost a timeout.
            Answer::Failed => Stage::addresses(VecDeque::from([self.itself()])),
        };
    }

    /// Goes on to the addresses when every service is asked.
    fn after_srv(&mut self) {
        let itself = self.itself();
        let Stage::Srv { services, found, declined } = &mut self.stage else { return };
        if !services.is_empty() {
            return;
        }
        if found.is_empty() && !*declined {
            // Section 4.2: without SRV records, the addresses of the domain itself at the default port.
            found.push_back(itself);
        }
        found.truncate(MAX_TARGETS);
        self.stage = Stage::addresses(std::mem::take(found));
    }

    fn without_naptr(&self) -> Stage {
        Stage::srv(&self.domain, if self.is_over_tls() { &[Transport::Tls] } else { &SPOKEN })
    }

    fn is_over_tls(&self) -> bool {
        self.transport == Some(Transport::Tls)
    }

    fn itself(&self) -> Target {
        let transport = self.transport.unwrap_or(Transport::Udp);
        Target { transport, host: self.domain.clone(), port: transport.default_port() }
    }

    fn next(&self) -> Step {
        match &self.stage {
            Stage::Naptr => Step::Ask(Query::Naptr(self.domain.clone())),
            Stage::Srv { services, .. } => {
                services.front().map_or(Step::NoTarget, |(_, name)| Step::Ask(Query::Srv(name.clone())))
            }
            Stage::Addresses { targets, hops } => match targets.front() {
                Some(target) if hops.len() < MAX_HOPS => Step::Ask(Query::Addresses(target.host.clone())),
                _ if hops.is_empty() => Step::NoTarget,
                _ => Step::Targets(hops.iter().copied().take(MAX_HOPS).collect()),
            },
        }
    }
}

impl Stage {
    fn srv(domain: &str, transports: &[Transport]) -> Self {
        let service = |transport: &Transport| match transport {
            Transport::Udp => (Transport::Udp, format!("_sip._udp.{domain}")),
            Transport::Tcp => (Transport::Tcp, format!("_sip._tcp.{domain}")),
            Transport::Tls => (Transport::Tls, format!("_sips._tcp.{domain}")),
        };
        let services = transports.iter().map(service).collect();
        Self::Srv { services, found: VecDeque::new(), declined: false }
    }

    const fn addresses(targets: VecDeque<Target>) -> Self {
        Self::Addresses { targets, hops: Vec::new() }
    }
}

fn hop(transport: Transport, addr: SocketAddr) -> Hop {
    Hop { transport, addr, conn: None, proof: None }
}

fn is_root(host: &str) -> bool {
    host.is_empty() || host == "."
}

/// What we ask SRV for where neither NAPTR nor the URI says anything, in this order.
const SPOKEN: [Transport; 2] = [Transport::Udp, Transport::Tcp];

/// Services asked of one domain: real ones have three.
const MAX_SERVICES: usize = 4;

/// Hosts whose addresses are asked; a caller gives up long before the eighth.
const MAX_TARGETS: usize = 8;

/// Targets of one walk, for the same reason.
const MAX_HOPS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    /// A zone: every question that it does not list has no records.
    type Zone<'a> = &'a [(Query, Answer)];

    /// Walks through a zone; returns the questions that were asked and the end.
    fn walk(
        host: &str,
        port: Option<u16>,
        transport: Option<Transport>,
        zone: Zone<'_>,
    ) -> (Vec<Query>, Step) {
        let mut chance = Chance::new([9; 32]);
        let to = Destination { host: Host::parse(host).unwrap(), port, transport };
        let (mut walk, mut step) = Resolution::start(&to);
        let mut asked = vec![];
        while let Step::Ask(query) = step {
            let known = zone.iter().find(|(listed, _)| *listed == query);
            let answer = known.map_or(Answer::None, |(_, answer)| answer.clone());
            asked.push(query);
            step = walk.answered(answer, &mut chance);
        }
        (asked, step)
    }

    fn targets(step: Step) -> Vec<String> {
        match step {
            Step::Targets(hops) => {
                hops.iter().map(|hop| format!("{:?} {}", hop.transport, hop.addr)).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    fn a(host: &str, ip: &str) -> (Query, Answer) {
        (Query::Addresses(host.into()), Answer::Addresses(vec![ip.parse().unwrap()]))
    }

    fn srv(name: &str, records: &[(u16, u16, u16, &str)]) -> (Query, Answer) {
        let records = records.iter().map(|(p, w, port, host)| (*p, *w, *port, (*host).to_owned())).collect();
        (Query::Srv(name.into()), Answer::Srv(records))
    }

    /// RFC 3263 section 4.2: if TARGET is a numeric IP address, the client uses that address.
    #[test]
    fn a_numeric_host_asks_nothing() {
        let (asked, end) = walk("192.0.2.1", None, None, &[]);
        assert!(asked.is_empty());
        assert_eq!(targets(end), ["Udp 192.0.2.1:5060"]);
        let (_, end) = walk("[2001:db8::1]", Some(5070), Some(Transport::Tcp), &[]);
        assert_eq!(targets(end), ["Tcp [2001:db8::1]:5070"]);
    }

    /// RFC 3263 section 4.2: if a port is present, an A or AAAA lookup of the domain name.
    #[test]
    fn a_port_asks_for_addresses_only() {
        let (asked, end) = walk("b.lab", Some(5080), None, &[a("b.lab", "192.0.2.2")]);
        assert_eq!(asked, [Query::Addresses("b.lab".into())]);
        assert_eq!(targets(end), ["Udp 192.0.2.2:5080"]);
    }

    /// RFC 3263 section 4.1: a transport parameter leaves out NAPTR.
    #[test]
    fn a_transport_asks_for_its_service_and_then_for_addresses() {
        let (asked, end) = walk("b.lab", None, Some(Transport::Tcp), &[a("b.lab", "192.0.2.2")]);
        assert_eq!(asked, [Query::Srv("_sip._tcp.b.lab".into()), Query::Addresses("b.lab".into())]);
        assert_eq!(targets(end), ["Tcp 192.0.2.2:5060"]);
    }

    /// RFC 3263 sections 4.1 and 4.2: over TLS the services are SIPS and `_sips._tcp`, the port 5061, and nothing else is an answer.
    #[test]
    fn over_tls_no_record_leads_to_anything_else() {
        let tls = Some(Transport::Tls);
        assert_eq!(targets(walk("192.0.2.1", None, tls, &[]).1), ["Tls 192.0.2.1:5061"]);
        let (asked, end) = walk("b.lab", None, tls, &[a("b.lab", "192.0.2.2")]);
        let srv_of = Query::Srv("_sips._tcp.b.lab".into());
        assert_eq!(asked, [Query::Naptr("b.lab".into()), srv_of, Query::Addresses("b.lab".into())]);
        assert_eq!(targets(end), ["Tls 192.0.2.2:5061"]);
        let naptr = vec![
            (10, 50, "SIP+D2U".to_owned(), "_sip._udp.b.lab".to_owned()),
            (20, 50, "SIP+D2T".to_owned(), "_sip._tcp.b.lab".to_owned()),
            (30, 50, "SIPS+D2T".to_owned(), "_sips._tcp.carrier.lab".to_owned()),
        ];
        let zone = [
            (Query::Naptr("b.lab".into()), Answer::Naptr(naptr)),
            srv("_sip._udp.b.lab", &[(0, 1, 5060, "b.lab")]),
            srv("_sips._tcp.carrier.lab", &[(0, 1, 5071, "c.lab")]),
            a("b.lab", "192.0.2.2"),
            a("c.lab", "192.0.2.3"),
        ];
        assert_eq!(targets(walk("b.lab", None, tls, &zone).1), ["Tls 192.0.2.3:5071"]);
        let failed = [(Query::Naptr("b.lab".into()), Answer::Failed), a("b.lab", "192.0.2.2")];
        assert_eq!(targets(walk("b.lab", None, tls, &failed).1), ["Tls 192.0.2.2:5061"]);
    }

    /// RFC 3263 section 4.1's example: NAPTR leads to SRV, and SRV to addresses.
    #[test]
    fn naptr_leads_over_srv_to_addresses() {
        let naptr = vec![
            (90, 50, "SIP+D2T".to_owned(), "_sip._tcp.example.com".to_owned()),
            (100, 50, "SIP+D2U".to_owned(), "_sip._udp.example.com".to_owned()),
        ];
        let zone = [
            (Query::Naptr("example.com".into()), Answer::Naptr(naptr)),
            srv("_sip._tcp.example.com", &[(0, 1, 5060, "s1.example.com"), (1, 2, 5062, "s2.example.com")]),
            srv("_sip._udp.example.com", &[(0, 1, 5060, "s1.example.com")]),
            a("s1.example.com", "192.0.2.1"),
            a("s2.example.com", "192.0.2.2"),
        ];
        let (_, end) = walk("Example.COM.", None, None, &zone);
        assert_eq!(targets(end), ["Tcp 192.0.2.1:5060", "Tcp 192.0.2.2:5062", "Udp 192.0.2.1:5060"]);
    }

    /// RFC 3263 section 4.1: no NAPTR records: SRV for each transport that is spoken; section 4.2: no SRV: addresses.
    #[test]
    fn a_name_with_addresses_only_costs_four_questions() {
        let (asked, end) = walk("b.lab", None, None, &[a("b.lab", "192.0.2.2")]);
        assert_eq!(asked.len(), 4);
        assert_eq!(targets(end), ["Udp 192.0.2.2:5060"]);
    }

    #[test]
    fn without_any_dns_the_hosts_file_is_asked_at_once() {
        let zone = [(Query::Naptr("b.lab".into()), Answer::Failed), a("b.lab", "192.0.2.2")];
        let (asked, end) = walk("b.lab", None, None, &zone);
        assert_eq!(asked, [Query::Naptr("b.lab".into()), Query::Addresses("b.lab".into())]);
        assert_eq!(targets(end), ["Udp 192.0.2.2:5060"]);
    }

    /// RFC 2782: a Target of "." means that the service is decidedly not available at this domain.
    #[test]
    fn a_declined_service_is_no_reason_to_try_the_domain_itself() {
        let zone = [srv("_sip._udp.b.lab", &[(0, 0, 0, ".")]), a("b.lab", "192.0.2.2")];
        assert_eq!(walk("b.lab", None, Some(Transport::Udp), &zone).1, Step::NoTarget);
    }

    #[test]
    fn a_name_without_an_address_has_no_target() {
        assert_eq!(walk("b.lab", None, None, &[]).1, Step::NoTarget);
    }

    #[test]
    fn hostile_zones_are_bounded() {
        let records: Vec<_> = (0..500).map(|n| (0, 0, 5060, format!("h{n}"))).collect();
        let mut zone = vec![(Query::Srv("_sip._udp.b.lab".into()), Answer::Srv(records))];
        let many = vec![IpAddr::from([192, 0, 2, 1]); 500];
        zone.extend((0..500).map(|n| (Query::Addresses(format!("h{n}")), Answer::Addresses(many.clone()))));
        let (asked, end) = walk("b.lab", None, Some(Transport::Udp), &zone);
        assert!(asked.len() <= 1 + MAX_TARGETS);
        assert_eq!(targets(end).len(), MAX_HOPS);
    }
}
