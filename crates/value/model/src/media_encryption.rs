//! Media encryption of a line or trunk: whether its audio goes under SRTP, with keys in the session description (RFC 4568).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whether audio is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum MediaEncryption {
    /// Never: a call that cannot do without is refused.
    Off,
    /// Where the other side takes part. We offer it where SIP goes over TLS, and accept it everywhere.
    #[default]
    Offered,
    /// Always: a call in clear is refused.
    Required,
}

impl fmt::Display for MediaEncryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "off",
            Self::Offered => "offered",
            Self::Required => "required",
        })
    }
}
