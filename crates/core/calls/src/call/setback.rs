//! What it means that a leg came to nothing: may the next trunk be tried, and what is the caller told?
//!
//! Pure rules; who rings and who is tried next is done elsewhere.

use serde::{Deserialize, Serialize};
use sip_core::Failure;
use sip_msg::Status;

/// How a leg that we placed came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Setback {
    /// The peer said no.
    Refused {
        /// Its status.
        status: Status,
        /// Its reason phrase.
        text: String,
    },
    /// It said nothing.
    Silent,
    /// Nothing can be sent there.
    Unreachable,
    /// Over TLS, it could not prove to be the one that was meant.
    Unproved,
    /// Its name has no address.
    Unresolved,
    /// No contact is registered.
    NotRegistered,
    /// The trunk or the user has as many calls as it may have.
    Full,
    /// Calls of this class are stopped there, or there are too many of them.
    Stopped(String),
    /// It rang until the ring time was over.
    NoAnswer,
    /// Its answer cannot be understood, or names no codec of ours.
    BadMedia {
        /// What is wrong with it.
        text: String,
    },
    /// We have no port left for its audio.
    NoPort,
}

impl From<Failure> for Setback {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused { status, text } => Self::Refused { status, text },
            Failure::Redirected { status, to: _ } => Self::Refused { status, text: String::new() },
            Failure::Silent => Self::Silent,
            Failure::Unreachable => Self::Unreachable,
            Failure::Unproved(_) => Self::Unproved,
            Failure::Unresolved => Self::Unresolved,
            Failure::NotRegistered => Self::NotRegistered,
        }
    }
}

impl Setback {
    /// Tells whether the call may go out by the next trunk: the path failed, not the person called.
    pub(crate) fn is_of_the_path(&self) -> bool {
        match self {
            Self::Refused { status, .. } => match status.code() {
                // 401 and 407 come here after our credentials were refused, a redirect because trunks may not redirect.
                300..=399 | 401 | 403 | 404 | 407 | 408 => true,
                code => (500..=599).contains(&code),
            },
            Self::Silent
            | Self::Unreachable
            | Self::Unproved
            | Self::Unresolved
            | Self::NotRegistered
            | Self::Full
            | Self::Stopped(_)
            | Self::NoPort => true,
            Self::NoAnswer | Self::BadMedia { .. } => false,
        }
    }

    /// Tells a refusal that speaks for the person, not for one phone (RFC 3261 section 21.6): the other phones stop.
    pub(crate) fn is_global(&self) -> bool {
        matches!(self, Self::Refused { status, .. } if status.class() == 6)
    }

    /// Chooses between two phones' setbacks what the caller is told (in the spirit of RFC 3261 section 16.7 step 6).
    pub(crate) fn worse_of(self, other: Self) -> Self {
        if other.weight() > self.weight() { other } else { self }
    }

    /// The status that the caller gets.
    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Refused { status, .. } => toward_caller(*status),
            Self::NotRegistered | Self::NoAnswer => Status::TEMPORARILY_UNAVAILABLE,
            Self::Full
            | Self::Silent
            | Self::Unreachable
            | Self::Unproved
            | Self::Unresolved
            | Self::NoPort => Status::SERVICE_UNAVAILABLE,
            Self::Stopped(_) => Status::FORBIDDEN,
            Self::BadMedia { .. } => Status::NOT_ACCEPTABLE_HERE,
        }
    }

    /// The peer's own code, where it gave one, for the call log.
    pub(crate) fn code(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(status.code()),
            _ => None,
        }
    }

    /// Says in words what happened.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Refused { status, text } if text.is_empty() => status.reason(),
            Self::Refused { text, .. } => text,
            Self::Silent => "No response",
            Self::Unreachable => "Unreachable",
            Self::Unproved => "TLS handshake failed",
            Self::Unresolved => "Name not found",
            Self::NotRegistered => "Not registered",
            Self::Full => "Call limit reached",
            Self::Stopped(words) => words,
            Self::NoAnswer => "No answer",
            Self::BadMedia { text } => text,
            Self::NoPort => "No RTP port free",
        }
    }

    /// The reason phrase that the caller gets: the peer's own words where its status is passed on, else those of the status that
    /// takes its place.
    pub(crate) fn text_for_caller(&self) -> &str {
        match self {
            Self::Refused { status, .. } if toward_caller(*status) != *status => self.status().reason(),
            _ => self.text(),
        }
    }

    /// A person's word weighs more than a phone's, a phone's more than a path's.
    const fn weight(&self) -> u8 {
        match self {
            Self::Refused { status, .. } => match *status {
                Status::BUSY_HERE => 7,
                Status::NOT_ACCEPTABLE_HERE => 5,
                _ => 4,
            },
            Self::Full | Self::Stopped(_) => 6,
            Self::NoAnswer => 5,
            Self::BadMedia { .. } => 3,
            Self::Silent | Self::Unreachable | Self::Unproved => 2,
            Self::Unresolved | Self::NotRegistered | Self::NoPort => 1,
        }
    }
}

