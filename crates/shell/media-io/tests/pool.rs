//! Ports are handed out at once, closed with a report, and given again only after a rest.

use std::{collections::HashSet, net::UdpSocket, time::Duration};

use media_core::{Hearing, Source};
use media_io::{Clock, Fact, Order, Pool, PoolConfig, StreamId};

fn pool(ports: std::ops::RangeInclusive<u16>) -> Pool {
    let address = Some([127, 0, 0, 1].into());
    match Pool::start(&PoolConfig { address, ports, workers: 2, clock: Clock::start() }) {
        Ok(pool) => pool,
        Err(error) => unreachable!("threads and epoll are there: {error}"),
    }
}

/// Opens streams until no port is left; the workers open theirs in the background.
fn open_all(pool: &mut Pool, group: u64, first: u64) -> Vec<u16> {
    let mut ports = vec![];
    for _ in 0..200 {
        while let Some(port) = pool.open(StreamId(first + ports.len() as u64), group, false) {
            ports.push(port);
        }
        pool.flush();
        if ports.len() == 2 {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    ports
}

#[test]
fn every_pair_of_the_range_is_handed_out_once_and_is_bound() {
    let mut pool = pool(42100..=42107);
    let ports: HashSet<u16> =
        open_all(&mut pool, 0, 0).into_iter().chain(open_all(&mut pool, 1, 10)).collect();
    assert_eq!(ports, HashSet::from([42100, 42102, 42104, 42106]));
    for port in ports {
        assert!(
            UdpSocket::bind(("127.0.0.1", port)).is_err()
                && UdpSocket::bind(("127.0.0.1", port + 1)).is_err()
        );
    }
    assert_eq!(pool.open(StreamId(99), 0, false), None, "the range is used up");
}

#[test]
fn a_port_that_another_program_holds_is_left_out() {
    let taken = UdpSocket::bind("127.0.0.1:42203").unwrap();
    let mut pool = pool(42200..=42207);
    let ports: HashSet<u16> =
        open_all(&mut pool, 0, 0).into_iter().chain(open_all(&mut pool, 1, 10)).collect();
    assert_eq!(ports, HashSet::from([42200, 42204, 42206]));
    drop(taken);
}

#[tokio::test(flavor = "current_thread")]
async fn a_closed_stream_is_reported_and_its_ports_rest_before_they_are_used_again() {
    let mut pool = pool(42300..=42303);
    let ports = open_all(&mut pool, 0, 0);
    assert_eq!(ports, [42300]);
    pool.close(StreamId(0));
    pool.flush();
    let Fact::Closed(stream, report) = pool.next().await else { unreachable!("nothing else happens") };
    assert_eq!((stream, report.packets_rx), (StreamId(0), 0));
    assert_eq!(pool.open(StreamId(1), 0, false), None);
    tokio::time::sleep(Duration::from_millis(2200)).await;
    assert_eq!(pool.open(StreamId(1), 0, false), Some(42300));
}

#[tokio::test(flavor = "current_thread")]
async fn who_is_played_something_is_listened_to_every_second_and_once_more_at_the_end() {
    let mut pool = pool(42400..=42403);
    let ports = open_all(&mut pool, 0, 0);
    assert_eq!(ports, [42400]);
    pool.order(StreamId(0), Order::Play(Source::Echo));
    pool.flush();
    let heard =
        |fact: Fact| matches!(fact, Fact::Heard(StreamId(0), hearing) if hearing == Hearing::default());
    assert!(heard(pool.next().await) && heard(pool.next().await), "nothing came, and that is told");
    pool.close(StreamId(0));
    pool.flush();
    let last = pool.next().await;
    assert!(heard(last), "once more");
    assert!(matches!(pool.next().await, Fact::Closed(StreamId(0), _)));
}
