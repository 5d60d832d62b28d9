//! The configuration file of `strowger serve`: where to listen and where to keep things. What telephones do is not here, it
//! is in the data directory and is changed by the REST API and by site files.

use std::{
    net::{IpAddr, SocketAddr, UdpSocket},
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use admin::Misread;
use anyhow::{Context, anyhow, bail};
use engine::Network;
use serde::Deserialize;

/// The whole file; every key has a default.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct File {
    data_dir: Option<PathBuf>,
    sip: Sip,
    rtp: Rtp,
    http: Http,
    security: Security,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Sip {
    udp: Option<Vec<String>>,
    tcp: Option<Vec<String>>,
    tls: Option<Vec<String>>,
    tls_certificate: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    tls_authorities: Option<PathBuf>,
    tls_client_authorities: Option<PathBuf>,
    external_address: Option<IpAddr>,
    local_networks: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Rtp {
    address: Option<IpAddr>,
    ports: String,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Http {
    listen: String,
    plain: Option<bool>,
    tls_certificate: Option<PathBuf>,
    tls_key: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Security {
    unlimited_sources: Vec<String>,
    alert_networks: Vec<String>,
}

/// The port of SIP over UDP and TCP (RFC 3261 section 19.1.2).
const SIP_PORT: u16 = 5060;

/// The port of SIP over TLS (the same section).
const SIPS_PORT: u16 = 5061;

/// The port of the REST API, where none is given.
const HTTP_PORT: u16 = 8080;

impl Sip {
    /// Says where SIP is listened to: everywhere over UDP and TCP, where nothing is said; over TLS too, unless only the others have
    /// their addresses chosen: then they were chosen so that nothing else is open.
    fn listeners(&self) -> anyhow::Result<[Vec<SocketAddr>; 3]> {
        let everywhere = |port: u16| vec![format!("0.0.0.0:{port}"), format!("[::]:{port}")];
        let is_chosen = self.udp.is_some() || self.tcp.is_some();
        let of = |key, given: &Option<Vec<String>>, usual: Vec<String>, port| {
            addresses(key, given.as_ref().unwrap_or(&usual), port)
        };
        Ok([
            of("sip.udp", &self.udp, everywhere(SIP_PORT), SIP_PORT)?,
            of("sip.tcp", &self.tcp, everywhere(SIP_PORT), SIP_PORT)?,
            of("sip.tls", &self.tls, if is_chosen { vec![] } else { everywhere(SIPS_PORT) }, SIPS_PORT)?,
        ])
    }
}

impl Default for Rtp {
    fn default() -> Self {
        Self { address: None, ports: "20000-39999".to_owned() }
    }
}

impl Default for Http {
    fn default() -> Self {
        // Not reachable from other hosts until somebody decides so.
        Self { listen: format!("127.0.0.1:{HTTP_PORT}"), plain: None, tls_certificate: None, tls_key: None }
    }
}

/// The file, read and judged.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where everything is kept.
    pub(crate) data_dir: PathBuf,
    /// The address of the REST API and the web admin.
    pub(crate) http: SocketAddr,
    /// How that is encrypted.
    pub(crate) encryption: Encryption,
    /// What SIP over TLS shows and believes.
    pub(crate) sip_tls: SipTls,
    /// Networks inside that a webhook may be in.
    pub(crate) alert_networks: Vec<engine::Network>,
    /// What the engine needs.
    pub(crate) engine: engine::Config,
}

/// What SIP over TLS shows and believes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SipTls {
    /// The files of our certificate and its key; one is made where there are none.
    pub(crate) given: Option<(PathBuf, PathBuf)>,
    /// The file of the authorities that vouch for those whom we connect to; the system's where there is none.
    pub(crate) authorities: Option<PathBuf>,
    /// The file of the authorities of clients, where each must have a certificate.
    pub(crate) client_authorities: Option<PathBuf>,
}

impl SipTls {
    fn judge(sip: &Sip) -> anyhow::Result<Self> {
        let given = match (&sip.tls_certificate, &sip.tls_key) {
            (Some(certificate), Some(key)) => Some((certificate.clone(), key.clone())),
            (None, None) => None,
            (Some(_), None) => bail!("sip.tls_certificate needs sip.tls_key beside it"),
            (None, Some(_)) => bail!("sip.tls_key needs sip.tls_certificate beside it"),
        };
        let (authorities, client_authorities) =
            (sip.tls_authorities.clone(), sip.tls_client_authorities.clone());
        Ok(Self { given, authorities, client_authorities })
    }

    /// Lists its files.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        let given = self.given.iter().flat_map(|(certificate, key)| [certificate, key]);
        given.chain(&self.authorities).chain(&self.client_authorities).map(PathBuf::as_path)
    }
}

/// How the REST API and the web admin are encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Encryption {
    /// Not at all.
    Plain,
    /// With a certificate that we make.
    Generated,
    /// With this certificate.
    Given {
        /// The file of the certificate, with its chain.
        certificate: PathBuf,
        /// The file of its key.
        key: PathBuf,
    },
}

