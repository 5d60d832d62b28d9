//! What acts need to know of the host: where phones can reach the exchange, and what the configuration file has fixed.

use std::net::{IpAddr, SocketAddr};

use engine::Interface;
use model::{Network, Snapshot, Transport};
use serde::Serialize;
use utoipa::ToSchema;

use crate::acts::Admin;

/// The host, as the configuration file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// Where SIP over UDP is listened to.
    pub udp: Vec<SocketAddr>,
    /// Where SIP over TCP is listened to.
    pub tcp: Vec<SocketAddr>,
    /// Where SIP over TLS is listened to.
    pub tls: Vec<SocketAddr>,
    /// The file's external address.
    pub external_address: Option<IpAddr>,
    /// The file's local networks.
    pub local_networks: Vec<Network>,
    /// Networks inside that a webhook may be in.
    pub alert_networks: Vec<Network>,
}

impl Host {
    /// Gives all sockets of SIP that an address has; all there are where none is given.
    fn listens(&self, on: Option<IpAddr>) -> Vec<Listening> {
        let here = |listens: &SocketAddr| match on {
            None => true,
            Some(ip) if listens.ip().is_unspecified() => listens.is_ipv4() == ip.is_ipv4(),
            Some(ip) => listens.ip() == ip,
        };
        let of = |transport, addrs: &[SocketAddr]| -> Vec<Listening> {
            let here = addrs.iter().filter(|addr| here(addr));
            here.map(|addr| Listening { transport, port: addr.port() }).collect()
        };
        [of(Transport::Udp, &self.udp), of(Transport::Tcp, &self.tcp), of(Transport::Tls, &self.tls)].concat()
    }
}

/// The addresses of this host, and what is told of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HostAddresses {
    /// Each address, those that phones can best use first.
    pub items: Vec<HostAddress>,
    /// How many there are.
    pub total: u64,
    /// What phones are set up with; none where the exchange listens on nothing that a phone could reach.
    pub phone: Option<PhoneServer>,
    /// The address that others see us at, where there is one.
    pub external_address: Option<String>,
    /// Networks to which it is not told; those of the host where there are none.
    pub local_networks: Vec<String>,
    /// Settings that the configuration file has fixed: what is set in their place has no effect.
    pub fixed_by_file: Vec<FixedSetting>,
}

/// A setting that the configuration file can fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FixedSetting {
    /// The external address.
    ExternalAddress,
    /// The local networks.
    LocalNetworks,
}

/// One address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HostAddress {
    /// The address.
    pub address: String,
    /// The length of its network's prefix, in bits.
    pub prefix: u8,
    /// Who can reach it.
    pub kind: AddressKind,
    /// Where SIP is listened to on it.
    pub listens: Vec<Listening>,
    /// What it is good for.
    pub advice: AddressAdvice,
}

/// Who can reach an address. In the order in which phones are best set up with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// Those in the own networks (RFC 1918, RFC 4193, RFC 6598).
    Private,
    /// Everybody.
    Public,
    /// Those on the same wire.
    LinkLocal,
    /// This host alone.
    Loopback,
}

/// What an address is good for, as a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AddressAdvice {
    /// Phones are set up with it.
    PhonesUseThis,
    /// Phones could be set up with it.
    Usable,
    /// Only programs on this host reach it.
    OnlyThisHost,
    /// The exchange does not listen on it: the configuration file says where it does.
    NotListening,
}

/// A socket of SIP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Listening {
    /// Its transport.
    pub transport: Transport,
    /// Its port.
    pub port: u16,
}

/// What a phone is set up with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PhoneServer {
    /// The name or address.
    pub server: String,
    /// The port.
    pub port: u16,
    /// The transport.
    pub transport: Transport,
    /// Where the address comes from.
    pub source: ServerSource,
}

/// Where the address that phones are set up with comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServerSource {
    /// The settings.
    Setting,
    /// The address of this host that fits best.
    Detected,
}

