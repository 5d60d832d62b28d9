//! Agrees on a stream's keys (RFC 4568 section 5): which line of an offer is taken, and what its absence means.

use serde::{Deserialize, Serialize};

use super::Disagreement;
use crate::{Crypto, KeySalt, Media, Protocol, Suite};

/// What we do about a stream's encryption. The keys are ours, at most one for each suite, in order of preference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Nothing: keys in an offer are passed over, and what cannot do without them is refused.
    #[default]
    Off,
    /// What the peer asks for; our offers are in clear.
    Accepted(Vec<Crypto>),
    /// Our offers are of `RTP/AVP` with keys, which a peer that knows nothing of them ignores.
    Offered(Vec<Crypto>),
    /// Our offers are of `RTP/SAVP`, and nothing is agreed without keys.
    Required(Vec<Crypto>),
}

/// The keys that were agreed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secured {
    /// The tag of the line that was taken.
    pub tag: u32,
    /// The suite.
    pub suite: Suite,
    /// The key with which we send.
    pub send: KeySalt,
    /// The key with which the peer sends.
    pub receive: KeySalt,
}

impl Security {
    /// Our keys.
    pub fn keys(&self) -> &[Crypto] {
        match self {
            Self::Off => &[],
            Self::Accepted(keys) | Self::Offered(keys) | Self::Required(keys) => keys,
        }
    }

    /// The transport and the keys of a first offer.
    pub(super) fn offered(&self) -> (Protocol, &[Crypto]) {
        match self {
            Self::Off | Self::Accepted(_) => (Protocol::RtpAvp, &[]),
            Self::Offered(keys) => (Protocol::RtpAvp, keys),
            Self::Required(keys) => (Protocol::RtpSavp, keys),
        }
    }

    /// Takes the first line of an offered stream whose suite is one of ours; `None` where both sides are content in clear.
    pub(super) fn answer(&self, theirs: &Media) -> Result<Option<Secured>, Disagreement> {
        let encrypted = theirs.protocol.is_encrypted();
        let taken = theirs.crypto.iter().find_map(|line| {
            let ours = self.keys().iter().find(|ours| ours.suite == line.suite)?;
            let (send, receive) = (ours.key.clone(), line.key.clone());
            Some(Secured { tag: line.tag, suite: line.suite, send, receive })
        });
        let has_lines = !theirs.crypto.is_empty() || !theirs.passed_over.is_empty();
        match (self, taken) {
            (_, Some(secured)) => Ok(Some(secured)),
            (Self::Off, None) if encrypted => Err(Disagreement::Encrypted),
            (Self::Required(_), None) if !has_lines && !encrypted => Err(Disagreement::InClear),
            (Self::Required(_), None) => Err(self.no_common_suite(theirs)),
            (_, None) if encrypted => Err(self.no_common_suite(theirs)),
            (_, None) => Ok(None),
        }
    }

    fn no_common_suite(&self, theirs: &Media) -> Disagreement {
        let usable = theirs.crypto.iter().map(|line| line.suite.to_string());
        Disagreement::NoCommonSuite {
            offered: usable.chain(theirs.passed_over.iter().cloned()).collect(),
            ours: self.keys().iter().map(|key| key.suite.to_string()).collect(),
        }
    }
}

/// Reads the answer to a stream of ours: the line that repeats tag and suite of one that we offered. Phones are free with the
/// name of the transport where a key is agreed on, and with nothing else.
pub(super) fn accept(ours: &Media, theirs: &Media) -> Result<Option<Secured>, Disagreement> {
    let taken = theirs.crypto.iter().find_map(|line| {
        let own = ours.crypto.iter().find(|own| own.tag == line.tag && own.suite == line.suite)?;
        let (send, receive) = (own.key.clone(), line.key.clone());
        Some(Secured { tag: own.tag, suite: own.suite, send, receive })
    });
    let same = theirs.protocol == ours.protocol;
    let has_lines = !theirs.crypto.is_empty() || !theirs.passed_over.is_empty();
    match taken {
        Some(secured) if same || (ours.protocol.is_rtp() && theirs.protocol.is_rtp()) => Ok(Some(secured)),
        None if ours.protocol.is_encrypted() && theirs.protocol.is_rtp() && !has_lines => {
            Err(Disagreement::InClear)
        }
        // A key that fits none of ours would have the peer send what we cannot read.
        None if same && !ours.protocol.is_encrypted() && (!has_lines || ours.crypto.is_empty()) => Ok(None),
        _ => Err(Disagreement::NotAnAnswer),
    }
}
