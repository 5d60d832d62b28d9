//! The network between the hosts of a world: it loses, delays, reorders and doubles datagrams as its weather says, the
//! same way for the same seed. A closed port answers by ICMP; an address where nobody lives swallows what it gets.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    time::Duration,
};

use moment::Moment;
use sip_core::Transport;

use crate::chance::Chance;

/// How bad the network is.
#[derive(Clone, Copy, Debug)]
pub struct Weather {
    /// Datagrams of a hundred that are lost.
    pub loss_percent: u8,
    /// Datagrams of a hundred that arrive twice.
    pub duplicate_percent: u8,
    /// The least time that a datagram is under way.
    pub delay: Duration,
    /// What chance adds to it; later datagrams overtake earlier ones where it is more than the gap between them.
    pub jitter: Duration,
}

impl Weather {
    /// A local network: 1 ms, nothing lost.
    pub const FAIR: Self = Self {
        loss_percent: 0,
        duplicate_percent: 0,
        delay: Duration::from_millis(1),
        jitter: Duration::ZERO,
    };

    /// A network that loses so many datagrams of a hundred, doubles some and reorders many.
    pub const fn stormy(loss_percent: u8) -> Self {
        Self {
            loss_percent,
            duplicate_percent: 3,
            delay: Duration::from_millis(20),
            jitter: Duration::from_millis(60),
        }
    }
}

/// One datagram, or one message of a stream, on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datagram {
    /// Who sent it.
    pub from: SocketAddr,
    /// Where it goes.
    pub to: SocketAddr,
    /// How: what goes over TCP is never lost, doubled or overtaken.
    pub transport: Transport,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What reaches a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// A datagram, at its target.
    Datagram(Datagram),
    /// ICMP port unreachable, at the sender of a datagram that went to a closed port.
    Unreachable {
        /// Who had sent.
        sender: SocketAddr,
        /// Where to.
        target: SocketAddr,
        /// How.
        transport: Transport,
    },
}

/// Judges a datagram before the dice do: true throws it away.
pub type Filter = Box<dyn FnMut(&Datagram) -> bool>;

/// Everything under way.
pub struct Network {
    dice: Chance,
    weather: Weather,
    closed: BTreeSet<SocketAddr>,
    under_way: BTreeMap<(Moment, u64), Arrival>,
    sent: u64,
    filter: Option<Filter>,
}

impl Network {
    /// Makes an empty network of fair weather.
    pub fn new(seed: u64) -> Self {
        Self {
            dice: Chance::new(seed),
            weather: Weather::FAIR,
            closed: BTreeSet::new(),
            under_way: BTreeMap::new(),
            sent: 0,
            filter: None,
        }
    }

    /// Changes the weather for all that is sent from now on.
    pub const fn set_weather(&mut self, weather: Weather) {
        self.weather = weather;
    }

    /// Makes a port answer everything by ICMP.
    pub fn close(&mut self, port: SocketAddr) {
        self.closed.insert(port);
    }

    /// Makes a closed port an ordinary one again.
    pub fn open(&mut self, port: SocketAddr) {
        self.closed.remove(&port);
    }

    /// Throws away what the filter says, in the place of an earlier filter.
    pub fn drop_where(&mut self, filter: impl FnMut(&Datagram) -> bool + 'static) {
        self.filter = Some(Box::new(filter));
    }

    /// Removes the filter.
    pub fn drop_nothing(&mut self) {
        self.filter = None;
    }

    /// Takes a datagram.
    pub fn send(&mut self, now: Moment, datagram: Datagram) {
        if self.closed.contains(&datagram.to) {
            let Datagram { from: sender, to: target, transport, .. } = datagram;
            return self.put(now, Arrival::Unreachable { sender, target, transport });
        }
        if datagram.transport.is_reliable() {
            let at = now + self.weather.delay;
            self.sent += 1;
            self.under_way.insert((at, self.sent), Arrival::Datagram(datagram));
            return;
        }
        let refused = self.filter.as_mut().is_some_and(|filter| filter(&datagram));
        if refused || self.dice.percent(self.weather.loss_percent) {
            return;
        }
        if self.dice.percent(self.weather.duplicate_percent) {
            self.put(now, Arrival::Datagram(datagram.clone()));
        }
        self.put(now, Arrival::Datagram(datagram));
    }

