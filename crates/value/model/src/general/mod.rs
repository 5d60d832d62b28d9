//! General SIP settings: what holds for every line and trunk that says nothing else.

mod alerts;
mod premises;

use serde::{Deserialize, Serialize};

pub use alerts::{Alerts, SmtpSecurity};
pub use premises::{Country, PhoneAddress, Premises, TimeZone};

use crate::{
    codec::{self, Codec},
    error::{FieldError, Findings, Problem, bounded, optional},
    secret::Secret,
    text::Label,
    toll::{DestinationClassDraft, LimitDraft, Toll},
};

/// The general SIP settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct General {
    /// Enabled codecs, in order.
    pub codecs: Vec<Codec>,
    /// Digest realm.
    pub realm: Label,
    /// What we call ourselves in User-Agent and Server.
    pub user_agent: Label,
    /// How long phones and trunks stay registered here, in seconds.
    pub registration: RegistrationExpiry,
    /// Session timer (RFC 4028).
    pub session: SessionTimer,
    /// Seconds without any RTP, outside of hold, that end a call; 0 is never.
    pub rtp_timeout: u32,
    /// Longest call, in seconds; 0 is without end.
    pub max_call_duration: u32,
    /// Seconds without a provisional answer after which the next trunk is tried.
    pub trunk_silence: u32,
    /// Megabytes of memory for the SIP messages of recent calls; 0 keeps none.
    #[serde(default = "kept_messages_mb")]
    pub kept_messages_mb: u32,
    /// Days that the call log is kept; 0 is for ever.
    #[serde(default = "call_log_days")]
    pub call_log_days: u32,
    /// What the exchange is called, where it stands, and how it is reached.
    #[serde(default)]
    pub premises: Premises,
    /// What calls to the outside may cost.
    #[serde(default)]
    pub toll: Toll,
    /// Who is told when something needs attention at once.
    #[serde(default)]
    pub alerts: Alerts,
}

/// Registration times, in seconds (RFC 3261 section 10.3 step 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationExpiry {
    /// Shorter is answered 423.
    pub min: u32,
    /// Used where the phone asks for nothing.
    pub default: u32,
    /// Longer is cut to this.
    pub max: u32,
}

/// Session timer, in seconds (RFC 4028).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionTimer {
    /// Session-Expires that we ask for; 0 asks for none.
    pub expires: u32,
    /// Min-SE: shorter is answered 422.
    pub min_se: u32,
}

draft! {
    /// The general SIP settings as they were typed.
    pub struct GeneralDraft {
        /// Enabled codecs, in order.
        pub codecs: Vec<String>,
        /// Digest realm.
        pub realm: String,
        /// User-Agent and Server.
        pub user_agent: String,
        /// Shortest registration.
        pub registration_expiry_min: u32,
        /// Registration where nothing is asked.
        pub registration_expiry_default: u32,
        /// Longest registration.
        pub registration_expiry_max: u32,
        /// Session-Expires; 0 asks for none.
        pub session_expires: u32,
        /// Min-SE.
        pub session_min_se: u32,
        /// RTP timeout; 0 is never.
        pub rtp_timeout: u32,
        /// Longest call; 0 is without end.
        pub max_call_duration: u32,
        /// Silence after which the next trunk is tried.
        pub trunk_silence: u32,
        /// Megabytes for the messages of recent calls; 0 keeps none.
        pub kept_messages_mb: u32,
        /// Days that the call log is kept; 0 is for ever.
        pub call_log_days: u32,
        /// What people call the exchange.
        pub name: String,
        /// Time zone, by its name in the IANA's database, such as `Europe/Paris`.
        pub time_zone: String,
        /// Country, by its code of two letters.
        pub country: String,
        /// The language of those who chose none, `en` or `fr`.
        pub language: String,
        /// The name or address that phones are set up with; found out where it is empty.
        pub phone_address: String,
        /// The address that others see us at, behind a NAT. That of the configuration file wins.
        pub external_address: String,
        /// Networks to which the external address is not told. Those of the configuration file win.
        pub local_networks: Vec<String>,
        /// Numbers that everybody must be able to call.
        pub emergency_numbers: Vec<String>,
        /// The country's code (E.164), such as `33`; that of the country where it is empty.
        pub country_code: String,
        /// What is dialled in front of a number abroad, such as `00`; as in the country where it is empty.
        pub international_prefix: String,
        /// What is dialled in front of a number in the same country, such as `0`; as in the country where it is empty.
        pub national_prefix: String,
        /// Classes of destination by how numbers begin; they win over those that are shipped.
        pub destination_class: Vec<DestinationClassDraft>,
        /// Limits on calls that cost something. Where this is said it says all of them.
        pub limit: Vec<LimitDraft>,
        /// When the house is open, such as `Mo-Fr 08:00-19:00; Sa 09:00-12:00`, or `always`.
        pub opening_hours: String,
        /// The classes of outside numbers that a phone may send a call on to.
        pub divert_classes: Vec<String>,
        /// The URL that is posted to when calls are stopped or help is called.
        pub alert_webhook: String,
        /// What a webhook is signed with (HMAC-SHA256); an empty one takes it away.
        pub alert_webhook_secret: Secret,
        /// Who gets an e-mail then.
        pub alert_email: Vec<String>,
        /// Whom the e-mail is from; the first who gets it where it is empty.
        pub alert_email_from: String,
        /// The server that takes e-mail, with its port where it is not the usual one.
        pub smtp_server: String,
        /// How the connection to it is protected.
        pub smtp_security: SmtpSecurity,
        /// What we log in with there.
        pub smtp_username: String,
        /// The password for that; an empty one takes it away.
        pub smtp_password: Secret,
    }
}

