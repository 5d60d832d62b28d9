use std::os::unix::fs::PermissionsExt;

use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tokio_rustls::TlsConnector;

use super::*;
use crate::server::Listen;

const NOW_S: u64 = 1_800_000_000;
const DAY_S: u64 = 86_400;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("strowger-tls-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("https.pem")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_certificate_is_made_once_for_its_owner_only_and_renewed_before_it_ends() {
    let (folder, names) = (Folder::new("made"), names(&["pbx", "192.0.2.1", "2001:db8::1"]));
    let file = folder.file();
    let wanted = |now_s| Wanted { file: &file, names: &names, now_s };
    let tls = Tls::generated(&wanted(NOW_S)).unwrap();
    let first = tls.fingerprint();
    assert_eq!((first.len(), tls.is_generated()), (32 * 3 - 1, true));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(Tls::generated(&wanted(NOW_S + 794 * DAY_S)).unwrap().fingerprint(), first);
    assert!(!tls.renew_generated(&wanted(NOW_S + 794 * DAY_S)).unwrap());
    assert!(tls.renew_generated(&wanted(NOW_S + 796 * DAY_S)).unwrap());
    assert_ne!(tls.fingerprint(), first);
}

#[test]
fn a_certificate_that_lacks_a_name_or_cannot_be_read_is_made_anew() {
    let folder = Folder::new("anew");
    let file = folder.file();
    let make = |list: &[&str]| {
        let names = names(list);
        Tls::generated(&Wanted { file: &file, names: &names, now_s: NOW_S }).unwrap().fingerprint()
    };
    let first = make(&["pbx", "192.0.2.1"]);
    assert_eq!(make(&["pbx"]), first, "a name less is no reason");
    let second = make(&["pbx", "192.0.2.2"]);
    assert_ne!(second, first);
    std::fs::write(&file, "broken").unwrap();
    assert_ne!(make(&["pbx", "192.0.2.2"]), second);
}

#[test]
fn what_is_no_certificate_or_no_key_or_of_another_is_refused_in_words() {
    let folder = Folder::new("given");
    let pem = |name: &str| {
        let (file, names) = (folder.0.join(name), names(&[name]));
        Tls::generated(&Wanted { file: &file, names: &names, now_s: NOW_S }).unwrap();
        std::fs::read(file).unwrap()
    };
    let (a, b) = (pem("a"), pem("b"));
    let tls = Tls::given(&a, &a).unwrap();
    let first = tls.fingerprint();
    let refused =
        |certificate: &[u8], key: &[u8]| tls.replace_given(certificate, key).unwrap_err().to_string();
    assert!(refused(b"nothing", &a).contains("BEGIN CERTIFICATE"));
    assert!(refused(&a, b"nothing").contains("key"));
    assert!(refused(&a, &b).contains("together"));
    assert_eq!(tls.fingerprint(), first, "the earlier one stays");
    tls.replace_given(&b, &b).unwrap();
    assert_ne!(tls.fingerprint(), first);
    assert!(!tls.is_generated());
}

/// Serves one page on a port of this host; gives its address, and the roots that trust it.
async fn server(
    folder: &Folder,
    is_generated: bool,
) -> (std::net::SocketAddr, RootCertStore, watch::Sender<bool>) {
    let (file, names) = (folder.file(), names(&["localhost"]));
    let made = Tls::generated(&Wanted { file: &file, names: &names, now_s: now_s() }).unwrap();
    let pem = std::fs::read(&file).unwrap();
    let tls = if is_generated { made } else { Tls::given(&pem, &pem).unwrap() };
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(&pem).unwrap()).unwrap();
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = tcp.local_addr().unwrap();
    let listener = TlsListener { tcp, tls: Arc::new(tls) };
    let (running, stopping) = watch::channel(false);
    tokio::spawn(async move {
        loop {
            let (connection, _) = listener.next().await.unwrap();
            let page = axum::Router::new().fallback(async || "page");
            tokio::spawn(TlsListener::serve(connection, page, stopping.clone()));
        }
    });
    (addr, roots, running)
}

fn now_s() -> u64 {
    std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs()
}

async fn ask(mut stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![];
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

const GET: &str = "GET /trunks?x=1 HTTP/1.1\r\nHost: pbx:8080\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn a_browser_that_trusts_the_certificate_gets_the_page_and_is_told_to_stay_only_with_a_real_one() {
    for is_generated in [true, false] {
        let folder = Folder::new(if is_generated { "served" } else { "served-given" });
        let (addr, roots, _running) = server(&folder, is_generated).await;
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = TcpStream::connect(addr).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
        let answer = ask(stream, GET).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("page"), "{answer}");
        assert_eq!(answer.contains("strict-transport-security"), !is_generated, "{answer}");
    }
}

#[tokio::test]
async fn who_speaks_plain_http_is_sent_to_https_unless_he_sends_more_than_a_question() {
    let folder = Folder::new("plain");
    let (addr, _, _running) = server(&folder, true).await;
    let sent = async |request: &str| ask(TcpStream::connect(addr).await.unwrap(), request).await;
    let answer = sent(GET).await;
    assert!(
        answer.starts_with("HTTP/1.1 308") && answer.contains("location: https://pbx:8080/trunks?x=1"),
        "{answer}"
    );
    for request in [
        GET.replace("GET", "POST"),
        GET.replace("\r\n\r\n", "\r\nAuthorization: Bearer x\r\n\r\n"),
        GET.replace("Host: pbx:8080", "Host: p\u{e9}"),
    ] {
        let answer = sent(&request).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
}
