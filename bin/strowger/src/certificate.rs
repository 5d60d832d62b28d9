//! The certificate of the web admin and the API: where it comes from, and when it is read or made again.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::Context;
use api::{Tls, WantedCertificate};
use nix::ifaddrs::getifaddrs;
use tokio::sync::watch;

use crate::config::{Config, Encryption};

/// The file of the certificate that we make, in the data directory.
const FILE: &str = "https.pem";

/// Where Linux says what the host is called.
const HOSTNAME: &str = "/proc/sys/kernel/hostname";

/// How often it is looked whether the certificate that we made is about to end.
const LOOK: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads the certificate, or makes it; none where plain HTTP is spoken.
///
/// # Errors
/// What cannot be read or used, with its key in the configuration file.
pub(crate) fn open(
    encryption: &Encryption,
    http: SocketAddr,
    data_dir: &Path,
) -> anyhow::Result<Option<Tls>> {
    match encryption {
        Encryption::Plain => Ok(None),
        Encryption::Generated => {
            let (file, names) = (data_dir.join(FILE), names(http.ip()));
            Ok(Some(Tls::generated(&wanted(&file, &names))?))
        }
        Encryption::Given { certificate, key } => {
            let (certificate, key) = read(certificate, key)?;
            Ok(Some(
                Tls::given(&certificate, &key)
                    .context("in the files of http.tls_certificate and http.tls_key")?,
            ))
        }
    }
}

/// Reads the certificate again, where one was given and is given still.
pub(crate) fn reload(tls: &Tls, encryption: &Encryption) {
    let Encryption::Given { certificate, key } = encryption else { return };
    if tls.is_generated() {
        return;
    }
    let taken =
        read(certificate, key).and_then(|(certificate, key)| Ok(tls.replace_given(&certificate, &key)?));
    match taken {
        Ok(()) => tracing::info!(fingerprint = tls.fingerprint(), "the certificate was read again"),
        Err(error) => tracing::error!("the certificate stays as it was: {error:#}"),
    }
}

/// Renews the certificate that we made before it ends, until the server does.
pub(crate) async fn keep(tls: &Tls, config: &Config, mut stopping: watch::Receiver<bool>) {
    while tls.is_generated() {
        tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let (file, names) = (config.data_dir.join(FILE), names(config.http.ip()));
        match tls.renew_generated(&wanted(&file, &names)) {
            Ok(true) => tracing::warn!(fingerprint = tls.fingerprint(), "the certificate was renewed"),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the certificate could not be renewed"),
        }
    }
}

pub(crate) fn wanted<'a>(file: &'a Path, names: &'a [String]) -> WantedCertificate<'a> {
    let now_s = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    WantedCertificate { file, names, now_s }
}

fn read(certificate: &PathBuf, key: &PathBuf) -> anyhow::Result<(Vec<u8>, Vec<u8>)> {
    let read = |name: &str, path: &PathBuf| {
        std::fs::read(path).with_context(|| format!("http.{name}: cannot read {}", path.display()))
    };
    Ok((read("tls_certificate", certificate)?, read("tls_key", key)?))
}

/// Lists what browsers come by: the host's name, and the address that is listened on, or all that there are.
pub(crate) fn names(listen: IpAddr) -> Vec<String> {
    let host = std::fs::read_to_string(HOSTNAME).unwrap_or_default();
    let host = host.trim().to_ascii_lowercase();
    let is_name = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
    let mut names: Vec<String> = if is_name { vec![host] } else { vec![] };
    names.push("localhost".to_owned());
    let mut addresses = if listen.is_unspecified() { own_addresses() } else { vec![listen] };
    addresses.sort_unstable();
    addresses.dedup();
    names.extend(addresses.iter().map(ToString::to_string));
    names
}

fn own_addresses() -> Vec<IpAddr> {
    let found = getifaddrs().into_iter().flatten().filter_map(|interface| {
        let address = interface.address?;
        let v4 = address.as_sockaddr_in().map(|v4| IpAddr::V4(v4.ip()));
        v4.or_else(|| address.as_sockaddr_in6().map(|v6| IpAddr::V6(v6.ip())))
    });
    // No browser can be given an address of this link alone.
    let found = found.filter(|ip| !matches!(ip, IpAddr::V6(v6) if v6.is_unicast_link_local()));
    found.chain([IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_the_hosts_name_and_what_is_listened_on() {
        let one = names("192.0.2.1".parse().unwrap());
        assert!(one.contains(&"localhost".to_owned()) && one.contains(&"192.0.2.1".to_owned()), "{one:?}");
        let all = names("0.0.0.0".parse().unwrap());
        assert!(all.contains(&"127.0.0.1".to_owned()) && !all.contains(&"0.0.0.0".to_owned()), "{all:?}");
    }

    #[test]
    fn a_file_that_is_not_there_is_named_with_its_key() {
        let given =
            Encryption::Given { certificate: "/nonexistent.pem".into(), key: "/nonexistent.key".into() };
        let error = open(&given, "0.0.0.0:1".parse().unwrap(), Path::new("/")).err().unwrap();
        assert!(format!("{error:#}").contains("http.tls_certificate: cannot read /nonexistent.pem"));
    }
}