/// A day, in seconds: no timer here is longer.
const DAY: u32 = 86_400;

impl Default for General {
    /// Wazo's defaults, with the codecs that phones speak.
    fn default() -> Self {
        let draft = GeneralDraft::default();
        let Ok(general) = Self::parse(draft) else {
            unreachable!("the defaults keep their own bounds: a test reads them")
        };
        general
    }
}

impl General {
    /// Reads the settings.
    pub fn parse(mut draft: GeneralDraft) -> Result<Self, Vec<FieldError>> {
        let mut found = Findings::default();
        let premises = Premises::parse(&mut draft, &mut found);
        let toll = Toll::parse(&mut draft, &mut found);
        let alerts = Alerts::parse(&mut draft, &mut found);
        let codecs = draft.codecs.map_or(Ok(Codec::ALL.to_vec()), codec::parse_list);
        let codecs = found.keep("codecs", codecs);
        let realm = found.keep("realm", header_text(draft.realm, "strowger"));
        let user_agent = found.keep("user_agent", header_text(draft.user_agent, "Strowger"));
        let min = found.keep("registration_expiry_min", bounded(draft.registration_expiry_min, 60, 1, DAY));
        let default = found
            .keep("registration_expiry_default", bounded(draft.registration_expiry_default, 120, 1, DAY));
        let max = found.keep("registration_expiry_max", bounded(draft.registration_expiry_max, 3600, 1, DAY));
        let registration =
            min.zip(default).zip(max).map(|((min, default), max)| RegistrationExpiry { min, default, max });
        if registration.is_some_and(|r| r.min > r.default || r.default > r.max) {
            found.note(
                "registration_expiry_default",
                Problem::BadForm { form: "min 60, default 120, max 3600, in this order" },
            );
        }
        // RFC 4028 section 4: Min-SE is at least 90.
        let min_se = found.keep("session_min_se", bounded(draft.session_min_se, 90, 90, DAY));
        let expires = found.keep("session_expires", bounded(draft.session_expires, 600, 0, DAY));
        let session = expires.zip(min_se).map(|(expires, min_se)| SessionTimer { expires, min_se });
        if session.is_some_and(|s| s.expires != 0 && s.expires < s.min_se) {
            found.note("session_expires", Problem::BadForm { form: "0, or not below session_min_se" });
        }
        let rtp_timeout = found.keep("rtp_timeout", bounded(draft.rtp_timeout, 7_200, 0, DAY));
        let max_call_duration =
            found.keep("max_call_duration", bounded(draft.max_call_duration, 36_000, 0, 7 * DAY));
        let trunk_silence = found.keep("trunk_silence", bounded(draft.trunk_silence, 4, 1, 32));
        let kept_messages_mb =
            found.keep("kept_messages_mb", bounded(draft.kept_messages_mb, kept_messages_mb(), 0, 1_024));
        let call_log_days =
            found.keep("call_log_days", bounded(draft.call_log_days, call_log_days(), 0, 36_500));
        let whole = || {
            Some(Self {
                codecs: codecs?,
                realm: realm?,
                user_agent: user_agent?,
                registration: registration?,
                session: session?,
                rtp_timeout: rtp_timeout?,
                max_call_duration: max_call_duration?,
                trunk_silence: trunk_silence?,
                kept_messages_mb: kept_messages_mb?,
                call_log_days: call_log_days?,
                premises: premises?,
                toll: toll?,
                alerts: alerts?,
            })
        };
        found.finish(whole())
    }

