//! A world: exchanges, phones and the network between them, on one fake clock.

mod audio;
mod wire;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use calls::{CallId, Command, Exchange, Input};
use model::Snapshot;
use moment::Moment;
use sip_core::{Endpoint, EndpointConfig, Interface, Transport};

use crate::{
    chance::Chance,
    dns::Dns,
    net::{Arrival, Datagram, Network, Weather},
    phone::{Account, Phone},
    plan::{PASSWORD, Plan},
    site::Site,
};

pub use wire::Seen;

/// Exchanges and phones.
pub struct World {
    /// The time.
    pub now: Moment,
    /// The network.
    pub net: Network,
    /// The names.
    pub dns: Dns,
    /// Everything that was sent, lost or not.
    pub wire: Vec<Seen>,
    sites: Vec<Site>,
    phones: Vec<Phone>,
    dice: Chance,
}

/// When worlds begin: some day in 2026, so that times in the call log look like times.
const DAWN: Moment = Moment::from_unix_ms(1_790_000_000_000);

impl World {
    /// Makes an empty world; the seed decides all that chance decides in it.
    pub fn new(seed: u64) -> Self {
        Self {
            now: DAWN,
            net: Network::new(seed),
            dns: Dns::default(),
            wire: Vec::new(),
            sites: Vec::new(),
            phones: Vec::new(),
            dice: Chance::new(seed ^ 0xD1CE),
        }
    }

    /// The world of the seed page: exchange A with alice, exchange B with someone, everybody registered.
    pub fn seed_page(seed: u64) -> Self {
        let mut world = Self::new(seed);
        world.site("A", 1, &Plan::seed_a("10.77.0.2"));
        world.site("B", 2, &Plan::seed_b());
        world.add_phone("alice", "A");
        world.add_phone("someone", "B");
        world.register_all();
        world
    }

    /// A world of one exchange `A`, with a registered phone for each of these lines.
    pub fn single(seed: u64, plan: &Plan, lines: &[&str]) -> Self {
        let mut world = Self::new(seed);
        world.site("A", 1, plan);
        for line in lines {
            world.add_phone(line, "A");
        }
        world.register_all();
        world
    }

    /// Adds an exchange at 10.77.0.`last`.
    pub fn site(&mut self, name: &str, last: u8, plan: &Plan) {
        let addr = SocketAddr::from(([10, 77, 0, last], 5060));
        let snapshot = plan.snapshot();
        let exchange = self.exchange(addr, snapshot.clone(), 0);
        let mut site = Site::new(name, addr, exchange, snapshot);
        start(&mut site, self.now, &self.dns);
        self.sites.push(site);
    }

    /// Ends an exchange's process and starts it again with what storage has kept.
    pub fn restart(&mut self, name: &str) {
        let (addr, snapshot) = (self.at(name).addr, self.at(name).snapshot.clone());
        let runs = self.now.as_unix_ms();
        let exchange = self.exchange(addr, snapshot, runs);
        let (now, dns) = (self.now, self.dns.clone());
        let site = self.at(name);
        site.exchange = exchange;
        site.media = crate::media::FakeMedia::new();
        let bindings = site.bindings.clone();
        start(site, now, &dns);
        site.handle(now, &dns, Input::Sip(sip_core::Input::Restore(bindings)));
    }

    /// Adds a phone for a line of an exchange; its address ends in 100 and more.
    pub fn add_phone(&mut self, line: &str, site: &str) -> &mut Phone {
        self.add_phone_as(line, line, site)
    }

    /// Adds a phone that has another name than its line: the second one of a line.
    pub fn add_phone_as(&mut self, name: &str, line: &str, site: &str) -> &mut Phone {
        let last = u8::try_from(100 + self.phones.len()).expect("a world has no more than 150 phones");
        let addr = SocketAddr::from(([10, 77, 0, last], 5060));
        let exchange = self.at(site).addr;
        let account = Account { username: line.to_owned(), password: PASSWORD.to_owned() };
        self.phones.push(Phone::new(name, addr, exchange, account));
        let now = self.now;
        let phone = self.phones.last_mut().expect("it was just added");
        phone.now = now;
        phone
    }

    /// Registers every phone, and lets the trunks do the same.
    ///
    /// # Panics
    /// Where one is refused.
    pub fn register_all(&mut self) {
        let names: Vec<String> = self.phones.iter().map(|phone| phone.name.clone()).collect();
        self.register(&names.iter().map(String::as_str).collect::<Vec<_>>());
    }

    /// Registers these phones.
    ///
    /// # Panics
    /// Where one is refused.
    pub fn register(&mut self, names: &[&str]) {
        names.iter().for_each(|name| self.phone(name).register());
        self.run(Duration::from_secs(2));
        for phone in self.phones.iter().filter(|phone| names.contains(&phone.name.as_str())) {
            assert_eq!(
                phone.registered.map(|status| status.code()),
                Some(200),
                "{} is registered",
                phone.name
            );
        }
    }

    /// An exchange.
    ///
    /// # Panics
    /// Where there is none of that name.
    pub fn at(&mut self, name: &str) -> &mut Site {
        self.sites.iter_mut().find(|site| site.name == name).expect("the exchange is in this world")
    }

    /// A phone.
    ///
    /// # Panics
    /// Where there is none of that name.
    pub fn phone(&mut self, name: &str) -> &mut Phone {
        self.phones.iter_mut().find(|phone| phone.name == name).expect("the phone is in this world")
    }