    /// Tells when the next thing arrives.
    pub fn deadline(&self) -> Option<Moment> {
        self.under_way.keys().next().map(|(at, _)| *at)
    }

    /// Hands over what arrives up to now, one at a time.
    pub fn next(&mut self, now: Moment) -> Option<Arrival> {
        let entry = self.under_way.first_entry()?;
        if entry.key().0 > now {
            return None;
        }
        Some(entry.remove())
    }

    fn put(&mut self, now: Moment, arrival: Arrival) {
        let extra = self.dice.below(u64::try_from(self.weather.jitter.as_micros()).unwrap_or(0));
        let at = now + self.weather.delay + Duration::from_micros(extra);
        self.sent += 1;
        self.under_way.insert((at, self.sent), arrival);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addr(last: u8) -> SocketAddr {
        SocketAddr::from(([10, 0, 0, last], 5060))
    }

    fn datagram(n: u8) -> Datagram {
        Datagram { from: addr(1), to: addr(2), transport: Transport::Udp, bytes: vec![n] }
    }

    fn arrivals(net: &mut Network) -> Vec<u8> {
        let mut seen = Vec::new();
        while let Some(arrival) = net.next(Moment::NEVER) {
            if let Arrival::Datagram(datagram) = arrival {
                seen.extend(datagram.bytes);
            }
        }
        seen
    }

    #[test]
    fn fair_weather_keeps_everything_in_order() {
        let mut net = Network::new(1);
        (0..50).for_each(|n| net.send(Moment::ZERO, datagram(n)));
        assert_eq!(net.next(Moment::ZERO), None, "a millisecond passes first");
        assert_eq!(arrivals(&mut net), (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn a_storm_loses_doubles_and_reorders_the_same_way_for_the_same_seed() {
        let storm = |seed| {
            let mut net = Network::new(seed);
            net.set_weather(Weather::stormy(20));
            (0..200).for_each(|n| net.send(Moment::ZERO, datagram(n)));
            arrivals(&mut net)
        };
        let seen = storm(3);
        assert_eq!(seen, storm(3));
        assert_ne!(seen, storm(4));
        assert!(seen.len() > 140 && seen.len() < 185, "{} of 200 arrived", seen.len());
        assert!(!seen.is_sorted());
    }

    #[test]
    fn a_stream_keeps_everything_in_every_weather() {
        let mut net = Network::new(3);
        net.set_weather(Weather::stormy(20));
        let over_tcp = |n| Datagram { transport: Transport::Tcp, ..datagram(n) };
        (0..50).for_each(|n| net.send(Moment::ZERO, over_tcp(n)));
        assert_eq!(arrivals(&mut net), (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn a_closed_port_answers_by_icmp() {
        let mut net = Network::new(1);
        net.close(addr(2));
        net.send(Moment::ZERO, datagram(1));
        let icmp = Arrival::Unreachable { sender: addr(1), target: addr(2), transport: Transport::Udp };
        assert_eq!(net.next(Moment::NEVER), Some(icmp));
        net.open(addr(2));
        net.send(Moment::ZERO, datagram(2));
        assert_eq!(arrivals(&mut net), [2]);
    }

    #[test]
    fn a_filter_takes_out_what_it_names() {
        let mut net = Network::new(1);
        net.drop_where(|datagram| datagram.bytes == [2]);
        (1..4).for_each(|n| net.send(Moment::ZERO, datagram(n)));
        assert_eq!(arrivals(&mut net), [1, 3]);
    }
}