/// Passes on what is about the person called; whatever is about us, our credentials or the path is congestion to the
/// caller. A 401 passed on would ask the caller for a password that he does not have.
fn toward_caller(status: Status) -> Status {
    match status.code() {
        403 | 404 | 408 | 410 | 480 | 482..=486 | 488 | 600 | 603 | 604 | 606 | 607 | 608 => status,
        487 => Status::TEMPORARILY_UNAVAILABLE,
        604..=699 => Status::DECLINE,
        _ => Status::SERVICE_UNAVAILABLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16) -> Setback {
        Setback::Refused { status: Status::new(code).unwrap(), text: String::new() }
    }

    #[test]
    fn the_caller_gets_words_that_fit_the_status() {
        assert_eq!(
            (refused(401).status(), refused(401).text_for_caller()),
            (Status::SERVICE_UNAVAILABLE, "Service Unavailable")
        );
        let busy = Setback::Refused { status: Status::BUSY_HERE, text: "On the phone".into() };
        assert_eq!((busy.status(), busy.text_for_caller()), (Status::BUSY_HERE, "On the phone"));
    }

    #[test]
    fn the_next_trunk_is_for_failed_paths_never_for_busy_people() {
        for code in [403, 404, 408, 500, 502, 503, 504, 580, 401, 407, 302] {
            assert!(refused(code).is_of_the_path(), "{code}");
        }
        for code in [400, 410, 480, 484, 486, 488, 600, 603, 604] {
            assert!(!refused(code).is_of_the_path(), "{code}");
        }
        assert!(Setback::Silent.is_of_the_path() && Setback::Unreachable.is_of_the_path());
        assert!(Setback::Full.is_of_the_path() && Setback::NotRegistered.is_of_the_path());
        assert!(!Setback::NoAnswer.is_of_the_path());
    }

    #[test]
    fn a_callers_phone_is_never_challenged_for_our_trunks_password() {
        assert_eq!(refused(401).status(), Status::SERVICE_UNAVAILABLE);
        assert_eq!(refused(407).status(), Status::SERVICE_UNAVAILABLE);
        assert_eq!(refused(302).status(), Status::SERVICE_UNAVAILABLE);
        assert_eq!(refused(404).status(), Status::NOT_FOUND);
        assert_eq!(refused(483).status(), Status::TOO_MANY_HOPS);
        assert_eq!(refused(699).status(), Status::DECLINE);
    }

    #[test]
    fn one_busy_phone_speaks_louder_than_one_that_is_off() {
        let told = Setback::Silent.worse_of(refused(486)).worse_of(Setback::NotRegistered);
        assert_eq!(told.status(), Status::BUSY_HERE);
        assert_eq!(refused(486).worse_of(refused(480)), refused(486));
    }

    #[test]
    fn only_a_6xx_speaks_for_all_phones() {
        assert!(refused(600).is_global() && refused(603).is_global());
        assert!(!refused(486).is_global() && !Setback::Silent.is_global());
    }

    #[test]
    fn the_peers_own_code_and_phrase_are_kept() {
        let odd = Setback::Refused { status: Status::FORBIDDEN, text: "No credit".into() };
        assert_eq!((odd.code(), odd.text()), (Some(403), "No credit"));
        assert_eq!((refused(503).text(), Setback::Silent.code()), ("Service Unavailable", None));
    }
}