impl Encryption {
    /// Reads what the file says. Plain HTTP is what nobody else can listen to, or what was asked for.
    fn judge(http: &Http, listen: SocketAddr) -> anyhow::Result<Self> {
        match (&http.tls_certificate, &http.tls_key, http.plain) {
            (Some(_), Some(_), Some(true)) => {
                bail!("http.plain = true and http.tls_certificate contradict each other")
            }
            (Some(certificate), Some(key), _) => {
                Ok(Self::Given { certificate: certificate.clone(), key: key.clone() })
            }
            (None, None, Some(true)) => Ok(Self::Plain),
            (None, None, None) if listen.ip().is_loopback() => Ok(Self::Plain),
            (None, None, _) => Ok(Self::Generated),
            (Some(_), None, _) => bail!("http.tls_certificate needs http.tls_key beside it"),
            (None, Some(_), _) => bail!("http.tls_key needs http.tls_certificate beside it"),
        }
    }

    /// Says whether both are done by the same kind of certificate, or by none.
    fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl Config {
    /// Names the keys that differ in another reading of the file, of those that are fixed while the exchange runs.
    pub(crate) fn fixed_keys_that_differ(&self, other: &Self) -> impl Iterator<Item = &'static str> {
        let (here, there) = (&self.engine, &other.engine);
        [
            ("data_dir", self.data_dir != other.data_dir),
            ("sip.udp", here.udp != there.udp),
            ("sip.tcp", here.tcp != there.tcp),
            ("sip.tls", here.tls != there.tls),
            ("rtp.address", here.rtp_address != there.rtp_address),
            ("rtp.ports", here.rtp_ports != there.rtp_ports),
            ("http.listen", self.http != other.http),
            ("http.plain or http.tls_certificate", !self.encryption.is_like(&other.encryption)),
        ]
        .into_iter()
        .filter_map(|(key, differs)| differs.then_some(key))
    }

    /// Names the keys that differ in another reading of the file, of those that hold as soon as it is read.
    pub(crate) fn live_keys_that_differ(&self, other: &Self) -> impl Iterator<Item = &'static str> {
        let (here, there) = (&self.engine, &other.engine);
        [
            ("sip.external_address", here.external_address != there.external_address),
            ("sip.local_networks", here.local_networks != there.local_networks),
            ("security.alert_networks", self.alert_networks != other.alert_networks),
            ("security.unlimited_sources", here.unlimited_sources != there.unlimited_sources),
        ]
        .into_iter()
        .filter_map(|(key, differs)| differs.then_some(key))
    }
}

/// Reads the file, or takes the defaults where there is none.
///
/// # Errors
/// What cannot be read, with the key and what it may be.
pub(crate) fn load(path: Option<&Path>) -> anyhow::Result<Config> {
    let file = match path {
        None => File::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read the configuration file {}", path.display()))?;
            parse(&text).with_context(|| format!("in the configuration file {}", path.display()))?
        }
    };
    judge(file)
}

/// Reads the text of a file; what is wrong is told with its line and its key.
fn parse(text: &str) -> anyhow::Result<File> {
    let wrong = |path: &str, error: &toml::de::Error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map(|before| before.matches('\n').count() + 1);
        let Misread { field, message, remedy } = Misread::of(path, error.message());
        let field = if field.is_empty() { field } else { format!("{field}: ") };
        let remedy = if remedy.is_empty() { remedy } else { format!("; {remedy}") };
        match line {
            Some(line) => anyhow!("line {line}: {field}{message}{remedy}"),
            None => anyhow!("{field}{message}{remedy}"),
        }
    };
    let reading = toml::de::Deserializer::parse(text).map_err(|error| wrong(".", &error))?;
    serde_path_to_error::deserialize(reading).map_err(|error| wrong(&error.path().to_string(), error.inner()))
}

