//! Streams over real sockets on loopback, and a clock that jumps where nothing else happens.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, timeout},
};

use super::{
    Connections, MOST_STRANGERS, Protection, StreamEvent, StreamEventKind, WRITE_QUEUE,
    carry::{IDLE, INCOMPLETE},
};

const MESSAGE: &[u8] = b"OPTIONS sip:a@h SIP/2.0\r\nl: 3\r\n\r\nabc";

/// Longer than anything on loopback takes, shorter than every patience of ours.
const SOON: Duration = Duration::from_secs(5);

/// A table that listens, and one phone connected to it.
async fn pair() -> (Connections, TcpStream) {
    let mut table = Connections::default();
    let addr = table.listen("127.0.0.1:0".parse().unwrap()).unwrap();
    (table, TcpStream::connect(addr).await.unwrap())
}

async fn message(table: &mut Connections) -> Vec<u8> {
    match table.next().await {
        StreamEvent { kind: StreamEventKind::Message(bytes), .. } => bytes,
        other => panic!("a message, not {other:?}"),
    }
}

/// Waits for the end of a connection; how long that took.
async fn end(table: &mut Connections) -> Duration {
    let start = Instant::now();
    match table.next().await {
        StreamEvent { kind: StreamEventKind::Closed(None), .. } => start.elapsed(),
        other => panic!("an end, not {other:?}"),
    }
}

/// RFC 3261 section 18.3: a stream has no message borders but Content-Length.
#[tokio::test]
async fn messages_are_whole_however_they_are_cut_on_the_way() {
    let (mut table, mut phone) = pair().await;
    phone.write_all(&[MESSAGE, MESSAGE, &MESSAGE[..20]].concat()).await.unwrap();
    assert_eq!(message(&mut table).await, MESSAGE);
    assert_eq!(message(&mut table).await, MESSAGE);
    assert!(timeout(Duration::from_millis(50), table.next()).await.is_err(), "a third is not there yet");
    phone.write_all(&MESSAGE[20..]).await.unwrap();
    assert_eq!(message(&mut table).await, MESSAGE);
}

/// RFC 5626 section 4.4.1, the ping cut in two by the network.
#[tokio::test]
async fn a_ping_in_two_packets_is_answered_with_one_pong() {
    let (mut table, mut phone) = pair().await;
    phone.set_nodelay(true).unwrap();
    let answered = async {
        phone.write_all(b"\r\n").await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
        phone.write_all(b"\r\n").await.unwrap();
        let mut pong = [0; 3];
        let read = phone.read(&mut pong).await.unwrap();
        assert_eq!(&pong[..read], b"\r\n");
        assert!(
            timeout(Duration::from_millis(50), phone.read(&mut pong)).await.is_err(),
            "one pong is enough"
        );
    };
    tokio::select! {
        () = answered => {}
        event = table.next() => panic!("no event, yet {event:?}"),
    }
}