    /// Writes them as a draft.
    pub fn draft(&self) -> GeneralDraft {
        let draft = GeneralDraft {
            codecs: Some(codec::names(&self.codecs)),
            realm: Some(self.realm.to_string()),
            user_agent: Some(self.user_agent.to_string()),
            registration_expiry_min: Some(self.registration.min),
            registration_expiry_default: Some(self.registration.default),
            registration_expiry_max: Some(self.registration.max),
            session_expires: Some(self.session.expires),
            session_min_se: Some(self.session.min_se),
            rtp_timeout: Some(self.rtp_timeout),
            max_call_duration: Some(self.max_call_duration),
            trunk_silence: Some(self.trunk_silence),
            kept_messages_mb: Some(self.kept_messages_mb),
            call_log_days: Some(self.call_log_days),
            ..GeneralDraft::default()
        };
        self.alerts.write(self.toll.write(self.premises.write(draft)))
    }
}

impl GeneralDraft {
    /// Takes secrets that were shown redacted and came back so for ones that were left out.
    pub(crate) fn without_redacted(mut self) -> Self {
        self.alert_webhook_secret = self.alert_webhook_secret.filter(|secret| !secret.is_redacted());
        self.smtp_password = self.smtp_password.filter(|secret| !secret.is_redacted());
        self
    }
}

/// Megabytes for messages where nothing is said.
const fn kept_messages_mb() -> u32 {
    16
}

/// A year, in days.
const fn call_log_days() -> u32 {
    365
}

/// Reads a text that stands in a header as it is, quoted or not.
fn header_text(raw: Option<String>, default: &str) -> Result<Label, Problem> {
    let text = optional(raw, Label::parse)?.map_or_else(|| Label::parse(default), Ok)?;
    match text
        .as_str()
        .bytes()
        .all(|b| (b' '..=b'~').contains(&b) && !matches!(b, b'"' | b'\\' | b'(' | b')'))
    {
        true => Ok(text),
        false => Err(Problem::BadCharacters { allowed: "ASCII without quotes, backslashes and brackets" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_valid_and_read_back() {
        let general = General::default();
        assert_eq!(General::parse(general.draft()).unwrap(), general);
    }

    /// A database outlives the release that wrote it: a setting that came later has its default there.
    #[test]
    fn what_an_earlier_release_kept_is_read_with_the_defaults_of_what_came_later() {
        let mut kept = serde_json::to_value(General::default()).unwrap();
        for later in ["kept_messages_mb", "call_log_days", "premises", "toll", "alerts"] {
            assert!(kept.as_object_mut().unwrap().remove(later).is_some(), "{later}");
        }
        assert_eq!(serde_json::from_value::<General>(kept).unwrap(), General::default());
    }

    #[test]
    fn times_that_contradict_each_other_are_refused() {
        let wrong = GeneralDraft { registration_expiry_min: Some(300), ..Default::default() };
        assert_eq!(General::parse(wrong).unwrap_err()[0].field, "registration_expiry_default");
        let wrong = GeneralDraft { session_expires: Some(60), ..Default::default() };
        assert_eq!(General::parse(wrong).unwrap_err()[0].field, "session_expires");
    }

    #[test]
    fn a_realm_cannot_break_its_header() {
        for realm in ["a\"b", "a\r\nVia: x", "ö"] {
            assert!(
                General::parse(GeneralDraft { realm: Some(realm.into()), ..Default::default() }).is_err(),
                "{realm:?}"
            );
        }
    }
}
