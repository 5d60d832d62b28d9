//! HTTPS to a server elsewhere. Its certificate is trusted because an authority vouches for it (the system's, or the one of
//! `--ca`), or because its fingerprint is the one that the server printed at its start (`--fingerprint`).

use std::{
    fmt,
    io::{Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, SignatureScheme, StreamOwned,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{
        CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature,
    },
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use sha2::{Digest, Sha256};
use ureq::{
    Error,
    unversioned::transport::{
        Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport, TransportAdapter,
    },
};

use crate::answer::Failure;

/// Where Linux distributions keep the authorities that the system trusts.
const SYSTEM_AUTHORITIES: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem"];

/// Why the server's certificate is trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Trust {
    /// An authority of the system vouches for it.
    #[default]
    System,
    /// An authority, or the very certificate, of this file.
    File(PathBuf),
    /// Its SHA-256 is this.
    Fingerprint(Fingerprint),
}

/// The SHA-256 of a certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Reads it as servers and browsers print it: 64 hexadecimal digits, with or without colons or spaces.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix("SHA-256").or_else(|| text.strip_prefix("sha256:")).unwrap_or(text);
        let digits: Option<Vec<u8>> = text
            .chars()
            .filter(|c| !matches!(c, ':' | ' '))
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        let digits = digits?;
        let bytes: Vec<u8> =
            digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
        (digits.len() == 64).then(|| bytes.try_into().ok()).flatten().map(Self)
    }

    fn of(certificate: &CertificateDer<'_>) -> Self {
        Self(Sha256::digest(certificate.as_ref()).into())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: Vec<String> = self.0.iter().map(|byte| format!("{byte:02X}")).collect();
        f.write_str(&bytes.join(":"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Makes the configuration that trusts what is to be trusted.
pub(super) fn config(trust: &Trust) -> Result<Arc<ClientConfig>, Failure> {
    let provider = Arc::new(ring::default_provider());
    let verifier = verifier(trust, &provider)?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Failure::Usage(format!("TLS cannot be used: {error}")))?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

fn verifier(trust: &Trust, provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, Failure> {
    let roots = match trust {
        Trust::Fingerprint(wanted) => {
            let algorithms = provider.signature_verification_algorithms;
            return Ok(Arc::new(Pinned { wanted: *wanted, algorithms }));
        }
        Trust::File(file) => authorities(file)?,
        Trust::System => match SYSTEM_AUTHORITIES.iter().map(Path::new).find(|path| path.exists()) {
            Some(path) => authorities(path)?,
            None => RootCertStore::empty(),
        },
    };
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build();
    let none =
        "no authority is known that could vouch for the server; give --ca FILE or --fingerprint SHA-256";
    verifier.map(|verifier| verifier as Arc<dyn ServerCertVerifier>).map_err(|_| Failure::Usage(none.into()))
}

fn authorities(path: &Path) -> Result<RootCertStore, Failure> {
    let pem = std::fs::read(path).map_err(Failure::io(format!("cannot read {}", path.display())))?;
    let mut roots = RootCertStore::empty();
    let found: Result<Vec<CertificateDer<'static>>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let found = found.map_err(|error| Failure::Usage(format!("{} is no PEM: {error}", path.display())))?;
    // A bundle may have one that is too old for us; the others count.
    roots.add_parsable_certificates(found);
    match roots.is_empty() {
        true => Err(Failure::Usage(format!("{} has no certificate", path.display()))),
        false => Ok(roots),
    }
}

/// Trusts one certificate, whoever signed it and whatever name it has. That the server has its key is still proved.
#[derive(Debug)]
struct Pinned {
    wanted: Fingerprint,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let found = Fingerprint::of(end_entity);
        match found == self.wanted {
            true => Ok(ServerCertVerified::assertion()),
            false => Err(rustls::Error::General(format!(
                "the server shows another certificate than the one that --fingerprint names: its SHA-256 is {found}"
            ))),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Puts TLS over the connection to an `https` URL; to another it stays as it is.
#[derive(Debug)]
pub(super) struct TlsConnector(pub(super) Arc<ClientConfig>);

impl<In: Transport> Connector<In> for TlsConnector {
    type Out = Either<In, TlsTransport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let Some(transport) = chained else { return Ok(None) };
        if !details.needs_tls() {
            return Ok(Some(Either::A(transport)));
        }
        let host = details.uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|_| Error::BadUri(details.uri.to_string()))?;
        let client = ClientConnection::new(self.0.clone(), name).map_err(std::io::Error::other)?;
        let clock = details.current_time.clone();
        let mut adapter = TransportAdapter::new(transport.boxed(), clock);
        adapter.set_timeout(details.timeout);
        let mut stream = StreamOwned::new(client, adapter);
        // Whether the server is trusted is known, and said, before anything is sent.
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock)?;
        }
        let buffers =
            LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(TlsTransport { stream, buffers })))
    }
}

/// A connection with TLS.
pub(super) struct TlsTransport {
    stream: StreamOwned<ClientConnection, TransportAdapter>,
    buffers: LazyBuffers,
}

impl Transport for TlsTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.stream.sock.set_timeout(timeout);
        let output = self.buffers.output().get(..amount).unwrap_or_default();
        self.stream.write_all(output)?;
        Ok(self.stream.flush()?)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.stream.sock.set_timeout(timeout);
        let read = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(read);
        Ok(read > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.sock.get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

impl fmt::Debug for TlsTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsTransport").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_however_it_was_printed() {
        let wanted = Fingerprint([0xAB; 32]);
        for text in [
            format!("{wanted}"),
            format!("SHA-256 {wanted}"),
            "ab".repeat(32),
            format!("sha256:{}", "AB".repeat(32)),
        ] {
            assert_eq!(Fingerprint::parse(&text), Some(wanted), "{text}");
        }
        for text in ["", "AB", &"AB".repeat(33), &"GG".repeat(32), &"A".repeat(63)] {
            assert_eq!(Fingerprint::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_file_that_has_no_certificate_is_named() {
        let file = std::env::temp_dir().join(format!("strowger-cli-ca-{}", std::process::id()));
        std::fs::write(&file, "nothing").unwrap();
        let error = config(&Trust::File(file.clone())).unwrap_err().to_string();
        assert!(error.contains("has no certificate"), "{error}");
        let _ = std::fs::remove_file(&file);
        assert!(config(&Trust::File(file)).is_err());
    }
}