impl Admin {
    /// Says what addresses this host has, and which of them phones can use.
    pub fn host_addresses(&self) -> HostAddresses {
        let interfaces = engine::interfaces().unwrap_or_else(|error| {
            tracing::warn!(%error, "the host's addresses cannot be read");
            vec![]
        });
        describe(&self.host(), &self.snapshot(), &interfaces)
    }
}

/// Says what the phone of a line is set up with.
pub(crate) fn phone_server(host: &Host, snapshot: &Snapshot) -> Option<PhoneServer> {
    let interfaces = engine::interfaces().unwrap_or_default();
    describe(host, snapshot, &interfaces).phone
}

fn describe(host: &Host, snapshot: &Snapshot, interfaces: &[Interface]) -> HostAddresses {
    let premises = &snapshot.general().premises;
    let mut items: Vec<HostAddress> = interfaces.iter().map(|found| address(host, found)).collect();
    // IPv4 first: every phone speaks it.
    items.sort_by_key(|item| (item.listens.is_empty(), item.kind, item.address.contains(':')));
    let phone = server(host, premises.phone_address.as_ref().map(ToString::to_string), &items);
    let chosen = phone.as_ref().map(|phone| phone.server.clone());
    if let Some(item) = items.iter_mut().find(|item| Some(&item.address) == chosen.as_ref()) {
        item.advice = AddressAdvice::PhonesUseThis;
    }
    let fixed = [
        (FixedSetting::ExternalAddress, host.external_address.is_some()),
        (FixedSetting::LocalNetworks, !host.local_networks.is_empty()),
    ];
    let local = if host.local_networks.is_empty() { &premises.local_networks } else { &host.local_networks };
    HostAddresses {
        total: items.len() as u64,
        items,
        phone,
        external_address: host.external_address.or(premises.external_address).map(|ip| ip.to_string()),
        local_networks: local.iter().map(Network::to_string).collect(),
        fixed_by_file: fixed.into_iter().filter_map(|(what, is)| is.then_some(what)).collect(),
    }
}

fn address(host: &Host, found: &Interface) -> HostAddress {
    let listens = host.listens(Some(found.addr));
    let kind = kind(found.addr);
    let advice = match (listens.is_empty(), kind) {
        (true, _) => AddressAdvice::NotListening,
        (false, AddressKind::Loopback) => AddressAdvice::OnlyThisHost,
        (false, _) => AddressAdvice::Usable,
    };
    HostAddress { address: found.addr.to_string(), prefix: found.prefix, kind, listens, advice }
}

/// Chooses what phones are set up with: what is set, else the best address that is listened to.
fn server(host: &Host, set: Option<String>, items: &[HostAddress]) -> Option<PhoneServer> {
    let usable = items.iter().find(|item| item.advice == AddressAdvice::Usable);
    let (server, source, listens) = match set {
        Some(set) => {
            let known = items.iter().find(|item| item.address == set).or(usable);
            (set, ServerSource::Setting, known.map(|item| item.listens.clone()))
        }
        None => {
            let best = usable.or_else(|| items.iter().find(|item| !item.listens.is_empty()))?;
            (best.address.clone(), ServerSource::Detected, Some(best.listens.clone()))
        }
    };
    // UDP stands first: every phone speaks it.
    let listens = listens.filter(|listens| !listens.is_empty()).unwrap_or_else(|| host.listens(None));
    let best = listens.first().copied();
    let (udp, usual) = (Transport::Udp, Transport::Udp.default_port());
    let Listening { transport, port } = best.unwrap_or(Listening { transport: udp, port: usual });
    Some(PhoneServer { server, port, transport, source })
}

fn kind(ip: IpAddr) -> AddressKind {
    match ip.to_canonical() {
        ip if ip.is_loopback() => AddressKind::Loopback,
        IpAddr::V4(v4) if v4.is_link_local() => AddressKind::LinkLocal,
        IpAddr::V6(v6) if v6.is_unicast_link_local() => AddressKind::LinkLocal,
        // RFC 6598: 100.64.0.0/10, which carriers' NATs and some VPNs use.
        IpAddr::V4(v4) if v4.is_private() || (v4.to_bits() >> 22) == 0b01_1001_0001 => AddressKind::Private,
        IpAddr::V6(v6) if v6.is_unique_local() => AddressKind::Private,
        IpAddr::V4(_) | IpAddr::V6(_) => AddressKind::Public,
    }
}

