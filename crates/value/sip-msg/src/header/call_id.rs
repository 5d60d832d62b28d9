//! Call-ID (RFC 3261 section 20.8) and the product names of User-Agent and Server: text that nobody looks into.

use super::{HeaderName, Headers};
use crate::{BadSyntax, Malformed};

impl Headers {
    /// The Call-ID.
    pub fn call_id(&self) -> Result<&str, Malformed> {
        self.required(HeaderName::CallId, |value| match value {
            // RFC 3261 `callid` is one or two words; we ask for no more than that nothing splits it.
            text if text.is_empty() || text.bytes().any(|b| b <= b' ' || b == 0x7f) => {
                Err(BadSyntax("callid"))
            }
            text => Ok(text),
        })
    }

    /// What the sender says it is: User-Agent in requests, Server in responses.
    pub fn user_agent(&self) -> Option<&str> {
        self.get(&HeaderName::UserAgent).or_else(|| self.get(&HeaderName::Server))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4475 section 3.1.1.2: nearly anything may stand in a Call-ID, but it is one piece.
    #[test]
    fn a_call_id_is_one_piece_of_text() {
        let read = |text: &str| {
            let mut headers = Headers::new();
            headers.push(HeaderName::CallId, text);
            headers.call_id().map(str::to_owned)
        };
        let odd = r#"intmeth.word%ZK-!.*_+'@word`~)(><:\/"][?}{"#;
        assert_eq!(read(odd).as_deref(), Ok(odd));
        assert!(read("").is_err() && read("a b").is_err());
        assert!(Headers::new().call_id().is_err());
    }
}