    /// Gives an exchange an administrator's order.
    pub fn order(&mut self, site: &str, command: Command) {
        let (now, dns) = (self.now, self.dns.clone());
        self.at(site).order(now, &dns, command);
    }

    /// Lets an exchange hear from its media path.
    pub fn fact(&mut self, site: &str, fact: calls::MediaFact) {
        let (now, dns) = (self.now, self.dns.clone());
        self.at(site).handle(now, &dns, Input::Media(fact));
    }

    /// Gives an exchange what its shell would.
    pub fn input(&mut self, site: &str, input: Input<'_>) {
        let (now, dns) = (self.now, self.dns.clone());
        self.at(site).handle(now, &dns, input);
    }

    /// Gives an exchange a new configuration.
    pub fn configure(&mut self, name: &str, plan: &Plan) {
        let (now, dns, snapshot) = (self.now, self.dns.clone(), plan.snapshot());
        let site = self.at(name);
        site.snapshot = snapshot.clone();
        site.handle(now, &dns, Input::Config(snapshot));
    }

    /// Changes the weather.
    pub const fn weather(&mut self, weather: Weather) {
        self.net.set_weather(weather);
    }

    /// Lets time pass.
    pub fn run(&mut self, span: Duration) {
        self.run_until(span, |_| false);
    }

    /// Lets time pass until something is so, and tells whether it became so in that time.
    pub fn run_until(&mut self, span: Duration, mut is_so: impl FnMut(&mut Self) -> bool) -> bool {
        let end = self.now + span;
        loop {
            self.carry();
            if is_so(self) {
                return true;
            }
            let Some(at) = self.deadline().filter(|at| *at <= end) else {
                self.pass_to(end);
                return false;
            };
            self.pass_to(at.max(self.now));
            self.step();
        }
    }

    /// Checks that nothing is left of any call: no call, no port, no seat, and exactly one last row for each call.
    ///
    /// # Panics
    /// Where something is left.
    pub fn assert_quiet(&mut self) {
        let ladder = self.ladder();
        for site in &self.sites {
            assert_eq!(site.exchange.call_count(), 0, "calls are left at {}\n{ladder}", site.name);
            assert_eq!(site.media.streams().count(), 0, "ports are left at {}\n{ladder}", site.name);
            let mut ids: Vec<_> = site.finished().iter().map(|cdr| cdr.id).collect();
            let rows = ids.len();
            ids.dedup();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), rows, "a call of {} has two last rows", site.name);
            assert!(
                site.cdrs.iter().all(|cdr| ids.contains(&cdr.id)),
                "a call of {} has no last row\n{ladder}",
                site.name
            );
        }
    }

    fn exchange(&mut self, addr: SocketAddr, snapshot: Arc<Snapshot>, runs: u64) -> Exchange {
        let config = EndpointConfig {
            listeners: vec![(Transport::Udp, addr)],
            external_address: None,
            local_networks: Vec::new(),
            unlimited_sources: Vec::new(),
            seed: self.dice.seed(),
        };
        let endpoint = Endpoint::new(config, snapshot.clone());
        Exchange::new(endpoint, snapshot, CallId(runs << 16))
    }

    fn pass_to(&mut self, at: Moment) {
        self.now = at;
        self.phones.iter_mut().for_each(|phone| phone.now = at);
    }

    fn deadline(&self) -> Option<Moment> {
        let sites = self.sites.iter().filter_map(|site| site.exchange.deadline());
        let phones = self.phones.iter().filter_map(Phone::deadline);
        self.net.deadline().into_iter().chain(sites).chain(phones).min()
    }

    /// Does all that is due now.
    fn step(&mut self) {
        while let Some(arrival) = self.net.next(self.now) {
            self.arrive(arrival);
        }
        for phone in &mut self.phones {
            phone.tick();
        }
        for site in &mut self.sites {
            if site.exchange.deadline().is_some_and(|at| at <= self.now) {
                site.handle(self.now, &self.dns, Input::Tick);
                let next = site.exchange.deadline();
                assert!(next.is_none_or(|at| at > self.now), "{} asks for the same tick again", site.name);
            }
        }
    }

    fn arrive(&mut self, arrival: Arrival) {
        match arrival {
            Arrival::Datagram(datagram) => {
                if let Some(site) = self.sites.iter_mut().find(|site| site.addr == datagram.to) {
                    site.received(self.now, &self.dns, &datagram);
                } else if let Some(phone) = self.phones.iter_mut().find(|phone| phone.addr == datagram.to) {
                    phone.receive(&datagram.bytes);
                }
            }
            Arrival::Unreachable { sender, target, transport } => {
                if let Some(site) = self.sites.iter_mut().find(|site| site.addr == sender) {
                    site.unreachable(self.now, &self.dns, target, transport);
                }
            }
        }
    }

    /// Puts what everybody sends into the network.
    fn carry(&mut self) {
        let sites = self.sites.iter_mut().flat_map(|site| site.out.drain(..));
        let sent: Vec<Datagram> =
            sites.chain(self.phones.iter_mut().flat_map(|phone| phone.out.drain(..))).collect();
        for datagram in sent {
            self.wire.push(Seen::new(self.now, &datagram));
            self.net.send(self.now, datagram);
        }
    }
}

/// Tells an exchange what its shell knows at the start.
fn start(site: &mut Site, now: Moment, dns: &Dns) {
    let interface = Interface { addr: site.addr.ip(), prefix: 24 };
    site.handle(now, dns, Input::Sip(sip_core::Input::Interfaces(vec![interface])));
}