fn judge(file: File) -> anyhow::Result<Config> {
    let rtp_ports = ports(&file.rtp.ports)
        .with_context(|| format!("rtp.ports = \"{}\" should be like \"20000-39999\"", file.rtp.ports))?;
    let [udp, tcp, tls] = file.sip.listeners()?;
    if udp.is_empty() && tcp.is_empty() && tls.is_empty() {
        bail!(
            "sip.udp, sip.tcp and sip.tls are all empty: no telephone could reach the exchange; give one of them an address, as in udp = [\"0.0.0.0:5060\"]"
        );
    }
    if let Some(address) = file.rtp.address {
        has(address).with_context(|| {
            format!("rtp.address = \"{address}\": no port can be opened on it; `ip addr` lists this host's addresses")
        })?;
    }
    let http = addresses("http.listen", std::slice::from_ref(&file.http.listen), HTTP_PORT)?;
    let http = http.first().copied().context("http.listen is empty")?;
    Ok(Config {
        data_dir: file.data_dir.unwrap_or_else(|| PathBuf::from("strowger-data")),
        http,
        encryption: Encryption::judge(&file.http, http)?,
        sip_tls: SipTls::judge(&file.sip)?,
        alert_networks: networks("security.alert_networks", &file.security.alert_networks)?,
        engine: engine::Config {
            udp,
            tcp,
            tls,
            external_address: file.sip.external_address,
            local_networks: networks("sip.local_networks", &file.sip.local_networks)?,
            rtp_address: file.rtp.address,
            rtp_ports,
            unlimited_sources: networks("security.unlimited_sources", &file.security.unlimited_sources)?,
        },
    })
}

/// Reads addresses with or without a port: `10.0.0.1`, `10.0.0.1:5060`, `[::1]:5060`, `::1`.
fn addresses(key: &str, list: &[String], port: u16) -> anyhow::Result<Vec<SocketAddr>> {
    list.iter()
        .map(|text| {
            text.parse()
                .or_else(|_| {
                    text.trim_matches(['[', ']']).parse().map(|ip: IpAddr| SocketAddr::new(ip, port))
                })
                .with_context(|| {
                    format!(
                        "{key}: \"{text}\" is not an address; write 10.0.0.1:{port} or [2001:db8::1]:{port}"
                    )
                })
        })
        .collect()
}

fn networks(key: &str, list: &[String]) -> anyhow::Result<Vec<Network>> {
    list.iter()
        .map(|text| {
            Network::parse(text).ok().with_context(|| {
                format!("{key}: \"{text}\" is not a network; write 192.168.0.0/16 or fd00::/8")
            })
        })
        .collect()
}

/// Sees whether this host has an address: without it every call would fail, and only then.
fn has(address: IpAddr) -> std::io::Result<()> {
    UdpSocket::bind((address, 0)).map(drop)
}

