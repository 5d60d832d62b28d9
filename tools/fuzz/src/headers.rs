//! Headers, each by its own reader: the value of a header stands behind a byte that chooses which.

use sip_msg::{CSeq, MediaType, RAck, Reason, Replaces, SessionExpires, Via};

/// Reads the value and prints it: what was printed reads as the same.
pub(crate) fn run(data: &[u8]) {
    let Some((chosen, value)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(value) else { return };
    match chosen % 7 {
        0 => stable(text, Via::parse),
        1 => stable(text, CSeq::parse),
        2 => stable(text, MediaType::parse),
        3 => stable(text, RAck::parse),
        4 => stable(text, Reason::parse),
        5 => stable(text, Replaces::parse),
        _ => stable(text, SessionExpires::parse),
    }
}

/// Demands that printing is stable: once printed and read, a value prints as it did.
pub(crate) fn stable<T: ToString, E>(text: &str, parse: impl Fn(&str) -> Result<T, E>) {
    let Ok(value) = parse(text) else { return };
    let printed = value.to_string();
    let again = parse(&printed).map(|again| again.to_string());
    assert_eq!(again.ok().as_deref(), Some(printed.as_str()), "printing is not stable");
}
