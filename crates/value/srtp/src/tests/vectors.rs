use aes::{Aes128Enc, Aes256Enc, cipher::KeyInit};

use super::hex;
use crate::{
    MasterKey, Suite,
    cipher::Transform,
    derive::{Label, add_keystream, derive},
};

const COUNTER_IV: &str = "F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000";

fn derived(master: &MasterKey, label: Label, bytes: usize) -> Vec<u8> {
    let mut out = vec![0; bytes];
    derive(master, label, &mut out);
    out
}

/// RFC 3711 appendix B.2, the first blocks and those around the end of the lowest byte but one.
#[test]
fn the_keystream_of_aes_128_in_counter_mode() {
    let aes = Aes128Enc::new_from_slice(&hex("2B7E151628AED2A6ABF7158809CF4F3C")).unwrap();
    let mut stream = vec![0; 0xff02 * 16];
    add_keystream(&aes, &hex(COUNTER_IV).try_into().unwrap(), &mut stream);
    assert_eq!(
        stream[..48],
        hex(
            "E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0"
        )
    );
    assert_eq!(
        stream[0xfeff * 16..],
        hex(
            "EC8CDF7398607CB0F2D21675EA9EA1E4 362B7C3C6773516318A077D7FC5073AE 6A2CC3787889374FBEB4C81B17BA6C44"
        )
    );
}

/// RFC 3711 appendix B.3.
#[test]
fn the_session_keys_of_a_master_key_of_128_bits() {
    let master = hex("E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6");
    let master = MasterKey::new(Suite::AesCm128Sha1Tag80, &master).unwrap();
    assert_eq!(derived(&master, Label::RtpKey, 16), hex("C61E7A93744F39EE10734AFE3FF7A087"));
    assert_eq!(derived(&master, Label::RtpSalt, 14), hex("30CBBC08863D8C85D49DB34A9AE1"));
    assert_eq!(
        derived(&master, Label::RtpAuthentication, 94),
        hex(
            "CEBE321F6FF7716B6FD4AB49AF256A15 6D38BAA48F0A0ACF3C34E2359E6CDBCE E049646C43D9327AD175578EF7227098
             6371C10C9A369AC2F94A8C5FBCDDDC25 6D6E919A48B610EF17C2041E47403576 6B68642C59BBFC2F34DB60DBDFB2"
        )
    );
}

/// RFC 6188 section 7.1: the first blocks, and the last ones of the longest packet.
#[test]
fn the_keystream_of_aes_256_in_counter_mode() {
    let key = hex("57f82fe3613fd170a85ec93c40b1f092 2ec4cb0dc025b58272147cc438944a98");
    let aes = Aes256Enc::new_from_slice(&key).unwrap();
    let mut stream = vec![0; 0xff02 * 16];
    add_keystream(&aes, &hex(COUNTER_IV).try_into().unwrap(), &mut stream);
    assert_eq!(
        stream[..48],
        hex(
            "92bdd28a93c3f52511c677d08b5515a4 9da71b2378a854f67050756ded165bac 63c4868b7096d88421b563b8c94c9a31"
        )
    );
    assert_eq!(
        stream[0xfeff * 16..],
        hex(
            "cea518c90fd91ced9cbb18c078a54711 3dbc4814f4da5f00a08772b63c6a046d 6eb246913062a16891433e97dd01a57f"
        )
    );
}

/// RFC 6188 section 7.2.
#[test]
fn the_session_keys_of_a_master_key_of_256_bits() {
    let master =
        hex("f0f04914b513f2763a1b1fa130f10e29 98f6f6e43e4309d1e622a0e332b9f1b6 3b04803de51ee7c96423ab5b78d2");
    let master = MasterKey::new(Suite::AesCm256Sha1Tag80, &master).unwrap();
    assert_eq!(
        derived(&master, Label::RtpKey, 32),
        hex("5ba1064e30ec51613cad926c5a28ef73 1ec7fb397f70a960653caf06554cd8c4")
    );
    assert_eq!(derived(&master, Label::RtpSalt, 14), hex("fa31791685ca444a9e07c6c64e93"));
    assert_eq!(
        derived(&master, Label::RtpAuthentication, 20),
        hex("fd9c32d39ed5fbb5a9dc96b30818454d1313dc05")
    );
}

const GCM_SALT: &str = "517569642070726f2071756f";
const KEY_128: &str = "000102030405060708090a0b0c0d0e0f";
const KEY_256: &str = "000102030405060708090a0b0c0d0e0f 101112131415161718191a1b1c1d1e1f";

fn gcm(key: &str) -> Transform {
    Transform::gcm(&hex(key), hex(GCM_SALT).try_into().unwrap())
}

/// RFC 7714 sections 16.1.1, 16.1.2, 16.2.1 and 16.2.2.
#[test]
fn rtp_under_gcm() {
    let plain = hex(
        "8040f17b8041f8d35501a0b2 47616c6c696120657374206f6d6e6973 2064697669736120696e207061727465 732074726573",
    );
    let of_128 = hex(
        "8040f17b8041f8d35501a0b2 f24de3a3fb34de6cacba861c9d7e4bca be633bd50d294e6f42a5f47a51c7d19b 36de3adf8833
         899d7f27beb16a9152cf765ee4390cce",
    );
    let of_256 = hex(
        "8040f17b8041f8d35501a0b2 32b1de78a822fe12ef9f78fa332e33aa b18012389a58e2f3b50b2a0276ffae0f 1ba63799b87b
         7aa3db36dfffd6b0f9bb7878d7a76c13",
    );
    for (key, expected) in [(KEY_128, of_128), (KEY_256, of_256)] {
        let mut buffer = plain.clone();
        buffer.resize(plain.len() + 16, 0);
        let len = gcm(key).seal_rtp(&mut buffer, plain.len(), 12, 0x5501_a0b2, 0xf17b).unwrap();
        assert_eq!(buffer[..len], expected);
        let len = gcm(key).open_rtp(&mut buffer, 12, 0x5501_a0b2, 0xf17b).unwrap();
        assert_eq!(buffer[..len], plain);
    }
}

/// RFC 7714 sections 17.1 and 17.2.
#[test]
fn rtcp_under_gcm() {
    let plain = hex(
        "81c8000d4d617273 4e5450314e545032 525450200000042a 0000e9304c756e61 deadbeefdeadbeef deadbeefdeadbeef deadbeef",
    );
    let of_128 = hex(
        "81c8000d4d617273 63e94885dcdab67c a727d7662f6b7e99 7ff5c0f76c06f32d c676a5f1730d6fda 4ce09b4686303ded 0bb9275b
         c84aa45896cf4d2fc5abf87245d9eade 800005d4",
    );
    let of_256 = hex(
        "81c8000d4d617273 d50ae4d1f5ce5d30 4ba297e47d470c28 2c3ece5dbffe0a50 a2eaa5c1110555be 8415f658c61de047 6f1b6fad
         1d1eb30c4446839f57ff6f6cb26ac3be 800005d4",
    );
    for (key, expected) in [(KEY_128, of_128), (KEY_256, of_256)] {
        let mut buffer = plain.clone();
        buffer.resize(plain.len() + 20, 0);
        let len = gcm(key).seal_rtcp(&mut buffer, plain.len(), 0x4d61_7273, 0x5d4).unwrap();
        assert_eq!(buffer[..len], expected);
        assert_eq!(gcm(key).rtcp_index(&buffer), Ok(0x5d4));
        let len = gcm(key).open_rtcp(&mut buffer, 0x4d61_7273, 0x5d4).unwrap();
        assert_eq!(buffer[..len], plain);
    }
}
