//! The order among DNS records: NAPTR by order and preference (RFC 3403), SRV by priority and weighted chance (RFC 2782).

use crate::{chance::Chance, flow::Transport};

/// One NAPTR record: order, preference, service, replacement.
pub(super) type Naptr = (u16, u16, String, String);
/// One SRV record: priority, weight, port, target.
pub(super) type Srv = (u16, u16, u16, String);

/// Keeps the services that we speak, best first, as the names whose SRV records are asked next: those over TLS where it must be TLS,
/// and else the others, since a connection with TLS needs somebody who has to prove who he is.
pub(super) fn services(mut records: Vec<Naptr>, only_tls: bool) -> Vec<(Transport, String)> {
    records.sort_by_key(|(order, preference, _, _)| (*order, *preference));
    let spoken = |(_, _, service, replacement): Naptr| {
        let transport = match service.to_ascii_uppercase().as_str() {
            "SIP+D2U" => Transport::Udp,
            "SIP+D2T" => Transport::Tcp,
            "SIPS+D2T" => Transport::Tls,
            _ => return None,
        };
        ((transport == Transport::Tls) == only_tls).then_some((transport, replacement))
    };
    records.into_iter().filter_map(spoken).collect()
}

/// Orders SRV records: lower priorities first, and within one by chance, each in proportion to its weight.
pub(super) fn weighted(mut records: Vec<Srv>, chance: &mut Chance) -> Vec<(u16, String)> {
    // Weight 0 comes first within its priority, so that it has a small chance and not none (RFC 2782).
    records.sort_by_key(|(priority, weight, _, _)| (*priority, *weight));
    let mut ordered = Vec::with_capacity(records.len());
    while let Some((priority, ..)) = records.first() {
        let priority = *priority;
        let peers = records.iter().take_while(|record| record.0 == priority);
        let total: u64 = peers.clone().map(|record| u64::from(record.1)).sum();
        let draw = chance.below(total + 1);
        let mut sum = 0;
        let chosen = peers
            .map(|record| {
                sum += u64::from(record.1);
                sum
            })
            .position(|sum| sum >= draw)
            .unwrap_or(0);
        let (_, _, port, target) = records.remove(chosen);
        ordered.push((port, target));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3263 section 4.1: services that the client does not speak are passed over; for sips all but SIPS are.
    #[test]
    fn services_come_in_their_order_without_those_that_we_lack() {
        let record = |order, preference, service: &str, to: &str| {
            (order, preference, service.to_owned(), to.to_owned())
        };
        let records = vec![
            record(50, 50, "SIPS+D2T", "tls"),
            record(100, 50, "SIP+D2U", "udp"),
            record(90, 60, "sip+d2t", "tcp"),
            record(10, 10, "E2U+sip", "enum"),
        ];
        let found = services(records.clone(), false);
        assert_eq!(found, [(Transport::Tcp, "tcp".to_owned()), (Transport::Udp, "udp".to_owned())]);
        assert_eq!(services(records, true), [(Transport::Tls, "tls".to_owned())]);
    }

    fn srv(priority: u16, weight: u16, target: &str) -> Srv {
        (priority, weight, 5060, target.to_owned())
    }

    /// RFC 2782: a client must attempt to contact the target with the lowest-numbered priority.
    #[test]
    fn a_lower_priority_always_comes_first() {
        let mut chance = Chance::new([5; 32]);
        for _ in 0..100 {
            let order = weighted(vec![srv(2, 999, "late"), srv(1, 0, "early")], &mut chance);
            assert_eq!(
                order.iter().map(|(_, target)| target.as_str()).collect::<Vec<_>>(),
                ["early", "late"]
            );
        }
    }

    /// RFC 2782: larger weights are given a proportionately higher probability of being selected.
    #[test]
    fn weights_share_the_first_place_in_proportion() {
        let mut chance = Chance::new([6; 32]);
        let first = |chance: &mut Chance| {
            weighted(vec![srv(1, 30, "a"), srv(1, 10, "b")], chance)
                .into_iter()
                .next()
                .map(|(_, target)| target)
        };
        let a = (0..4000).filter(|_| first(&mut chance).as_deref() == Some("a")).count();
        assert!((2800..3200).contains(&a), "{a}");
    }

    #[test]
    fn records_without_weight_all_come_once() {
        let mut chance = Chance::new([6; 32]);
        let mut order = weighted(vec![srv(1, 0, "a"), srv(1, 0, "b"), srv(1, 0, "c")], &mut chance);
        order.sort();
        assert_eq!(order.len(), 3);
        order.dedup();
        assert_eq!(order.len(), 3);
    }
}
