//! Privacy (RFC 3323 section 4.2): what the caller wants hidden.

use super::{HeaderName, Headers};
use crate::Malformed;
use crate::lex;
use crate::malformed::Fault;

impl Headers {
    /// The privacy values, such as `id`; they are separated by semicolons, or by commas as some send it.
    pub fn privacy(&self) -> Result<Vec<&str>, Malformed> {
        let values: Vec<&str> =
            self.all(&HeaderName::Privacy).flat_map(|value| value.split([';', ','])).map(lex::trim).collect();
        match values.iter().all(|value| lex::is_token(value)) {
            true => Ok(values),
            false => {
                Err(Malformed::header(HeaderName::Privacy, Fault::Syntax(crate::BadSyntax("priv-value"))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_separated_by_semicolons() {
        let mut headers = Headers::new();
        assert_eq!(headers.privacy().unwrap(), Vec::<&str>::new());
        headers.push(HeaderName::Privacy, "id ; critical");
        assert_eq!(headers.privacy().unwrap(), ["id", "critical"]);
        headers.push(HeaderName::Privacy, ";");
        assert!(headers.privacy().is_err());
    }
}
