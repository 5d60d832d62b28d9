//! The drafts have exactly the fields of a site file: both servers of the interconnection page are read as they are written.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail it")]

use model::{
    Change, ContextDraft, Edit, GeneralDraft, IncomingCallDraft, LimitsPolicy, OutgoingCallDraft, Snapshot,
    Target, TrunkDraft, UserDraft, Warning,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Site {
    context: Vec<ContextDraft>,
    sip: Sip,
    user: Vec<UserDraft>,
    trunk: Vec<TrunkDraft>,
    outgoing_call: Vec<OutgoingCallDraft>,
    incoming_call: Vec<IncomingCallDraft>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sip {
    general: GeneralDraft,
}

impl Site {
    /// Gives the edits that bring a new exchange to this site; contexts that are there already are changed.
    fn changes(self, now: &Snapshot) -> Vec<Change> {
        let context =
            |draft: ContextDraft| match now.context_by_name(draft.name.as_deref().unwrap_or_default()) {
                Some(old) => Change::Context(Edit::Update(old.id, draft)),
                None => Change::Context(Edit::Create(draft)),
            };
        let mut changes: Vec<Change> = self.context.into_iter().map(context).collect();
        changes.push(Change::General(self.sip.general));
        changes.extend(self.user.into_iter().map(|draft| Change::User(Edit::Create(draft))));
        changes.extend(self.trunk.into_iter().map(|draft| Change::Trunk(Edit::Create(draft))));
        changes.extend(self.outgoing_call.into_iter().map(|draft| Change::OutgoingCall(Edit::Create(draft))));
        changes.extend(self.incoming_call.into_iter().map(|draft| Change::IncomingCall(Edit::Create(draft))));
        changes
    }
}

fn apply(text: &str) -> Snapshot {
    let factory = Snapshot::factory();
    let site: Site = toml::from_str(text).unwrap();
    factory.apply(&site.changes(&factory)).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

const CALLER: &str = r#"
context = [
    { name = "default", kind = "internal", includes = ["to-extern"], range = [{ for = "user", start = "200", end = "299" }] },
    { name = "Incalls", kind = "incall", range = [{ for = "incall", start = "100", end = "299" }] },
    { name = "to-extern", kind = "outcall" },
    { name = "load", includes = ["load-out"], range = [{ for = "conference_room", start = "7000", end = "7999" }] },
    { name = "load-out", kind = "outcall" },
]
[sip.general]
codecs = ["gsm", "ulaw", "alaw", "g722"]
[[user]]
firstname = "Alice"
lastname = "Lab"
[[user.line]]
username = "alice"
password = "secret"
weak_password = true
context = "default"
extension = "201"
[[trunk]]
name = "xivo-trunk"
username = "xivo-trunk"
password = "pass"
weak_password = true
connection_type = "friend"
addressing = "static"
address = "10.77.0.2"
context = "Incalls"
[trunk.register]
enabled = true
transport = "udp"
username = "xivo-trunk"
password = "pass"
remote_server = "10.77.0.2"
[[trunk]]
name = "load-in"
connection_type = "peer"
addressing = "static"
address = "10.77.0.22:5080"
context = "load"
codecs = ["ulaw", "alaw", "gsm"]
transit = true
limits = "none"
[[outgoing_call]]
name = "to-b"
context = "to-extern"
trunks = ["xivo-trunk"]
[[outgoing_call.extension]]
pattern = "**99."
stripnum = 4
[[outgoing_call]]
name = "load"
context = "load-out"
trunks = ["load-in"]
[[outgoing_call.extension]]
pattern = "5XXX."
[[incoming_call]]
did = "201"
context = "Incalls"
destination = { user = "Alice Lab" }
"#;

#[test]
fn the_calling_servers_site_is_read_as_it_is_written() {
    let site = apply(CALLER);
    let trunk = site.trunk_by_name("xivo-trunk").unwrap();
    assert!(trunk.register.as_ref().is_some_and(|register| register.enabled));
    assert_eq!(
        site.trunk_by_name("load-in").map(|trunk| trunk.calls.limits.clone()),
        Some(LimitsPolicy::None)
    );
    let incalls = site.context_by_name("Incalls").unwrap().id;
    assert!(matches!(site.target(incalls, "201"), Some(Target::IncomingCall(_))));
    assert!(matches!(&site.warnings()[..], [Warning::TrunkReachesOutgoingCall { transit: true, .. }]));
}

#[test]
fn a_key_that_nobody_knows_is_refused() {
    let misspelt = CALLER.replace("stripnum", "strip_num");
    let error = toml::from_str::<Site>(&misspelt).err().unwrap();
    assert!(error.to_string().contains("strip_num"), "{error}");
}

#[test]
fn the_pages_passwords_need_the_word_that_they_are_weak_on_purpose() {
    let factory = Snapshot::factory();
    let site: Site = toml::from_str(&CALLER.replace("weak_password = true\n", "")).unwrap();
    let errors = factory.apply(&site.changes(&factory)).map(drop).unwrap_err();
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields[..2], ["line[0].password", "password"]);
}