/// RFC 3261 section 18.3 and RFC 4475 section 3.1.2.3: what broke the framing is handed on, may be answered, and is the last.
#[tokio::test]
async fn garbage_is_handed_on_answered_and_closes_the_connection() {
    let (mut table, mut phone) = pair().await;
    let garbage = b"OPTIONS sip:a@h SIP/2.0\r\nl: -1\r\n\r\n";
    phone.write_all(garbage).await.unwrap();
    let event = table.next().await;
    assert!(matches!(&event.kind, StreamEventKind::Message(bytes) if bytes == garbage));
    assert!(table.send(event.stream, b"SIP/2.0 400 Bad Request\r\n\r\n".to_vec()));
    phone.write_all(MESSAGE).await.unwrap();
    end(&mut table).await;
    assert!(!table.send(event.stream, MESSAGE.to_vec()), "it is gone from the table");
    let mut answer = [0; 64];
    let read = phone.read(&mut answer).await.unwrap();
    assert!(answer[..read].starts_with(b"SIP/2.0 400"));
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_says_nothing_is_closed() {
    let (mut table, _phone) = pair().await;
    let waited = end(&mut table).await;
    assert!((INCOMPLETE..INCOMPLETE + SOON).contains(&waited), "{waited:?}");
}

/// A phone that sends an octet now and then cannot hold a place in the table.
#[tokio::test(start_paused = true)]
async fn a_message_that_trickles_in_does_not_buy_time() {
    let (mut table, mut phone) = pair().await;
    let trickle = async {
        for octet in MESSAGE.iter().take(30) {
            phone.write_all(&[*octet]).await.unwrap();
            tokio::time::sleep(INCOMPLETE / 8).await;
        }
        std::future::pending::<()>().await;
    };
    let waited = tokio::select! {
        waited = end(&mut table) => waited,
        () = trickle => Duration::ZERO,
    };
    assert!((INCOMPLETE..INCOMPLETE + SOON).contains(&waited), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn pings_alone_do_not_keep_a_connection_that_carried_no_message() {
    let (mut table, mut phone) = pair().await;
    let pings = async {
        loop {
            // Refused once we have closed.
            let _ = phone.write_all(b"\r\n\r\n").await;
            tokio::time::sleep(INCOMPLETE / 4).await;
        }
    };
    let waited = tokio::select! {
        waited = end(&mut table) => waited,
        () = pings => Duration::ZERO,
    };
    assert!((INCOMPLETE..INCOMPLETE + SOON).contains(&waited), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_registered_phone_may_rest_but_not_for_ever() {
    let (mut table, mut phone) = pair().await;
    phone.write_all(MESSAGE).await.unwrap();
    assert_eq!(message(&mut table).await, MESSAGE);
    let waited = end(&mut table).await;
    assert!((IDLE..IDLE + SOON).contains(&waited), "{waited:?}");
}

/// RFC 3261 section 18.2.2: what goes back to a phone takes the connection that it opened.
#[tokio::test]
async fn a_peer_is_written_to_on_the_connection_that_it_opened() {
    let (mut table, mut phone) = pair().await;
    phone.write_all(MESSAGE).await.unwrap();
    let event = table.next().await;
    assert_eq!(table.send_to(event.remote, Protection::Plain, b"back".to_vec()), Some(event.stream));
    let mut back = [0; 4];
    phone.read_exact(&mut back).await.unwrap();
    assert_eq!(&back, b"back");
}

#[tokio::test]
async fn a_peer_without_a_connection_is_called_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut table = Connections::default();
    let remote = listener.local_addr().unwrap();
    let first = table.send_to(remote, Protection::Plain, b"one".to_vec()).unwrap();
    assert_eq!(table.send_to(remote, Protection::Plain, b"two".to_vec()), Some(first));
    let (mut peer, _) = listener.accept().await.unwrap();
    let mut heard = [0; 6];
    peer.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"onetwo");
    drop(peer);
    end(&mut table).await;
    assert_ne!(
        table.send_to(remote, Protection::Plain, b"three".to_vec()),
        Some(first),
        "a number is never given again"
    );
}

#[tokio::test]
async fn a_closed_port_ends_the_connection_that_never_came_up() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let mut table = Connections::default();
    let stream = table.send_to(closed, Protection::Plain, MESSAGE.to_vec()).unwrap();
    let event = table.next().await;
    assert_eq!((event.stream, event.remote, event.local.port()), (stream, closed, 0));
    assert!(matches!(event.kind, StreamEventKind::Closed(None)));
}

/// A peer that reads nothing fills its socket, then its queue, and is cut off without holding up anybody.
#[tokio::test]
async fn a_peer_that_does_not_read_is_cut_off() {
    let (mut table, mut phone) = pair().await;
    phone.write_all(MESSAGE).await.unwrap();
    let event = table.next().await;
    let block = vec![b'x'; 1 << 20];
    // Its task never runs in between: the queue takes so many, and one more is too many.
    let taken = (0..=WRITE_QUEUE).take_while(|_| table.send(event.stream, block.clone())).count();
    assert_eq!(taken, WRITE_QUEUE);
    assert!(!table.send(event.stream, b"more".to_vec()), "it is gone from the table");
}

#[tokio::test]
async fn a_taken_port_is_refused_with_the_remedy() {
    let mut table = Connections::default();
    let addr = table.listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let text = table.listen(addr).unwrap_err().to_string();
    assert!(text.contains("tcp port") && text.contains("taken by another program"), "{text}");
}

/// Whoever proves nothing makes room; whoever was vouched for stays, however old its connection is.
#[tokio::test]
async fn a_crowd_of_strangers_closes_its_own_oldest_and_nobody_else_s() {
    let mut table = Connections::default();
    let addr = table.listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let mut ours = TcpStream::connect(addr).await.unwrap();
    ours.write_all(MESSAGE).await.unwrap();
    let StreamEvent { stream: known, .. } = table.next().await;
    table.vouch(known);
    let mut crowd = vec![];
    for _ in 0..MOST_STRANGERS {
        let mut stranger = TcpStream::connect(addr).await.unwrap();
        stranger.write_all(MESSAGE).await.unwrap();
        crowd.push(stranger);
        assert_eq!(message_or_end(&mut table).await, Some(MESSAGE.to_vec()));
    }
    let mut one_more = TcpStream::connect(addr).await.unwrap();
    one_more.write_all(MESSAGE).await.unwrap();
    assert_eq!(message_or_end(&mut table).await, None, "one had to go");
    assert_eq!(message(&mut table).await, MESSAGE, "for the one that came");
    assert_eq!(crowd[0].read(&mut [0; 1]).await.unwrap(), 0, "and it is the oldest");
    ours.write_all(MESSAGE).await.unwrap();
    assert_eq!(message(&mut table).await, MESSAGE);
    assert!(table.send(known, MESSAGE.to_vec()));
}

/// The next message, or nothing where a connection has ended.
async fn message_or_end(table: &mut Connections) -> Option<Vec<u8>> {
    match table.next().await.kind {
        StreamEventKind::Message(bytes) => Some(bytes),
        StreamEventKind::Closed(_) => None,
    }
}
