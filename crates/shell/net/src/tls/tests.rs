//! Handshakes over real sockets on loopback, between two tables of connections.

use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    date_time_ymd,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{Instant, timeout},
};

use super::*;
use crate::tcp::{Connections, Protection, StreamEvent, StreamEventKind};

const MESSAGE: &[u8] = b"OPTIONS sip:a@h SIP/2.0\r\nl: 3\r\n\r\nabc";

/// Longer than a handshake takes on a busy machine.
const SOON: Duration = Duration::from_secs(20);

/// An authority.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn pem(&self) -> Vec<u8> {
        self.0.pem().into_bytes()
    }

    /// Makes a certificate for a name, valid in these years.
    fn identity(&self, name: &str, years: (i32, i32)) -> Identity {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(years.0, 1, 1);
        params.not_after = date_time_ymd(years.1, 1, 1);
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Identity::read(certificate.pem().as_bytes(), key.serialize_pem().as_bytes()).unwrap()
    }
}

const VALID: (i32, i32) = (2020, 2200);

fn peer(name: &str, pin: Option<Fingerprint>) -> Protection {
    Protection::Proved(Arc::new(Peer { name: name.to_owned(), pin }))
}

/// A table that listens for TLS.
fn server(identity: &Identity, clients: Option<&Authority>) -> (Connections, SocketAddr) {
    let mut table = Connections::default();
    let clients = clients.map(Authority::pem);
    table.show(ServerTls::new(identity, clients.as_deref()).unwrap());
    let addr = table.listen_tls("127.0.0.1:0".parse().unwrap(), None).unwrap();
    (table, addr)
}

/// A table that trusts an authority.
fn client(authority: &Authority, identity: Option<Identity>) -> Connections {
    let mut table = Connections::default();
    table.believe(ClientTls::new(Some(&authority.pem()), identity).unwrap());
    table
}

/// Runs a server beside a client until one of its connections is closed.
async fn fault(server: &mut Connections, client: &mut Connections) -> Option<Fault> {
    loop {
        let event = timeout(SOON, async {
            tokio::select! {
                event = client.next() => Some(event),
                _ = server.next() => None,
            }
        });
        if let Some(StreamEvent { kind: StreamEventKind::Closed(fault), .. }) = event.await.unwrap() {
            return fault;
        }
    }
}

async fn message(table: &mut Connections) -> StreamEvent {
    let event = timeout(SOON, table.next()).await.unwrap();
    assert!(matches!(&event.kind, StreamEventKind::Message(bytes) if bytes == MESSAGE), "{event:?}");
    event
}

#[tokio::test]
async fn two_who_trust_each_other_talk_both_ways_on_one_connection() {
    let authority = Authority::new();
    let identity = authority.identity("pbx.lab", VALID);
    let (mut server, addr) = server(&identity, None);
    let mut client = client(&authority, None);
    for pin in [None, Some(identity.fingerprint())] {
        // With a fingerprint the name is of no account.
        let to = peer(if pin.is_some() { "other.lab" } else { "pbx.lab" }, pin);
        let stream = client.send_to(addr, to.clone(), MESSAGE.to_vec()).unwrap();
        let heard = tokio::select! { event = message(&mut server) => event, _ = client.next() => panic!() };
        assert!(heard.is_tls);
        assert!(server.send_to(heard.remote, Protection::Accepted, MESSAGE.to_vec()).is_some());
        let back = tokio::select! { event = message(&mut client) => event, _ = server.next() => panic!() };
        assert_eq!((back.stream, back.remote, back.is_tls), (stream, addr, true));
        assert_eq!(client.send_to(addr, to, MESSAGE.to_vec()), Some(stream), "one connection is enough");
        tokio::select! { _ = message(&mut server) => {}, _ = client.next() => panic!() }
    }
}

/// Whatever is not as it should be is named, and nothing was sent before.
#[tokio::test]
async fn each_way_to_fail_has_its_name_and_shows_the_certificate() {
    let (ours, strange) = (Authority::new(), Authority::new());
    let pin = [7; 32];
    for (kind, identity, pin) in [
        (FaultKind::Expired, ours.identity("pbx.lab", (2001, 2002)), None),
        (FaultKind::NotYetValid, ours.identity("pbx.lab", (2190, 2200)), None),
        (FaultKind::OtherName, ours.identity("pbx.example", VALID), None),
        (FaultKind::UnknownIssuer, strange.identity("pbx.lab", VALID), None),
        (FaultKind::PinDiffers, ours.identity("pbx.lab", VALID), Some(pin)),
    ] {
        let (mut server, addr) = server(&identity, None);
        let mut client = client(&ours, None);
        client.send_to(addr, peer("pbx.lab", pin), MESSAGE.to_vec()).unwrap();
        let found = fault(&mut server, &mut client).await;
        assert_eq!(found, Some(Fault { kind, shown: Some(identity.fingerprint()) }));
        let heard = timeout(Duration::from_millis(20), server.next()).await;
        assert!(
            !matches!(heard, Ok(StreamEvent { kind: StreamEventKind::Message(_), .. })),
            "nothing was sent"
        );
    }
}

