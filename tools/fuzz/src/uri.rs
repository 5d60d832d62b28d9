//! URIs: what is read and printed again is the same URI, and every URI is equivalent to itself (RFC 3261 section 19.1.4).

use sip_msg::{NameAddr, Uri};

/// Reads the bytes as a URI, and as a name with an address.
pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(uri) = Uri::parse(text) {
        let printed = uri.to_string();
        let Ok(again) = Uri::parse(&printed) else { unreachable!("cannot read back {printed}") };
        assert_eq!(again, uri, "printing changes it");
        assert!(uri.equivalent(&again) && again.equivalent(&uri), "{uri} is not itself");
    }
    if let Ok(name) = NameAddr::parse(text) {
        let printed = name.to_string();
        assert!(NameAddr::parse(&printed).is_ok(), "cannot read back {printed}");
    }
}
