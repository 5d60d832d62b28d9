//! A trunk's state as a sentence, and what to do about it, in English: for the command line and for readers of the API.

use super::state::{Refusal, RefusedRequest, TlsFaultName, TrunkState};

impl TrunkState {
    /// Says it in a sentence, at a time given in milliseconds since the epoch.
    pub fn sentence(&self, now_ms: u64) -> String {
        let ago = |since: &u64| span(now_ms.saturating_sub(*since));
        match self {
            Self::Registered { at, since_ms, next_refresh_ms, .. } => {
                let refresh = next_refresh_ms.map_or_else(
                    || "being refreshed".to_owned(),
                    |next| format!("next refresh in {}", span(next.saturating_sub(now_ms))),
                );
                format!("Registered at {at} for {}, {refresh}", ago(since_ms))
            }
            Self::RegisteredWithUs { at, expires_ms, .. } => {
                format!("Registered here from {at}, for another {}", span(expires_ms.saturating_sub(now_ms)))
            }
            Self::Reachable { at, round_trip_ms, .. } => {
                format!("Answers at {at} within {round_trip_ms:.0} ms")
            }
            Self::NotProbed { at } => format!("Nothing was sent to {at} yet"),
            Self::Disabled => "Disabled".to_owned(),
            Self::IncomingOnly => "Is never called; it proves who it is when it calls".to_owned(),
            Self::Registering { at, since_ms } => format!("Registering at {at} for {}", ago(since_ms)),
            Self::Refused { status, request, refusal, .. } => {
                format!("Refused with {status}: the other side {}", refused(*refusal, *request))
            }
            Self::Silent { at, since_ms } => {
                format!("Nothing answers at {at} for {}: is it running, is the port open?", ago(since_ms))
            }
            Self::Unreachable { at, since_ms } => {
                format!("Nobody listens at {at}, the network says so for {}", ago(since_ms))
            }
            Self::TlsFailed { at, fault, shown, .. } => {
                let shown =
                    shown.as_ref().map_or_else(String::new, |shown| format!(" (its SHA-256 is {shown})"));
                format!("No connection with {at}: {}{shown}", failed(*fault))
            }
            Self::NameNotFound { at, .. } => format!("The name {} has no address", at.host),
            Self::AddressMissing { at } => {
                format!("Registered at {at}, but calls to it have no address to go to")
            }
            Self::NeverRegistered { username } => format!("{username} has not registered here yet"),
            Self::RegistrationExpired { at, since_ms } => {
                format!("Its registration from {at} lapsed {} ago", ago(since_ms))
            }
            Self::Unregistered { at, since_ms } => format!("It unregistered from {at} {} ago", ago(since_ms)),
        }
    }

    /// Says what to do about it, where something is to be done.
    pub fn remedy(&self) -> Option<String> {
        Some(match self {
            Self::Registered { .. }
            | Self::RegisteredWithUs { .. }
            | Self::Reachable { .. }
            | Self::IncomingOnly
            | Self::Registering { .. } => return None,
            Self::Disabled => "enable it where it is to be used".to_owned(),
            Self::NotProbed { .. } => "test the trunk, or call through it".to_owned(),
            Self::Refused { refusal, request, .. } => remedy_of(*refusal, *request).to_owned(),
            Self::Silent { at, .. } => format!(
                "look whether the other side runs and listens there, whether a firewall on the way lets {at} pass, and whether the address is right"
            ),
            Self::Unreachable { .. } => {
                "start the other side, or correct the address, the port or the transport".to_owned()
            }
            Self::TlsFailed { fault, .. } => remedy_of_tls(*fault).to_owned(),
            Self::NameNotFound { at, .. } => {
                format!(
                    "correct the name, or look why the DNS of this host does not know it: host {}",
                    at.host
                )
            }
            Self::AddressMissing { .. } => {
                "set IP addressing type to Static and enter the other side's address".to_owned()
            }
            Self::NeverRegistered { username } => format!(
                "on the other side, enable Register with the username {username} and this trunk's password; or set IP addressing type to Static here"
            ),
            Self::RegistrationExpired { .. } => {
                "look whether the other side still runs and still reaches this exchange".to_owned()
            }
            Self::Unregistered { .. } => "enable Register again on the other side".to_owned(),
        })
    }
}

