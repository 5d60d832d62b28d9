//! What was wrong with a handshake, from what rustls says of it.

use std::io;

use rustls::{AlertDescription, CertificateError, Error};

use super::Fingerprint;

/// Why a connection with TLS did not come up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What was wrong.
    pub kind: FaultKind,
    /// The SHA-256 of the certificate that the other side showed, where it came so far.
    pub shown: Option<Fingerprint>,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Its certificate is no longer valid.
    Expired,
    /// Its certificate is not valid yet.
    NotYetValid,
    /// Its certificate is for another name.
    OtherName,
    /// Nobody whom we trust vouches for its certificate.
    UnknownIssuer,
    /// Its certificate has another fingerprint.
    PinDiffers,
    /// Its certificate is of no use for another reason.
    BadCertificate,
    /// It wants a certificate of ours, and has got none that it accepts.
    WantsCertificate,
    /// It speaks no TLS.
    NoTls,
    /// The handshake was broken off, or took too long.
    Broken,
}

impl Fault {
    /// A fault before any certificate was shown.
    pub(crate) const fn of_kind(kind: FaultKind) -> Self {
        Self { kind, shown: None }
    }
}

impl FaultKind {
    /// Reads the error of a handshake.
    pub(crate) fn of(error: &io::Error) -> Self {
        match tls_error(error) {
            Some(Error::InvalidCertificate(error)) => Self::of_certificate(error),
            Some(Error::InvalidMessage(_)) => Self::NoTls,
            Some(Error::AlertReceived(alert)) if asks_for_certificate(*alert) => Self::WantsCertificate,
            Some(_) | None => Self::Broken,
        }
    }

    /// Reads the error of a connection that was up: over TLS 1.3 a server says only then that it wants a certificate.
    pub(crate) fn of_reading(error: &io::Error) -> Option<Self> {
        match tls_error(error) {
            Some(Error::AlertReceived(alert)) if asks_for_certificate(*alert) => Some(Self::WantsCertificate),
            Some(_) | None => None,
        }
    }

    fn of_certificate(error: &CertificateError) -> Self {
        match error {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYetValid,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::OtherName
            }
            CertificateError::ApplicationVerificationFailure => Self::PinDiffers,
            // A wrong signature is that of an authority with the name of one that we trust. What rustls has no name for is, as a
            // rule, a certificate that signed itself as an authority does.
            CertificateError::UnknownIssuer | CertificateError::BadSignature | CertificateError::Other(_) => {
                Self::UnknownIssuer
            }
            _ => Self::BadCertificate,
        }
    }
}

fn tls_error(error: &io::Error) -> Option<&Error> {
    error.get_ref()?.downcast_ref::<Error>()
}

const fn asks_for_certificate(alert: AlertDescription) -> bool {
    matches!(
        alert,
        AlertDescription::CertificateRequired
            | AlertDescription::NoCertificate
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
    )
}
