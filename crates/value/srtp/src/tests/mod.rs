//! The vectors of the RFCs, and what must never happen to a stream.

mod streams;
mod vectors;

/// Bytes from hexadecimal digits.
fn hex(digits: &str) -> Vec<u8> {
    let nibbles: Vec<u8> = digits.chars().filter_map(|c| c.to_digit(16)).map(|n| n as u8).collect();
    nibbles.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