#[tokio::test]
async fn who_speaks_no_tls_is_told_from_who_listens_nowhere() {
    let authority = Authority::new();
    let mut client = client(&authority, None);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    client.send_to(listener.local_addr().unwrap(), peer("pbx.lab", None), MESSAGE.to_vec()).unwrap();
    let (mut plain, _) = listener.accept().await.unwrap();
    plain.write_all(b"SIP/2.0 400 Bad Request\r\n\r\n").await.unwrap();
    let StreamEvent { kind: StreamEventKind::Closed(found), .. } = client.next().await else { panic!() };
    assert_eq!(found, Some(Fault { kind: FaultKind::NoTls, shown: None }));
    let mut heard = vec![];
    let _ = plain.read_to_end(&mut heard).await;
    assert!(!heard.windows(7).any(|part| part == b"OPTIONS"), "nothing of it goes out in clear");
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    client.send_to(closed, peer("pbx.lab", None), MESSAGE.to_vec()).unwrap();
    let event = client.next().await;
    assert!(matches!(event.kind, StreamEventKind::Closed(None)), "{event:?}");
}

#[tokio::test]
async fn a_server_that_asks_for_certificates_lets_only_their_owners_in() {
    let authority = Authority::new();
    let identity = authority.identity("pbx.lab", VALID);
    let (mut server, addr) = server(&identity, Some(&authority));
    let mut nobody = client(&authority, None);
    nobody.send_to(addr, peer("pbx.lab", None), MESSAGE.to_vec()).unwrap();
    let found = fault(&mut server, &mut nobody).await.unwrap();
    assert_eq!(found.kind, FaultKind::WantsCertificate);
    let mut known = client(&authority, Some(authority.identity("branch.lab", VALID)));
    known.send_to(addr, peer("pbx.lab", None), MESSAGE.to_vec()).unwrap();
    let heard = async {
        loop {
            if let StreamEvent { kind: StreamEventKind::Message(bytes), .. } = server.next().await {
                return bytes;
            }
        }
    };
    let bytes = tokio::select! { bytes = heard => bytes, _ = known.next() => panic!() };
    assert_eq!(bytes, MESSAGE);
}

#[tokio::test(start_paused = true)]
async fn a_handshake_that_is_not_brought_to_an_end_is_cut() {
    let authority = Authority::new();
    let (mut server, addr) = server(&authority.identity("pbx.lab", VALID), None);
    let mut slow = TcpStream::connect(addr).await.unwrap();
    // The first octets of a ClientHello, and then one now and then.
    slow.write_all(&[22, 3, 1, 2, 0, 1]).await.unwrap();
    let trickle = async {
        loop {
            let _ = slow.write_all(&[0]).await;
            tokio::time::sleep(HANDSHAKE / 4).await;
        }
    };
    let start = Instant::now();
    let event = tokio::select! { event = server.next() => event, () = trickle => panic!() };
    assert!(matches!(event.kind, StreamEventKind::Closed(None)));
    assert!((HANDSHAKE..HANDSHAKE * 2).contains(&start.elapsed()), "{:?}", start.elapsed());
}

/// What is to be encrypted never takes a connection that is not, and no connection is opened to whom nothing has to be proved.
#[tokio::test]
async fn kinds_of_connections_are_never_mixed() {
    let authority = Authority::new();
    let mut table = client(&authority, None);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let plain = table.send_to(addr, Protection::Plain, MESSAGE.to_vec()).unwrap();
    assert_eq!(table.send_to(addr, Protection::Accepted, MESSAGE.to_vec()), None);
    let proved = table.send_to(addr, peer("pbx.lab", None), MESSAGE.to_vec()).unwrap();
    let pinned = table.send_to(addr, peer("pbx.lab", Some([1; 32])), MESSAGE.to_vec()).unwrap();
    assert!(plain != proved && proved != pinned);
    assert_eq!(table.send_to(addr, Protection::Plain, MESSAGE.to_vec()), Some(plain));
}

#[test]
fn what_is_no_certificate_or_no_key_or_of_another_is_refused_in_words() {
    let authority = Authority::new();
    let pem = |name: &str| {
        let key = KeyPair::generate().unwrap();
        let certificate =
            CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &authority.0).unwrap();
        (certificate.pem().into_bytes(), key.serialize_pem().into_bytes())
    };
    let ((a, key_a), (_, key_b)) = (pem("a"), pem("b"));
    let refused = |certificate: &[u8], key: &[u8], clients: Option<&[u8]>| {
        let made = Identity::read(certificate, key).and_then(|identity| ServerTls::new(&identity, clients));
        made.err().unwrap().to_string()
    };
    assert!(refused(b"nothing", &key_a, None).contains("BEGIN CERTIFICATE"));
    assert!(refused(&a, b"nothing", None).contains("key"));
    assert!(refused(&a, &key_b, None).contains("together"));
    assert!(refused(&a, &key_a, Some(b"nothing")).contains("authority"));
}