#[cfg(test)]
mod tests {
    use model::{Change, GeneralDraft};

    use super::*;

    fn found(addr: &str) -> Interface {
        Interface { addr: addr.parse().unwrap(), prefix: 24 }
    }

    fn listening(addrs: &[&str]) -> Host {
        Host { udp: addrs.iter().map(|addr| addr.parse().unwrap()).collect(), ..Host::default() }
    }

    fn with(draft: GeneralDraft) -> Snapshot {
        Snapshot::factory().apply(&[Change::General(draft)]).unwrap()
    }

    #[test]
    fn phones_use_a_private_address_that_is_listened_to_before_all_others() {
        let interfaces = ["127.0.0.1", "fd00::1", "198.51.100.7", "192.168.1.5", "10.9.9.9"].map(found);
        let host = listening(&["0.0.0.0:5060", "[::]:5060"]);
        let told = describe(&host, &Snapshot::factory(), &interfaces);
        let addresses: Vec<&str> = told.items.iter().map(|item| item.address.as_str()).collect();
        assert_eq!(addresses, ["192.168.1.5", "10.9.9.9", "fd00::1", "198.51.100.7", "127.0.0.1"]);
        assert_eq!(told.phone.unwrap().server, "192.168.1.5");
        assert_eq!(told.items[0].advice, AddressAdvice::PhonesUseThis);
        assert_eq!(told.items[4].advice, AddressAdvice::OnlyThisHost);
        let only = describe(&listening(&["10.9.9.9:5070"]), &Snapshot::factory(), &interfaces);
        let phone = only.phone.unwrap();
        assert_eq!((phone.server.as_str(), phone.port), ("10.9.9.9", 5070));
        assert_eq!(only.items[1].advice, AddressAdvice::NotListening);
    }

    #[test]
    fn where_only_this_host_is_listened_to_phones_on_it_still_find_it() {
        let told = describe(&listening(&["127.0.0.1:5060"]), &Snapshot::factory(), &[found("127.0.0.1")]);
        assert_eq!(told.phone.unwrap().server, "127.0.0.1");
        assert!(describe(&Host::default(), &Snapshot::factory(), &[found("10.0.0.1")]).phone.is_none());
    }

    #[test]
    fn what_is_set_wins_over_what_is_found_and_the_file_over_what_is_set() {
        let site = with(GeneralDraft {
            phone_address: Some("pbx.example.org".into()),
            external_address: Some("203.0.113.7".into()),
            local_networks: Some(vec!["10.0.0.0/8".into()]),
            ..GeneralDraft::default()
        });
        let mut host = listening(&["0.0.0.0:5070"]);
        let told = describe(&host, &site, &[found("10.0.0.1")]);
        let phone = told.phone.unwrap();
        assert_eq!(
            (phone.server.as_str(), phone.port, phone.source),
            ("pbx.example.org", 5070, ServerSource::Setting)
        );
        assert_eq!((told.external_address.as_deref(), told.fixed_by_file), (Some("203.0.113.7"), vec![]));
        host.external_address = Some("192.0.2.1".parse().unwrap());
        let told = describe(&host, &site, &[found("10.0.0.1")]);
        assert_eq!(told.external_address.as_deref(), Some("192.0.2.1"));
        assert_eq!(
            (told.fixed_by_file, told.local_networks),
            (vec![FixedSetting::ExternalAddress], vec!["10.0.0.0/8".to_owned()])
        );
    }

    #[test]
    fn carriers_own_addresses_are_private_too() {
        let of = |ip: &str| kind(ip.parse().unwrap());
        assert_eq!((of("100.64.0.1"), of("100.128.0.1")), (AddressKind::Private, AddressKind::Public));
        assert_eq!((of("fe80::1"), of("::1")), (AddressKind::LinkLocal, AddressKind::Loopback));
        assert_eq!((of("fd12::1"), of("2001:db8::1")), (AddressKind::Private, AddressKind::Public));
    }
}