fn ports(text: &str) -> anyhow::Result<RangeInclusive<u16>> {
    let (first, last) = text.split_once('-').context("there is no dash")?;
    let (first, last): (u16, u16) = (first.trim().parse()?, last.trim().parse()?);
    if last < first {
        bail!("the range is backwards: write \"{last}-{first}\"");
    }
    if first < 1024 || last < first.saturating_add(3) {
        bail!("ports start at 1024 or later, and two legs need four");
    }
    Ok(first..=last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<Config> {
        judge(parse(text)?)
    }

    #[test]
    fn an_empty_file_listens_everywhere_but_keeps_the_api_to_this_host() {
        let config = read("").unwrap();
        assert_eq!(config.engine.udp, ["0.0.0.0:5060".parse().unwrap(), "[::]:5060".parse().unwrap()]);
        assert!(config.http.ip().is_loopback());
        assert_eq!(config.engine.rtp_ports, 20000..=39999);
    }

    #[test]
    fn a_wrong_value_is_refused_with_its_key_and_an_example() {
        for (text, key) in [
            ("[sip]\nudp = [\"nowhere\"]", "sip.udp"),
            ("[rtp]\nports = \"5\"", "rtp.ports"),
            ("[rtp]\nports = \"30000-20000\"", "the range is backwards: write \"20000-30000\""),
            ("[sip]\nlocal_networks = [\"10.0.0.0/99\"]", "sip.local_networks"),
            ("[http]\nlisten = \"\"", "http.listen"),
            ("[http]\ntls_key = \"a\"", "http.tls_certificate"),
            ("[http]\ntls_certificate = \"a\"", "http.tls_key"),
            ("[http]\ntls_certificate = \"a\"\ntls_key = \"b\"\nplain = true", "http.plain"),
            // TEST-NET-1 (RFC 5737) is nobody's address.
            ("[rtp]\naddress = \"192.0.2.1\"", "rtp.address"),
            ("[sip]\nudp = []\ntcp = []", "sip.udp"),
            ("[sip]\ntls = [\"nowhere\"]", "sip.tls"),
            ("[sip]\ntls_key = \"a\"", "sip.tls_certificate"),
            ("[sip]\ntls_certificate = \"a\"", "sip.tls_key"),
        ] {
            let error = format!("{:#}", read(text).unwrap_err());
            assert!(error.contains(key), "{error}");
        }
    }

    #[test]
    fn only_this_host_is_served_in_plain_http_unless_it_is_asked_for() {
        for (text, expected) in [
            ("", Encryption::Plain),
            ("plain = false", Encryption::Generated),
            ("listen = \"[::1]:8080\"", Encryption::Plain),
            ("listen = \"10.77.0.1:8080\"", Encryption::Generated),
            ("listen = \"0.0.0.0\"", Encryption::Generated),
            ("listen = \"10.77.0.1:8080\"\nplain = true", Encryption::Plain),
            (
                "tls_certificate = \"a.pem\"\ntls_key = \"b.pem\"",
                Encryption::Given { certificate: "a.pem".into(), key: "b.pem".into() },
            ),
        ] {
            assert_eq!(read(&format!("[http]\n{text}")).unwrap().encryption, expected, "{text}");
        }
    }

    #[test]
    fn tls_is_listened_to_unless_only_the_others_were_chosen() {
        let tls = |text: &str| read(text).unwrap().engine.tls;
        let everywhere: [SocketAddr; 2] = ["0.0.0.0:5061".parse().unwrap(), "[::]:5061".parse().unwrap()];
        assert_eq!(tls(""), everywhere);
        assert_eq!(tls("[sip]\nudp = [\"10.0.0.1\"]"), []);
        assert_eq!(
            tls("[sip]\nudp = [\"10.0.0.1\"]\ntls = [\"10.0.0.1\"]"),
            ["10.0.0.1:5061".parse().unwrap()]
        );
        assert_eq!(tls("[sip]\ntls = []"), []);
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_told_with_its_line_and_key_in_words() {
        for (text, expected) in [
            (
                "[sip]\nudp = \"0.0.0.0\"",
                "line 2: sip.udp: should be a list, not the text \"0.0.0.0\"; put it in brackets, as in [\"a\", \"b\"]",
            ),
            (
                "[http]\n\nplain = 1",
                "line 3: http.plain: should be true or false, not the number 1; write true or false",
            ),
            ("[rtp]\nport = \"1\"", "line 2: rtp.port: unknown field; use one of address, ports"),
            ("[sip]\nexternal_address = \"home\"", "line 2: sip.external_address: invalid IP address syntax"),
        ] {
            assert_eq!(format!("{:#}", read(text).unwrap_err()), expected);
        }
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let error = format!("{:#}", read("[sip]\nupd = []\n").unwrap_err());
        assert!(error.contains("line 2") && error.contains("upd"), "{error}");
    }

    #[test]
    fn a_reading_names_what_only_a_new_start_can_change() {
        let before = read("[sip]\nudp = [\"10.0.0.1\"]").unwrap();
        let after = read(
            "data_dir = \"/d\"\n[sip]\nudp = [\"10.0.0.2\"]\nexternal_address = \"192.0.2.1\"\n[rtp]\nports = \"5000-6000\"",
        )
        .unwrap();
        let fixed: Vec<_> = before.fixed_keys_that_differ(&after).collect();
        assert_eq!(fixed, ["data_dir", "sip.udp", "rtp.ports"]);
        assert_eq!(before.live_keys_that_differ(&after).collect::<Vec<_>>(), ["sip.external_address"]);
        assert_eq!(before.fixed_keys_that_differ(&before).count(), 0);
    }

    #[test]
    fn addresses_may_leave_the_port_out() {
        let config = read("[sip]\nudp = [\"10.0.0.1\", \"::1\", \"[::2]:5070\"]").unwrap();
        let expected: Vec<SocketAddr> =
            ["10.0.0.1:5060", "[::1]:5060", "[::2]:5070"].iter().map(|a| a.parse().unwrap()).collect();
        assert_eq!(config.engine.udp, expected);
    }
}
