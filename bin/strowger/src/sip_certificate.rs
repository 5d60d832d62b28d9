//! What SIP over TLS shows and believes: where it comes from, and when it is read again.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::Context;
use engine::{ClientTls, Handle, Identity, ServerTls, Tls};
use tokio::sync::watch;

use crate::{
    certificate::{names, wanted},
    config::{Config, SipTls},
};

/// The file of the certificate that we make, in the data directory.
const FILE: &str = "sip.pem";

/// How often it is looked whether a file is another now: whoever renews certificates need not tell us.
const LOOK: Duration = Duration::from_secs(30);

/// Reads all that there is, and makes a certificate where none is given.
///
/// # Errors
/// What cannot be read or used, with its key in the configuration file.
pub(crate) fn open(config: &Config) -> anyhow::Result<Tls> {
    let SipTls { given, authorities, client_authorities } = &config.sip_tls;
    let identity = match given {
        Some((certificate, key)) => {
            let pem = (read("tls_certificate", certificate)?, read("tls_key", key)?);
            Identity::read(&pem.0, &pem.1).context("in the files of sip.tls_certificate and sip.tls_key")?
        }
        None => made(config)?,
    };
    let authorities = authorities.as_ref().map(|path| read("tls_authorities", path)).transpose()?;
    let client =
        ClientTls::new(authorities.as_deref(), Some(identity.clone())).context("sip.tls_authorities")?;
    let clients = client_authorities.as_ref().map(|path| read("tls_client_authorities", path)).transpose()?;
    let server = ServerTls::new(&identity, clients.as_deref())
        .context("sip.tls_certificate, sip.tls_key or sip.tls_client_authorities")?;
    Ok(Tls { server: Some(server), client })
}

/// Returns the fingerprint of the certificate that we made; nothing where one is given, or nobody is listened to.
pub(crate) fn fingerprint(config: &Config) -> Option<String> {
    if config.sip_tls.given.is_some() || config.engine.tls.is_empty() {
        return None;
    }
    let pem = std::fs::read(config.data_dir.join(FILE)).ok()?;
    Some(hex(&Identity::read(&pem, &pem).ok()?.fingerprint()))
}

/// Gives the engine what the files hold now.
pub(crate) async fn reload(config: &Config, handle: &Handle) {
    match open(config) {
        Ok(tls) => match handle.renew_tls(tls).await {
            Ok(()) => tracing::info!("the certificates of SIP over TLS were read again"),
            Err(error) => tracing::error!(%error, "the certificates of SIP over TLS were not taken over"),
        },
        Err(error) => tracing::error!("the certificates of SIP over TLS stay as they were: {error:#}"),
    }
}

/// Looks whether a file is another now, and whether the certificate that we made is about to end, until the server ends. What the
/// files are is taken from the last reading of the configuration file.
pub(crate) async fn keep(
    config: &Config,
    latest: watch::Receiver<SipTls>,
    handle: &Handle,
    mut stopping: watch::Receiver<bool>,
) {
    let mut known = state(config, &latest.borrow());
    loop {
        tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let sip_tls = latest.borrow().clone();
        let config = Config { sip_tls, ..config.clone() };
        if config.sip_tls.given.is_none() && made(&config).is_err() {
            continue;
        }
        let now = state(&config, &config.sip_tls);
        if now != known {
            known = now;
            reload(&config, handle).await;
        }
    }
}

/// Finds the certificate that we made, or makes it: where there is none, where it is about to end, or lacks a name.
fn made(config: &Config) -> anyhow::Result<Identity> {
    let everywhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    let listen = match config.engine.tls.as_slice() {
        [only] => only.ip(),
        _ => everywhere,
    };
    let (file, names) = (config.data_dir.join(FILE), names(listen));
    api::Tls::generated(&wanted(&file, &names))?;
    let pem = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(Identity::read(&pem, &pem)?)
}

/// When each file was written last, and how long it is.
type State = Vec<(PathBuf, Option<(SystemTime, u64)>)>;

fn state(config: &Config, sip_tls: &SipTls) -> State {
    let made = config.data_dir.join(FILE);
    let of = |path: &Path| {
        let found = std::fs::metadata(path).ok();
        (path.to_owned(), found.and_then(|found| Some((found.modified().ok()?, found.len()))))
    };
    sip_tls.files().map(of).chain([of(&made)]).collect()
}

fn read(key: &str, path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("sip.{key}: cannot read {}", path.display()))
}

fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    /// A configuration whose data directory is a folder of its own.
    fn config(name: &str) -> (Config, Folder) {
        let folder = std::env::temp_dir().join(format!("strowger-sip-tls-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut config = crate::config::load(None).unwrap();
        config.data_dir.clone_from(&folder);
        (config, Folder(folder))
    }

    #[test]
    fn a_certificate_is_made_once_where_none_is_given() {
        let (config, _folder) = config("made");
        assert_eq!(fingerprint(&config), None);
        open(&config).unwrap();
        let first = fingerprint(&config);
        open(&config).unwrap();
        assert!(first.is_some() && fingerprint(&config) == first);
        let silent = Config { engine: engine::Config { tls: vec![], ..config.engine.clone() }, ..config };
        assert_eq!(fingerprint(&silent), None, "nobody is shown it");
    }

    #[test]
    fn what_cannot_be_used_is_named_with_its_key() {
        let (config, folder) = config("named");
        open(&config).unwrap();
        let (made, none) = (folder.0.join(FILE), PathBuf::from("/nonexistent.pem"));
        let error = |sip_tls| format!("{:#}", open(&Config { sip_tls, ..config.clone() }).err().unwrap());
        let given = Some((none.clone(), made.clone()));
        assert!(
            error(SipTls { given, ..SipTls::default() })
                .contains("sip.tls_certificate: cannot read /nonexistent")
        );
        let authorities = Some(none.clone());
        assert!(
            error(SipTls { authorities, ..SipTls::default() }).contains("sip.tls_authorities: cannot read")
        );
        let client_authorities = Some(none);
        let told = error(SipTls { client_authorities, ..SipTls::default() });
        assert!(told.contains("sip.tls_client_authorities: cannot read"), "{told}");
    }

    #[test]
    fn a_file_that_was_replaced_is_noticed() {
        let (config, folder) = config("noticed");
        open(&config).unwrap();
        let file = folder.0.join("given.pem");
        std::fs::copy(folder.0.join(FILE), &file).unwrap();
        let sip_tls = SipTls { given: Some((file.clone(), file.clone())), ..SipTls::default() };
        let before = state(&config, &sip_tls);
        assert_eq!(state(&config, &sip_tls), before);
        std::fs::write(&file, "another").unwrap();
        assert_ne!(state(&config, &sip_tls), before);
    }
}
