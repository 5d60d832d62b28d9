//! Names of digest algorithms (RFC 2617, RFC 8760).

/// The algorithm of a digest. Where none is written it is MD5.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RFC 2617.
    Md5,
    /// RFC 8760.
    Sha256,
    /// RFC 8760.
    Sha512Trunc256,
    /// One that we don't know, the `-sess` forms among them.
    Other(Box<str>),
}

impl Algorithm {
    /// Reads the name of an algorithm, in any case.
    pub fn parse(text: &str) -> Self {
        let known = [Self::Md5, Self::Sha256, Self::Sha512Trunc256];
        let found = known.into_iter().find(|known| known.as_str().eq_ignore_ascii_case(text));
        found.unwrap_or_else(|| Self::Other(text.into()))
    }

    /// The name as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA-256",
            Self::Sha512Trunc256 => "SHA-512-256",
            Self::Other(name) => name,
        }
    }
}
