//! HTTPS: the certificate that the listener shows, which can be replaced while it is open, and its fingerprint for people who have
//! no authority to trust.
//!
//! TLS 1.2 and 1.3 by rustls, with ring. Where no certificate is given, one is generated and kept: see [`generated`].

mod generated;
mod listener;

use std::{io, path::PathBuf, sync::Arc};

use arc_swap::ArcSwap;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject},
};
use sha2::{Digest, Sha256};

pub use generated::Wanted;
pub(crate) use listener::TlsListener;

/// The only protocol that is spoken inside.
const HTTP_1_1: &[u8] = b"http/1.1";

/// The certificate of the listener.
pub struct Tls {
    config: ArcSwap<ServerConfig>,
    fingerprint: ArcSwap<String>,
    is_generated: bool,
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is no PEM, or holds something else.
    #[error("{what} cannot be read: {source}")]
    Pem {
        /// What it should hold.
        what: &'static str,
        /// Why not.
        source: pem::Error,
    },
    /// There is no certificate in the file.
    #[error("the file of the certificate holds none: it should have a line -----BEGIN CERTIFICATE-----")]
    NoCertificate,
    /// Certificate and key cannot be used, or do not belong together.
    #[error("the certificate and its key cannot be used together: {0}")]
    Unusable(#[from] rustls::Error),
    /// None can be generated.
    #[error("a certificate cannot be generated: {0}")]
    Generating(#[from] rcgen::Error),
}

/// A certificate with what belongs to it, read and found to fit.
struct Ready {
    config: Arc<ServerConfig>,
    fingerprint: String,
}

impl Tls {
    /// Takes a certificate (with its chain, the own one first) and its key, both as PEM.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn given(certificate: &[u8], key: &[u8]) -> Result<Self, TlsError> {
        Ok(Self::of(ready(certificate, key)?, false))
    }

    /// Takes the certificate that was generated earlier, or generates one, where there is none, where it is about to end, or where
    /// it does not have the names that are wanted.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn generated(wanted: &Wanted<'_>) -> Result<Self, TlsError> {
        let pem = generated::find_or_make(wanted)?;
        Ok(Self::of(ready(&pem, &pem)?, true))
    }

    /// Shows another given certificate from now on. Connections that are open keep theirs.
    ///
    /// # Errors
    /// [`TlsError`]: then the earlier one stays.
    pub fn replace_given(&self, certificate: &[u8], key: &[u8]) -> Result<(), TlsError> {
        self.replace(ready(certificate, key)?);
        Ok(())
    }

    /// Renews the generated certificate where it is about to end; says whether it did.
    ///
    /// # Errors
    /// [`TlsError`]: then the earlier one stays.
    pub fn renew_generated(&self, wanted: &Wanted<'_>) -> Result<bool, TlsError> {
        let pem = generated::find_or_make(wanted)?;
        let ready = ready(&pem, &pem)?;
        let is_another = ready.fingerprint != self.fingerprint();
        if is_another {
            self.replace(ready);
        }
        Ok(is_another)
    }

    /// Returns the SHA-256 of the certificate, as browsers show it: `AB:CD:...`.
    pub fn fingerprint(&self) -> String {
        self.fingerprint.load().as_ref().clone()
    }

    /// Says whether we made it ourselves, so that nobody can trust it but by its fingerprint.
    pub const fn is_generated(&self) -> bool {
        self.is_generated
    }

    fn of(ready: Ready, is_generated: bool) -> Self {
        let Ready { config, fingerprint } = ready;
        Self { config: ArcSwap::new(config), fingerprint: ArcSwap::from_pointee(fingerprint), is_generated }
    }

    fn replace(&self, ready: Ready) {
        self.config.store(ready.config);
        self.fingerprint.store(Arc::new(ready.fingerprint));
    }

    fn config(&self) -> Arc<ServerConfig> {
        self.config.load_full()
    }
}

fn ready(certificate: &[u8], key: &[u8]) -> Result<Ready, TlsError> {
    let chain: Result<Vec<CertificateDer<'static>>, _> =
        CertificateDer::pem_slice_iter(certificate).collect();
    let chain = chain.map_err(|source| TlsError::Pem { what: "the certificate", source })?;
    let fingerprint = fingerprint(chain.first().ok_or(TlsError::NoCertificate)?);
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|source| TlsError::Pem { what: "the key of the certificate", source })?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![HTTP_1_1.to_vec()];
    Ok(Ready { config: Arc::new(config), fingerprint })
}

fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let hash = Sha256::digest(certificate.as_ref());
    hash.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

#[cfg(test)]
pub(crate) mod tests;
