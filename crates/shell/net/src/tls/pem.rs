//! Certificates, keys and authorities, as their files have them.

use std::{fmt, path::Path};

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject},
};
use sha2::{Digest, Sha256};

use super::{Chain, Fingerprint};

/// Where Linux distributions keep the authorities that the system trusts.
const SYSTEM_AUTHORITIES: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem"];

/// Our certificate with its chain, and its key.
pub struct Identity {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
    fingerprint: Fingerprint,
}

/// Why a certificate, a key or an authority cannot be used.
#[derive(Debug)]
pub enum TlsError {
    /// It is no PEM, or holds something else: what it should hold, and why not.
    Pem(&'static str, pem::Error),
    /// There is no certificate in the file.
    NoCertificate,
    /// There is no authority in the file.
    NoAuthority,
    /// Certificate and key cannot be used, or do not belong together.
    Unusable(rustls::Error),
}

impl Identity {
    /// Reads a certificate (with its chain, the own one first) and its key, both as PEM.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn read(certificate: &[u8], key: &[u8]) -> Result<Self, TlsError> {
        let (chain, key) = read(certificate, key)?;
        let fingerprint = fingerprint(chain.first().ok_or(TlsError::NoCertificate)?);
        Ok(Self { chain, key, fingerprint })
    }

    /// The SHA-256 of the certificate.
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

impl Clone for Identity {
    fn clone(&self) -> Self {
        Self { chain: self.chain.clone(), key: self.key.clone_key(), fingerprint: self.fingerprint }
    }
}

impl fmt::Debug for Identity {
    /// Keeps the key out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pem(what, source) => write!(f, "{what} cannot be read: {source}"),
            Self::NoCertificate => f.write_str(
                "the file holds no certificate: it should have a line -----BEGIN CERTIFICATE-----",
            ),
            Self::NoAuthority => {
                f.write_str("the file holds no certificate of an authority that can be used")
            }
            Self::Unusable(source) => {
                write!(f, "the certificate and its key cannot be used together: {source}")
            }
        }
    }
}

impl std::error::Error for TlsError {}

impl From<rustls::Error> for TlsError {
    fn from(error: rustls::Error) -> Self {
        Self::Unusable(error)
    }
}

fn read(certificate: &[u8], key: &[u8]) -> Result<Chain, TlsError> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificate).collect();
    let chain = chain.map_err(|source| TlsError::Pem("the certificate", source))?;
    if chain.is_empty() {
        return Err(TlsError::NoCertificate);
    }
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|source| TlsError::Pem("the key of the certificate", source))?;
    Ok((chain, key))
}

/// The SHA-256 of a certificate.
pub(super) fn fingerprint(certificate: &CertificateDer<'_>) -> Fingerprint {
    Sha256::digest(certificate.as_ref()).into()
}

/// Reads every authority of a bundle; one that is too old for us does not spoil the others.
pub(super) fn authorities(bundle: &[u8]) -> Result<RootCertStore, TlsError> {
    let found: Result<Vec<CertificateDer<'static>>, _> = CertificateDer::pem_slice_iter(bundle).collect();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.map_err(|source| TlsError::Pem("the authorities", source))?);
    if roots.is_empty() { Err(TlsError::NoAuthority) } else { Ok(roots) }
}

/// The authorities that the system trusts; none where it has none.
pub(super) fn system_authorities() -> RootCertStore {
    let bundle = SYSTEM_AUTHORITIES.iter().map(Path::new).find_map(|path| std::fs::read(path).ok());
    bundle.and_then(|bundle| authorities(&bundle).ok()).unwrap_or_else(RootCertStore::empty)
}