fn failed(fault: TlsFaultName) -> &'static str {
    match fault {
        TlsFaultName::Expired => "its certificate has expired",
        TlsFaultName::NotYetValid => "its certificate is not valid yet",
        TlsFaultName::OtherName => "its certificate is for another name",
        TlsFaultName::UnknownIssuer => "no authority that we trust vouches for its certificate",
        TlsFaultName::PinDiffers => "its certificate is not the one whose fingerprint is entered here",
        TlsFaultName::BadCertificate => "its certificate cannot be used",
        TlsFaultName::WantsCertificate => "it wants a certificate of ours that it accepts",
        TlsFaultName::NoTls => "who listens there speaks no TLS",
        TlsFaultName::Broken => "the handshake was broken off or took too long",
    }
}

const fn remedy_of_tls(fault: TlsFaultName) -> &'static str {
    match fault {
        TlsFaultName::Expired => "renew the certificate on the other side; nothing is sent to it until then",
        TlsFaultName::NotYetValid => "look whether the clocks of both hosts are right",
        TlsFaultName::OtherName => {
            "enter the name that its certificate is for as the trunk's address; or, where you know the certificate to be the right one, its fingerprint"
        }
        TlsFaultName::UnknownIssuer => {
            "where you know the certificate to be the right one, enter its fingerprint; or set sip.tls_authorities in the configuration file to the file of its authority"
        }
        TlsFaultName::PinDiffers => {
            "find out from the other side whether its certificate was renewed, and enter the new fingerprint; else somebody stands in between"
        }
        TlsFaultName::BadCertificate => {
            "give the other side another certificate, or enter the fingerprint of this one"
        }
        TlsFaultName::WantsCertificate => {
            "have the other side trust our certificate: the one of sip.tls_certificate in the configuration file"
        }
        TlsFaultName::NoTls => "correct the port (TLS has 5061, as a rule), or set another transport",
        TlsFaultName::Broken => "look whether the port is the one for TLS, and into the other side's log",
    }
}

fn refused(refusal: Refusal, request: RefusedRequest) -> &'static str {
    match (refusal, request) {
        (Refusal::PasswordMissing, _) => "asks for a password, and this trunk has none",
        (Refusal::WrongPassword, RefusedRequest::Invite) => "does not accept our calls with this password",
        (Refusal::WrongPassword, _) => "does not accept this password",
        (Refusal::NotFound, RefusedRequest::Register) => "knows no such username",
        (Refusal::NotFound, _) => "knows no such number",
        (Refusal::NotAllowed, RefusedRequest::Register) => "takes no registrations",
        (Refusal::NotAllowed, _) => "does not do that",
        (Refusal::TooBrief, _) => "wants registrations that last longer",
        (Refusal::Unavailable, _) => "is overloaded or out of service",
        (Refusal::ServerError, _) => "has failed",
        (Refusal::Other, _) => "does not want this",
    }
}

fn remedy_of(refusal: Refusal, request: RefusedRequest) -> &'static str {
    match (refusal, request) {
        (Refusal::PasswordMissing, RefusedRequest::Register) => {
            "enter the password in the Register tab: the one that the other side has for this username"
        }
        (Refusal::PasswordMissing, _) => "enter the trunk's password: the one that the other side has",
        (Refusal::WrongPassword, RefusedRequest::Register) => {
            "make username and password of the Register tab the same as on the other side"
        }
        (Refusal::WrongPassword, _) => "make the trunk's username and password the same as on the other side",
        (Refusal::NotFound, RefusedRequest::Register) => {
            "make the trunk on the other side, or correct the username in the Register tab"
        }
        (Refusal::NotFound, _) => "look which numbers the other side takes from this trunk",
        (Refusal::NotAllowed, RefusedRequest::Register) => {
            "disable Register where the other side knows our address already"
        }
        (Refusal::TooBrief, _) => "raise the expiry in the Register tab",
        (Refusal::NotAllowed | Refusal::Unavailable | Refusal::ServerError | Refusal::Other, _) => {
            "look into the other side's log"
        }
    }
}

/// Writes a time span in its largest unit.
fn span(ms: u64) -> String {
    match ms / 1000 {
        s @ 0..=119 => format!("{s} s"),
        s @ 120..=7_199 => format!("{} min", s / 60),
        s @ 7_200..=172_799 => format!("{} h", s / 3_600),
        s => format!("{} days", s / 86_400),
    }
}
