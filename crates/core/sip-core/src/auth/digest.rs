//! The digest computation (RFC 7616 section 3.4, RFC 8760), the same for the side that asks and the side that answers.
//! Pure: strings in, hexadecimal digits out. `auth-int` and the `-sess` algorithms are never offered nor answered.

use model::DigestAlgorithm;
use sha2::Digest;
use subtle::ConstantTimeEq;

/// What a response proves the knowledge of a password for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Proof<'a> {
    /// The algorithm that was agreed on.
    pub(crate) algorithm: DigestAlgorithm,
    /// The user, as the bytes that were sent.
    pub(crate) username: &'a str,
    /// The realm of the challenge.
    pub(crate) realm: &'a str,
    /// The request's method.
    pub(crate) method: &'a str,
    /// The digest `uri` parameter, as sent.
    pub(crate) uri: &'a str,
    /// The nonce of the challenge.
    pub(crate) nonce: &'a str,
    /// Counted and salted where `qop=auth` was agreed on; without it RFC 2069 applies.
    pub(crate) qop: Option<Counted<'a>>,
}

/// What `qop=auth` adds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted<'a> {
    /// The nonce count: eight hexadecimal digits, as sent.
    pub(crate) nc: &'a str,
    /// The client's own nonce.
    pub(crate) cnonce: &'a str,
}

impl Proof<'_> {
    /// Computes the response that the right password gives.
    pub(crate) fn response(&self, password: &str) -> HexHash {
        let hash = |parts: &[&[u8]]| HexHash::of(self.algorithm, parts);
        let ha1 = hash(&[self.username.as_bytes(), self.realm.as_bytes(), password.as_bytes()]);
        let ha2 = hash(&[self.method.as_bytes(), self.uri.as_bytes()]);
        let nonce = self.nonce.as_bytes();
        match self.qop {
            Some(Counted { nc, cnonce }) => {
                hash(&[ha1.as_bytes(), nonce, nc.as_bytes(), cnonce.as_bytes(), b"auth", ha2.as_bytes()])
            }
            None => hash(&[ha1.as_bytes(), nonce, ha2.as_bytes()]),
        }
    }
}

/// A hash in lower-case hexadecimal digits, kept without an allocation.
#[derive(Clone, Copy)]
pub(crate) struct HexHash {
    digits: [u8; MAX_DIGITS],
    len: usize,
}

impl HexHash {
    /// Hashes the parts with colons between them.
    fn of(algorithm: DigestAlgorithm, parts: &[&[u8]]) -> Self {
        match algorithm {
            DigestAlgorithm::Md5 => Self::from_bytes(&hashed::<md5::Md5>(parts)),
            DigestAlgorithm::Sha256 => Self::from_bytes(&hashed::<sha2::Sha256>(parts)),
            DigestAlgorithm::Sha512Of256 => Self::from_bytes(&hashed::<sha2::Sha512_256>(parts)),
        }
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        let mut digits = [0; MAX_DIGITS];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
            pair.copy_from_slice(&[hex_digit(byte >> 4), hex_digit(byte & 0x0f)]);
        }
        Self { digits, len: MAX_DIGITS.min(bytes.len() * 2) }
    }

    /// Returns the digits.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.digits.get(..self.len).unwrap_or_default()
    }

    /// Compares with what a peer sent, in either case, in time that does not depend on where they differ.
    pub(crate) fn is(&self, sent: &str) -> bool {
        if sent.len() != self.len {
            return false;
        }
        let same = self.as_bytes().iter().zip(sent.bytes());
        same.fold(subtle::Choice::from(1), |so_far, (ours, theirs)| {
            so_far & ours.ct_eq(&theirs.to_ascii_lowercase())
        })
        .into()
    }
}

impl std::fmt::Display for HexHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_bytes().iter().try_for_each(|digit| std::fmt::Write::write_char(f, char::from(*digit)))
    }
}

fn hashed<D: Digest>(parts: &[&[u8]]) -> sha2::digest::Output<D> {
    let mut hash = D::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            hash.update(b":");
        }
        hash.update(part);
    }
    hash.finalize()
}

const fn hex_digit(half: u8) -> u8 {
    if half < 10 { b'0' + half } else { b'a' + half - 10 }
}

/// The digits of the longest hash, 256 bits.
const MAX_DIGITS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    /// The example request of RFC 7616 section 3.9.1, which every algorithm below answers.
    const RFC7616: Proof<'_> = Proof {
        algorithm: DigestAlgorithm::Md5,
        username: "Mufasa",
        realm: "http-auth@example.org",
        method: "GET",
        uri: "/dir/index.html",
        nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        qop: Some(Counted { nc: "00000001", cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ" }),
    };

    fn response(proof: Proof<'_>, password: &str) -> String {
        proof.response(password).to_string()
    }

    /// RFC 7616 section 3.9.1.
    #[test]
    fn md5_with_qop_gives_the_rfc_s_example() {
        assert_eq!(response(RFC7616, "Circle of Life"), "8ca523f5e9506fed4657c9700eebdbec");
    }

    /// RFC 7616 section 3.9.1; RFC 8760 section 2 takes the algorithm over for SIP.
    #[test]
    fn sha_256_with_qop_gives_the_rfc_s_example() {
        let proof = Proof { algorithm: DigestAlgorithm::Sha256, ..RFC7616 };
        assert_eq!(
            response(proof, "Circle of Life"),
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
        );
    }

    /// RFC 7616 section 3.9.2 as erratum 4897 corrects it: the RFC printed the response of SHA-512 cut to 256 bits.
    #[test]
    fn sha_512_256_is_the_fips_hash_and_not_a_shortened_sha_512() {
        let fips = HexHash::of(DigestAlgorithm::Sha512Of256, &[b"abc"]).to_string();
        assert_eq!(fips, "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23");
        let proof = Proof {
            algorithm: DigestAlgorithm::Sha512Of256,
            username: "J\u{e4}s\u{f8}n Doe",
            realm: "api@example.org",
            uri: "/doe.json",
            nonce: "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
            qop: Some(Counted { nc: "00000001", cnonce: "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v" }),
            ..RFC7616
        };
        assert_eq!(
            response(proof, "Secret, or not?"),
            "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"
        );
    }

    /// RFC 2617 section 3.5.
    #[test]
    fn md5_gives_the_example_of_the_older_rfc_too() {
        let proof = Proof {
            realm: "testrealm@host.com",
            nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            qop: Some(Counted { nc: "00000001", cnonce: "0a4f113b" }),
            ..RFC7616
        };
        assert_eq!(response(proof, "Circle Of Life"), "6629fae49393a05397450978507c4ef1");
    }

    /// RFC 2069 section 2.4 with the correction of RFC 2617: no qop, no count.
    #[test]
    fn without_qop_the_nonce_alone_salts_the_response() {
        let proof = Proof {
            realm: "testrealm@host.com",
            nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            qop: None,
            ..RFC7616
        };
        assert_eq!(response(proof, "CircleOfLife"), "1949323746fe6a43ef61f9606e7febea");
    }

    #[test]
    fn a_comparison_accepts_either_case_and_nothing_else() {
        let hash = RFC7616.response("Circle of Life");
        assert!(hash.is("8CA523F5E9506FED4657C9700EEBDBEC"));
        assert!(!hash.is("8ca523f5e9506fed4657c9700eebdbed"));
        assert!(!hash.is("8ca523f5"));
        assert!(!hash.is(""));
    }
}
