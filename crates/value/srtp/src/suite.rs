//! The crypto suites: which cipher, and how long its keys and tags are.

/// A crypto suite of SDES.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Suite {
    /// `AES_CM_128_HMAC_SHA1_80` (RFC 4568 section 6.2.1): what every phone with SRTP has.
    AesCm128Sha1Tag80,
    /// `AES_CM_128_HMAC_SHA1_32` (section 6.2.2): RTP has a tag of 32 bits, RTCP one of 80.
    AesCm128Sha1Tag32,
    /// `AES_256_CM_HMAC_SHA1_80` (RFC 6188).
    AesCm256Sha1Tag80,
    /// `AES_256_CM_HMAC_SHA1_32` (RFC 6188).
    AesCm256Sha1Tag32,
    /// `AEAD_AES_128_GCM` (RFC 7714).
    AesGcm128,
    /// `AEAD_AES_256_GCM` (RFC 7714).
    AesGcm256,
}

impl Suite {
    /// Every suite.
    pub const ALL: [Self; 6] = [
        Self::AesCm128Sha1Tag80,
        Self::AesCm128Sha1Tag32,
        Self::AesCm256Sha1Tag80,
        Self::AesCm256Sha1Tag32,
        Self::AesGcm128,
        Self::AesGcm256,
    ];

    /// The bytes of the master key.
    pub const fn key_bytes(self) -> usize {
        match self {
            Self::AesCm128Sha1Tag80 | Self::AesCm128Sha1Tag32 | Self::AesGcm128 => 16,
            Self::AesCm256Sha1Tag80 | Self::AesCm256Sha1Tag32 | Self::AesGcm256 => 32,
        }
    }

    /// The bytes of the master salt.
    pub const fn salt_bytes(self) -> usize {
        if self.is_gcm() { 12 } else { 14 }
    }

    /// The bytes of the tag of an RTP packet.
    pub const fn rtp_tag_bytes(self) -> usize {
        match self {
            Self::AesCm128Sha1Tag80 | Self::AesCm256Sha1Tag80 => 10,
            Self::AesCm128Sha1Tag32 | Self::AesCm256Sha1Tag32 => 4,
            Self::AesGcm128 | Self::AesGcm256 => 16,
        }
    }

    /// The bytes of the tag of an RTCP packet, which is never a short one (RFC 3711 section 5.2).
    pub const fn rtcp_tag_bytes(self) -> usize {
        if self.is_gcm() { 16 } else { 10 }
    }

    pub(crate) const fn is_gcm(self) -> bool {
        matches!(self, Self::AesGcm128 | Self::AesGcm256)
    }
}
