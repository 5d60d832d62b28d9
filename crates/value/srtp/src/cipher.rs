//! The two transforms: AES in counter mode with HMAC-SHA1 (RFC 3711 section 4), and AES-GCM (RFC 7714). Each works where the
//! packet lies.

use aes::{Aes128Enc, Aes256Enc, cipher::consts::U12};
use aes_gcm::{AeadInOut, AesGcm, KeyInit};
use hmac::{Hmac, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{
    Fault, MasterKey,
    derive::{Label, add_keystream, derive},
    header::RTCP_HEADER_BYTES,
};

/// The bytes of the word behind an SRTCP packet: the bit E, and the index.
pub(crate) const RTCP_INDEX_BYTES: usize = 4;
/// Says that an SRTCP packet is encrypted (RFC 3711 section 3.4).
pub(crate) const ENCRYPTED_BIT: u32 = 1 << 31;

/// The session keys of one direction.
pub(crate) struct Session {
    pub(crate) rtp: Transform,
    pub(crate) rtcp: Transform,
}

impl Session {
    pub(crate) fn new(master: &MasterKey) -> Self {
        let (rtp_tag, rtcp_tag) = (master.suite().rtp_tag_bytes(), master.suite().rtcp_tag_bytes());
        let rtp = [Label::RtpKey, Label::RtpAuthentication, Label::RtpSalt];
        let rtcp = [Label::RtcpKey, Label::RtcpAuthentication, Label::RtcpSalt];
        Self {
            rtp: Transform::derived(master, rtp, rtp_tag),
            rtcp: Transform::derived(master, rtcp, rtcp_tag),
        }
    }
}

/// The keys of RTP or of RTCP.
pub(crate) enum Transform {
    Counter(Box<Counter>),
    Gcm(Box<Gcm>),
}

/// Counter mode, and a tag over what it made.
pub(crate) struct Counter {
    aes: Aes,
    mac: Hmac<Sha1>,
    salt: Zeroizing<[u8; 14]>,
    tag_bytes: usize,
}

enum Aes {
    Of128(Aes128Enc),
    Of256(Aes256Enc),
}

/// Galois counter mode.
pub(crate) struct Gcm {
    key: GcmKey,
    salt: Zeroizing<[u8; 12]>,
}

enum GcmKey {
    Of128(AesGcm<Aes128Enc, U12>),
    Of256(AesGcm<Aes256Enc, U12>),
}

const GCM_TAG_BYTES: usize = 16;

impl Transform {
    fn derived(master: &MasterKey, [key, mac, salt]: [Label; 3], tag_bytes: usize) -> Self {
        let mut key_bytes = Zeroizing::new([0; 32]);
        let (mut mac_bytes, mut salt_bytes) = (Zeroizing::new([0; 20]), Zeroizing::new([0; 14]));
        let key_bytes = key_bytes.get_mut(..master.suite().key_bytes()).unwrap_or_default();
        derive(master, key, key_bytes);
        derive(master, salt, &mut *salt_bytes);
        if master.suite().is_gcm() {
            let salt = salt_bytes.first_chunk().copied().unwrap_or_default();
            Self::gcm(key_bytes, salt)
        } else {
            derive(master, mac, &mut *mac_bytes);
            Self::counter(key_bytes, &mac_bytes, *salt_bytes, tag_bytes)
        }
    }

    /// Counter mode with session keys; `key` has 16 or 32 bytes.
    pub(crate) fn counter(key: &[u8], mac: &[u8; 20], salt: [u8; 14], tag_bytes: usize) -> Self {
        let aes = match key.first_chunk::<32>() {
            Some(key) => Aes::Of256(Aes256Enc::new(key.into())),
            None => Aes::Of128(Aes128Enc::new(&key.first_chunk::<16>().copied().unwrap_or_default().into())),
        };
        // HMAC takes a key of any length; a longer one than the block is hashed.
        let mut block = Zeroizing::new([0; 64]);
        block.iter_mut().zip(mac).for_each(|(to, from)| *to = *from);
        let mac = <Hmac<Sha1> as KeyInit>::new(&(*block).into());
        Self::Counter(Box::new(Counter { aes, mac, salt: Zeroizing::new(salt), tag_bytes }))
    }

    /// GCM with session keys; `key` has 16 or 32 bytes.
    pub(crate) fn gcm(key: &[u8], salt: [u8; 12]) -> Self {
        let key = match key.first_chunk::<32>() {
            Some(key) => GcmKey::Of256(AesGcm::new(key.into())),
            None => GcmKey::Of128(AesGcm::new(&key.first_chunk::<16>().copied().unwrap_or_default().into())),
        };
        Self::Gcm(Box::new(Gcm { key, salt: Zeroizing::new(salt) }))
    }

    /// Protects an RTP packet of `len` bytes, of which `head` stay in clear; returns its new length.
    #[inline]
    pub(crate) fn seal_rtp(
        &self,
        buffer: &mut [u8],
        len: usize,
        head: usize,
        ssrc: u32,
        index: u64,
    ) -> Result<usize, Fault> {
        let (packet, rest) = buffer.split_at_mut_checked(len).ok_or(Fault::NoRoom)?;
        let (clear, payload) = packet.split_at_mut_checked(head).ok_or(Fault::Malformed)?;
        match self {
            Self::Counter(keys) => {
                let tag = rest.get_mut(..keys.tag_bytes).ok_or(Fault::NoRoom)?;
                keys.encrypt(ssrc, index, payload);
                let made = keys.tag(packet, ((index >> 16) as u32).to_be_bytes());
                tag.iter_mut().zip(made).for_each(|(to, from)| *to = from);
                Ok(len + keys.tag_bytes)
            }
            Self::Gcm(keys) => {
                let tag = rest.first_chunk_mut().ok_or(Fault::NoRoom)?;
                *tag = keys.seal(&keys.rtp_nonce(ssrc, index), clear, payload)?;
                Ok(len + GCM_TAG_BYTES)
            }
        }
    }

    /// Opens an RTP packet, of which `head` bytes are in clear; returns its length without tag.
    #[inline]
    pub(crate) fn open_rtp(
        &self,
        packet: &mut [u8],
        head: usize,
        ssrc: u32,
        index: u64,
    ) -> Result<usize, Fault> {
        match self {
            Self::Counter(keys) => {
                let len = packet.len().checked_sub(keys.tag_bytes).filter(|len| *len >= head);
                let (body, tag) =
                    len.and_then(|len| packet.split_at_mut_checked(len)).ok_or(Fault::Malformed)?;
                keys.verify(body, ((index >> 16) as u32).to_be_bytes(), tag)?;
                keys.encrypt(ssrc, index, body.get_mut(head..).unwrap_or_default());
                Ok(body.len())
            }
            Self::Gcm(keys) => {
                let (clear, rest) = packet.split_at_mut_checked(head).ok_or(Fault::Malformed)?;
                let (payload, tag) = rest.split_last_chunk_mut().ok_or(Fault::Malformed)?;
                keys.open(&keys.rtp_nonce(ssrc, index), clear, payload, tag)?;
                Ok(head + payload.len())
            }
        }
    }

    /// Protects a compound RTCP packet of `len` bytes; returns its new length.
    pub(crate) fn seal_rtcp(
        &self,
        buffer: &mut [u8],
        len: usize,
        ssrc: u32,
        index: u32,
    ) -> Result<usize, Fault> {
        let word = (ENCRYPTED_BIT | index).to_be_bytes();
        let (packet, rest) = buffer.split_at_mut_checked(len).ok_or(Fault::NoRoom)?;
        let (clear, payload) = packet.split_at_mut_checked(RTCP_HEADER_BYTES).ok_or(Fault::Malformed)?;
        match self {
            Self::Counter(keys) => {
                let room = rest.get_mut(..RTCP_INDEX_BYTES + keys.tag_bytes).ok_or(Fault::NoRoom)?;
                keys.encrypt(ssrc, index.into(), payload);
                let made = keys.tag(packet, word);
                room.iter_mut().zip(word.into_iter().chain(made)).for_each(|(to, from)| *to = from);
                Ok(len + RTCP_INDEX_BYTES + keys.tag_bytes)
            }
            Self::Gcm(keys) => {
                let room = rest.get_mut(..GCM_TAG_BYTES + RTCP_INDEX_BYTES).ok_or(Fault::NoRoom)?;
                let made = keys.seal(&keys.rtcp_nonce(ssrc, index), &associated(clear, word), payload)?;
                room.iter_mut().zip(made.into_iter().chain(word)).for_each(|(to, from)| *to = from);
                Ok(len + GCM_TAG_BYTES + RTCP_INDEX_BYTES)
            }
        }
    }

    /// The index that an SRTCP packet names. One that is not encrypted is none of ours: we agree on nothing less.
    pub(crate) fn rtcp_index(&self, packet: &[u8]) -> Result<u32, Fault> {
        let behind = match self {
            Self::Counter(keys) => keys.tag_bytes,
            Self::Gcm(_) => 0,
        };
        let len = packet.len().checked_sub(behind).ok_or(Fault::Malformed)?;
        let word = packet.get(..len).and_then(<[u8]>::last_chunk).ok_or(Fault::Malformed)?;
        match u32::from_be_bytes(*word) {
            word if word & ENCRYPTED_BIT != 0 => Ok(word & !ENCRYPTED_BIT),
            _ => Err(Fault::Forged),
        }
    }

    /// Opens an SRTCP packet; returns the compound's length.
    pub(crate) fn open_rtcp(&self, packet: &mut [u8], ssrc: u32, index: u32) -> Result<usize, Fault> {
        let word = (ENCRYPTED_BIT | index).to_be_bytes();
        match self {
            Self::Counter(keys) => {
                let len = packet.len().checked_sub(RTCP_INDEX_BYTES + keys.tag_bytes);
                let len = len.filter(|len| *len >= RTCP_HEADER_BYTES).ok_or(Fault::Malformed)?;
                let (body, behind) = packet.split_at_mut_checked(len).ok_or(Fault::Malformed)?;
                keys.verify(body, word, behind.get(RTCP_INDEX_BYTES..).unwrap_or_default())?;
                keys.encrypt(ssrc, index.into(), body.get_mut(RTCP_HEADER_BYTES..).unwrap_or_default());
                Ok(len)
            }
            Self::Gcm(keys) => {
                let (clear, rest) = packet.split_at_mut_checked(RTCP_HEADER_BYTES).ok_or(Fault::Malformed)?;
                let (rest, _) = rest.split_last_chunk_mut::<RTCP_INDEX_BYTES>().ok_or(Fault::Malformed)?;
                let (payload, tag) = rest.split_last_chunk_mut().ok_or(Fault::Malformed)?;
                keys.open(&keys.rtcp_nonce(ssrc, index), &associated(clear, word), payload, tag)?;
                Ok(RTCP_HEADER_BYTES + payload.len())
            }
        }
    }
}

/// What GCM vouches for without encrypting it in SRTCP: the first header, and the word with the index (RFC 7714 section 9.2).
fn associated(clear: &[u8], word: [u8; 4]) -> [u8; RTCP_HEADER_BYTES + RTCP_INDEX_BYTES] {
    let mut out = [0; RTCP_HEADER_BYTES + RTCP_INDEX_BYTES];
    out.iter_mut().zip(clear.iter().copied().chain(word)).for_each(|(to, from)| *to = from);
    out
}

impl Counter {
    /// Encrypts or decrypts: the same keystream is added (RFC 3711 section 4.1.1).
    #[inline]
    fn encrypt(&self, ssrc: u32, index: u64, payload: &mut [u8]) {
        let mut iv = [0; 16];
        iv.iter_mut().zip(*self.salt).for_each(|(to, from)| *to = from);
        let [_, _, i @ ..] = index.to_be_bytes();
        iv.iter_mut().skip(4).zip(ssrc.to_be_bytes().into_iter().chain(i)).for_each(|(to, from)| *to ^= from);
        match &self.aes {
            Aes::Of128(aes) => add_keystream(aes, &iv, payload),
            Aes::Of256(aes) => add_keystream(aes, &iv, payload),
        }
    }

    /// The whole tag over a packet and what is not in it, or stands behind it; cut by whoever writes it.
    #[inline]
    fn tag(&self, packet: &[u8], behind: [u8; 4]) -> [u8; 20] {
        self.mac.clone().chain_update(packet).chain_update(behind).finalize().into_bytes().into()
    }

    #[inline]
    fn verify(&self, packet: &[u8], behind: [u8; 4], tag: &[u8]) -> Result<(), Fault> {
        let made = self.tag(packet, behind);
        let is_made = made.get(..tag.len()).is_some_and(|made| bool::from(made.ct_eq(tag)));
        if is_made && tag.len() == self.tag_bytes { Ok(()) } else { Err(Fault::Forged) }
    }
}

impl Gcm {
    /// RFC 7714 section 8.1.
    #[inline]
    fn rtp_nonce(&self, ssrc: u32, index: u64) -> [u8; 12] {
        let [_, _, i @ ..] = index.to_be_bytes();
        self.nonce(ssrc, i)
    }

    /// RFC 7714 section 9.1.
    fn rtcp_nonce(&self, ssrc: u32, index: u32) -> [u8; 12] {
        let [a, b, c, d] = index.to_be_bytes();
        self.nonce(ssrc, [0, 0, a, b, c, d])
    }

    #[inline]
    fn nonce(&self, ssrc: u32, index: [u8; 6]) -> [u8; 12] {
        let mut nonce = *self.salt;
        let counted = ssrc.to_be_bytes().into_iter().chain(index);
        nonce.iter_mut().skip(2).zip(counted).for_each(|(to, from)| *to ^= from);
        nonce
    }

    #[inline]
    fn seal(&self, nonce: &[u8; 12], clear: &[u8], payload: &mut [u8]) -> Result<[u8; 16], Fault> {
        let tag = match &self.key {
            GcmKey::Of128(key) => key.encrypt_inout_detached(nonce.into(), clear, payload.into()),
            GcmKey::Of256(key) => key.encrypt_inout_detached(nonce.into(), clear, payload.into()),
        };
        // It refuses nothing that is shorter than 64 GB.
        tag.map(Into::into).map_err(|_| Fault::Malformed)
    }

    #[inline]
    fn open(&self, nonce: &[u8; 12], clear: &[u8], payload: &mut [u8], tag: &[u8; 16]) -> Result<(), Fault> {
        let opened = match &self.key {
            GcmKey::Of128(key) => key.decrypt_inout_detached(nonce.into(), clear, payload.into(), tag.into()),
            GcmKey::Of256(key) => key.decrypt_inout_detached(nonce.into(), clear, payload.into(), tag.into()),
        };
        opened.map_err(|_| Fault::Forged)
    }
}
