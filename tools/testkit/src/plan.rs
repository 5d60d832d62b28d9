//! Configurations in few lines: a [`Plan`] collects drafts as a site file would and becomes a snapshot.

use std::sync::Arc;

use model::{
    Change, ConnectionType, ContextDraft, ContextId, ContextKind, DestinationDraft, Edit, ExtensionDraft,
    GeneralDraft, IncomingCallDraft, LineDraft, MediaEncryption, NumberRangeDraft, OutgoingCallDraft,
    OutgoingExtensionDraft, RangeKind, Ref, RegisterDraft, Secret, Snapshot, TrunkDraft, UserDraft,
    trunk::AddressingWord,
};

/// The password of every line and trunk of a world.
pub const PASSWORD: &str = "secret-7Kq2";

/// The drafts of one exchange.
#[derive(Clone, Debug)]
pub struct Plan(Vec<Change>);

impl Plan {
    /// Begins with what a new exchange has, with room for numbers of three and four digits.
    pub fn new() -> Self {
        let ranges = |kind, kinds: &[(&str, &str)]| {
            let range = |(start, end): &(&str, &str)| NumberRangeDraft {
                kind: Some(kind),
                start: Some((*start).to_owned()),
                end: Some((*end).to_owned()),
                ..NumberRangeDraft::default()
            };
            Some(kinds.iter().map(range).collect::<Vec<_>>())
        };
        let both = [("100", "999"), ("1000", "9999")];
        let default = ContextDraft { range: ranges(RangeKind::User, &both), ..ContextDraft::default() };
        let incalls = ContextDraft { range: ranges(RangeKind::Incall, &both), ..ContextDraft::default() };
        Self(vec![
            Change::Context(Edit::Update(ContextId(1), default)),
            Change::Context(Edit::Update(ContextId(2), incalls)),
        ])
    }

    /// Server A of the seed page: alice has 201 and dials `**99` to reach B.
    pub fn seed_a(b: &str) -> Self {
        Self::new()
            .codecs(&["gsm", "ulaw", "alaw", "g722"])
            .user("Alice", &["alice"], "201")
            .trunk(TrunkDraft {
                register: Some(registering(b, "xivo-trunk")),
                ..static_trunk("xivo-trunk", b, "Incalls")
            })
            .outgoing("to-b", "**99.", 4, &["xivo-trunk"])
            .incoming("201", DestinationDraft::User(Ref::from("Alice")))
    }

    /// Server B of the seed page: the trunk's calls land in Incalls, where 101 is redirected to someone.
    pub fn seed_b() -> Self {
        Self::new()
            .codecs(&["gsm", "ulaw", "alaw", "g722"])
            .user("Someone", &["someone"], "111")
            .trunk(dynamic_trunk("xivo-trunk", "Incalls"))
            .incoming("101", DestinationDraft::User(Ref::from("Someone")))
            .outgoing("to-a", "**98.", 4, &["xivo-trunk"])
    }

    /// Adds a user with lines in `default`; the first has the number.
    #[must_use]
    pub fn user(self, name: &str, lines: &[&str], number: &str) -> Self {
        self.person(UserDraft { firstname: Some(name.to_owned()), ..UserDraft::default() }, lines, number)
    }

    /// Adds a user with one line, whose audio is encrypted or not.
    #[must_use]
    pub fn encrypted(self, name: &str, username: &str, number: &str, wanted: MediaEncryption) -> Self {
        let line = LineDraft {
            username: Some(username.to_owned()),
            password: Some(Secret::new(PASSWORD)),
            context: Some(Ref::from("default")),
            extension: Some(number.to_owned()),
            media_encryption: Some(wanted),
            ..LineDraft::default()
        };
        let (firstname, line) = (Some(name.to_owned()), Some(vec![line]));
        self.with(Change::User(Edit::Create(UserDraft { firstname, line, ..UserDraft::default() })))
    }

    /// Adds a user who is more than a name.
    #[must_use]
    pub fn person(self, draft: UserDraft, lines: &[&str], number: &str) -> Self {
        let line = |(place, username): (usize, &&str)| LineDraft {
            position: u32::try_from(place + 1).ok(),
            username: Some((*username).to_owned()),
            password: Some(Secret::new(PASSWORD)),
            context: Some(Ref::from("default")),
            extension: (place == 0).then(|| number.to_owned()),
            ..LineDraft::default()
        };
        let line = Some(lines.iter().enumerate().map(line).collect());
        self.with(Change::User(Edit::Create(UserDraft { line, ..draft })))
    }

