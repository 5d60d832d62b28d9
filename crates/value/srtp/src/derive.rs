//! Session keys from a master key (RFC 3711 section 4.3), with a key derivation rate of zero: they are derived once.

use aes::{
    Aes128Enc, Aes256Enc,
    cipher::{BlockCipherEncrypt, InnerIvInit, KeyInit, StreamCipher, StreamCipherCoreWrapper},
};
use ctr::{CtrCore, flavors::Ctr128BE};

use crate::MasterKey;

/// What a session key is for (section 4.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    RtpKey = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpKey = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
}

/// Adds the keystream that begins with this block to `buffer`. Forgets the block count after use.
#[inline]
pub(crate) fn add_keystream<C>(aes: &C, iv: &[u8; 16], buffer: &mut [u8])
where
    C: BlockCipherEncrypt + aes::cipher::BlockSizeUser<BlockSize = aes::cipher::consts::U16>,
{
    let core = CtrCore::<&C, Ctr128BE>::inner_iv_init(aes, &(*iv).into());
    StreamCipherCoreWrapper::from_core(core).apply_keystream(buffer);
}

/// Fills `out` with the key of this label: the keystream of AES in counter mode, under the master key.
pub(crate) fn derive(master: &MasterKey, label: Label, out: &mut [u8]) {
    let mut iv = [0; 16];
    iv.iter_mut().zip(master.salt()).for_each(|(to, from)| *to = from);
    // The label stands above 48 bits of index, which are zero.
    if let Some(byte) = iv.get_mut(7) {
        *byte ^= label as u8;
    }
    out.fill(0);
    match master.key().len() {
        16 => expand::<Aes128Enc>(master.key(), &iv, out),
        _ => expand::<Aes256Enc>(master.key(), &iv, out),
    }
}

fn expand<C>(key: &[u8], iv: &[u8; 16], out: &mut [u8])
where
    C: KeyInit + BlockCipherEncrypt + aes::cipher::BlockSizeUser<BlockSize = aes::cipher::consts::U16>,
{
    // A key of another length cannot be: `MasterKey` has checked it. Zeros would be no keystream, so nothing leaks either way.
    if let Ok(aes) = C::new_from_slice(key) {
        add_keystream(&aes, iv, out);
    }
}