    /// Adds a trunk.
    #[must_use]
    pub fn trunk(self, draft: TrunkDraft) -> Self {
        self.with(Change::Trunk(Edit::Create(draft)))
    }

    /// Adds an outgoing call of one pattern.
    #[must_use]
    pub fn outgoing(self, name: &str, pattern: &str, stripnum: u32, trunks: &[&str]) -> Self {
        self.with(Change::OutgoingCall(Edit::Create(OutgoingCallDraft {
            name: Some(name.to_owned()),
            context: Some(Ref::from("to-extern")),
            trunks: Some(trunks.iter().map(|name| Ref::from(*name)).collect()),
            extension: Some(vec![OutgoingExtensionDraft {
                pattern: Some(pattern.to_owned()),
                stripnum: Some(stripnum),
                ..OutgoingExtensionDraft::default()
            }]),
            ..OutgoingCallDraft::default()
        })))
    }

    /// Adds an incoming call.
    #[must_use]
    pub fn incoming(self, did: &str, destination: DestinationDraft) -> Self {
        self.with(Change::IncomingCall(Edit::Create(IncomingCallDraft {
            did: Some(did.to_owned()),
            context: Some(Ref::from("Incalls")),
            destination: Some(destination),
            ..IncomingCallDraft::default()
        })))
    }

    /// Adds a number of `default` that leads somewhere.
    #[must_use]
    pub fn number(self, number: &str, destination: DestinationDraft) -> Self {
        self.with(Change::Extension(Edit::Create(ExtensionDraft {
            number: Some(number.to_owned()),
            context: Some(Ref::from("default")),
            destination: Some(destination),
        })))
    }

    /// Adds an internal context with room for three digits.
    #[must_use]
    pub fn context(self, name: &str) -> Self {
        self.with(Change::Context(Edit::Create(ContextDraft {
            name: Some(name.to_owned()),
            kind: Some(ContextKind::Internal),
            range: Some(vec![NumberRangeDraft {
                kind: Some(RangeKind::User),
                start: Some("100".to_owned()),
                end: Some("999".to_owned()),
                ..NumberRangeDraft::default()
            }]),
            ..ContextDraft::default()
        })))
    }

    /// Sets the general codecs.
    #[must_use]
    pub fn codecs(self, names: &[&str]) -> Self {
        let codecs = Some(names.iter().map(|name| (*name).to_owned()).collect());
        self.general(GeneralDraft { codecs, ..GeneralDraft::default() })
    }

    /// Changes the general settings.
    #[must_use]
    pub fn general(self, draft: GeneralDraft) -> Self {
        self.with(Change::General(draft))
    }

    /// Adds any edit.
    #[must_use]
    pub fn with(mut self, change: Change) -> Self {
        self.0.push(change);
        self
    }

    /// Makes the configuration.
    ///
    /// # Panics
    /// Where the drafts contradict the model's rules.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        match Snapshot::factory().apply(&self.0) {
            Ok(snapshot) => Arc::new(snapshot),
            Err(errors) => panic!("the plan is not valid: {errors:?}"),
        }
    }
}

impl Default for Plan {
    fn default() -> Self {
        Self::new()
    }
}

/// A friend that registers with us.
pub fn dynamic_trunk(name: &str, context: &str) -> TrunkDraft {
    TrunkDraft { addressing: Some(AddressingWord::Dynamic), ..any_trunk(name, context) }
}

/// A friend whose address we know.
pub fn static_trunk(name: &str, address: &str, context: &str) -> TrunkDraft {
    TrunkDraft {
        addressing: Some(AddressingWord::Static),
        address: Some(address.to_owned()),
        ..any_trunk(name, context)
    }
}

/// A provider without password: known by its address.
pub fn provider(name: &str, address: &str) -> TrunkDraft {
    TrunkDraft {
        password: None,
        connection_type: Some(ConnectionType::Peer),
        ..static_trunk(name, address, "Incalls")
    }
}

/// The register tab of a trunk that logs in at a server.
pub fn registering(server: &str, username: &str) -> RegisterDraft {
    RegisterDraft {
        enabled: Some(true),
        username: Some(username.to_owned()),
        password: Some(Secret::new(PASSWORD)),
        remote_server: Some(server.to_owned()),
        ..RegisterDraft::default()
    }
}

fn any_trunk(name: &str, context: &str) -> TrunkDraft {
    TrunkDraft {
        name: Some(name.to_owned()),
        password: Some(Secret::new(PASSWORD)),
        context: Some(Ref::from(context)),
        ..TrunkDraft::default()
    }
}
